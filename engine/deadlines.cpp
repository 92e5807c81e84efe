#include "engine/deadlines.hpp"

#include <algorithm>
#include <tuple>

namespace motcua::engine {

namespace {

/// For std::push_heap, which keeps the greatest on top: the later is the lesser.
bool later(const DueDeadline& a, const DueDeadline& b) {
    const auto key = [](const DueDeadline& entry) {
        return std::tie(entry.deadline.due, entry.dossier, entry.deadline.kind, entry.deadline.subject);
    };
    return key(b) < key(a);
}

}  // namespace

bool is_open(const procedures::Dossier& dossier, const procedures::Deadline& deadline) {
    return std::find(dossier.open_deadlines.begin(), dossier.open_deadlines.end(), deadline) !=
           dossier.open_deadlines.end();
}

void Deadlines::follow(const procedures::Dossier* before, const procedures::Dossier& now) {
    for (const auto& deadline : now.open_deadlines) {
        if (before == nullptr || !is_open(*before, deadline)) push({deadline, now.id});
    }
}

std::optional<Instant> Deadlines::earliest() const {
    if (heap_.empty()) return std::nullopt;
    return heap_.front().deadline.due;
}

void Deadlines::take_due(Instant now, std::size_t limit, std::vector<DueDeadline>& out) {
    while (limit > 0 && !heap_.empty() && heap_.front().deadline.due <= now) {
        std::pop_heap(heap_.begin(), heap_.end(), later);
        out.push_back(std::move(heap_.back()));
        heap_.pop_back();
        --limit;
    }
}

void Deadlines::push(DueDeadline deadline) {
    heap_.push_back(std::move(deadline));
    std::push_heap(heap_.begin(), heap_.end(), later);
}

}  // namespace motcua::engine
