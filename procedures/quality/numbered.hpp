// A register that only grows: entries numbered from 1 on. Copies share what they have in common, so that the writer can
// publish it after each commit whatever its size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <utility>
#include <vector>

namespace motcua::procedures {

/// `Item` has an `int number`.
template <class Item> class Numbered {
public:
    using Entry = std::shared_ptr<const Item>;

    int size() const { return size_; }

    /// Null when there is none of that number.
    Entry find(int number) const {
        if (number < 1 || number > size_) return nullptr;
        const auto at = static_cast<std::size_t>(number - 1);
        return (*chunks_[at / per_chunk])[at % per_chunk];
    }

    /// The next one, or another state of one that is there. std::runtime_error when a number would be left out.
    void put(Item item) {
        if (item.number < 1 || item.number > size_ + 1)
            throw std::runtime_error("a register entry does not follow the one before it");
        const auto at = static_cast<std::size_t>(item.number - 1);
        if (at / per_chunk == chunks_.size()) chunks_.push_back(std::make_shared<const Chunk>());
        auto chunk = std::make_shared<Chunk>(*chunks_[at / per_chunk]);
        if (at % per_chunk == chunk->size()) chunk->emplace_back();
        size_ = std::max(size_, item.number);
        (*chunk)[at % per_chunk] = std::make_shared<const Item>(std::move(item));
        chunks_[at / per_chunk] = std::move(chunk);
    }

    /// In the order of their numbers.
    template <class See> void each(const See& see) const {
        for (const auto& chunk : chunks_)
            for (const auto& entry : *chunk) see(*entry);
    }

private:
    static constexpr std::size_t per_chunk = 128;
    using Chunk = std::vector<Entry>;
    std::vector<std::shared_ptr<const Chunk>> chunks_;
    int size_ = 0;
};

}  // namespace motcua::procedures
