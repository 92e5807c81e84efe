// Views that only remember what they were told, for tests.
#pragma once

#include "storage/views.hpp"

#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace motcua::tests {

class FakeViews final : public storage::Views {
public:
    storage::AsOf position() const override {
        const std::lock_guard guard(mutex_);
        return position_;
    }
    storage::Seq wants() const override { return position().seq + 1; }
    void project(std::span<const storage::Projected> events) override {
        const std::lock_guard guard(mutex_);
        if (broken_) throw std::runtime_error("the views are broken");
        for (const auto& event : events) {
            if (event.seq != position_.seq + 1)
                throw std::logic_error("an event was left out or taken twice");
            position_ = {event.seq, event.recorded_at};
        }
    }
    void begin_rebuild() override {}
    void finish_rebuild() override {}
    std::unique_ptr<storage::ViewsReader> reader() override { return nullptr; }
    void housekeep() override {}

    void break_down(bool broken) {
        const std::lock_guard guard(mutex_);
        broken_ = broken;
    }

private:
    mutable std::mutex mutex_;
    storage::AsOf position_;
    bool broken_ = false;
};

}  // namespace motcua::tests
