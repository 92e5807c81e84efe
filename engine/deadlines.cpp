#include "engine/deadlines.hpp"

#include <algorithm>
#include <tuple>

namespace motcua::engine {

bool Deadlines::Earlier::operator()(const DueDeadline& a, const DueDeadline& b) const {
    // Mostly told apart by the first.
    if (a.deadline.due != b.deadline.due) return a.deadline.due < b.deadline.due;
    return std::tie(a.dossier, a.deadline.kind, a.deadline.subject) <
           std::tie(b.dossier, b.deadline.kind, b.deadline.subject);
}

bool is_open(const procedures::Dossier& dossier, const procedures::Deadline& deadline) {
    return std::find(dossier.open_deadlines.begin(), dossier.open_deadlines.end(), deadline) !=
           dossier.open_deadlines.end();
}

void Deadlines::follow(const procedures::Dossier* before, const procedures::Dossier& now) {
    if (before != nullptr) {
        for (const auto& deadline : before->open_deadlines) {
            if (!is_open(now, deadline)) armed_.erase({deadline, now.id});
        }
    }
    for (const auto& deadline : now.open_deadlines) {
        if (before == nullptr || !is_open(*before, deadline)) armed_.insert({deadline, now.id});
    }
}

void Deadlines::follow(const procedures::Nonconformity* before, const procedures::Nonconformity& now) {
    const auto former = before != nullptr ? before->escalates_at() : std::nullopt;
    const auto next = now.escalates_at();
    if (former == next) return;
    const auto of = [&](Instant due) {
        return DueDeadline{
            {procedures::DeadlineKind::nonconformity, due, procedures::nonconformity_stream(now.number)}, {}};
    };
    if (former) armed_.erase(of(*former));
    if (next) armed_.insert(of(*next));
}

std::optional<Instant> Deadlines::earliest() const {
    if (armed_.empty()) return std::nullopt;
    return armed_.begin()->deadline.due;
}

void Deadlines::take_due(Instant now, std::size_t limit, std::vector<DueDeadline>& out) {
    while (limit > 0 && !armed_.empty() && armed_.begin()->deadline.due <= now) {
        out.push_back(std::move(armed_.extract(armed_.begin()).value()));
        --limit;
    }
}

}  // namespace motcua::engine
