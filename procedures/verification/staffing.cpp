#include "procedures/verification/staffing.hpp"

#include "procedures/verification/machine.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

namespace motcua::procedures {

namespace {

/// Any unit will do.
constexpr std::string_view anywhere;

/// Who takes part, as a place to be filled: the one who acts in a step, or gives an approval.
struct Seat {
    std::string role;
    std::string unit;  // or anywhere
    auto operator<=>(const Seat&) const = default;
};

/// Seats that must be filled by different people, all for the sake of one action.
struct Separation {
    std::vector<std::vector<Seat>> seats;  // each filled by one person who holds all of these
    std::vector<std::pair<std::size_t, std::size_t>> apart;
    auto operator<=>(const Separation&) const = default;
};

struct Where {
    std::string what;  // "action "ky" of step …"
    std::vector<std::string> path;
    Attributes attributes;
};

/// What a definition asks of the staff, whoever they are.
struct Needs {
    std::map<Seat, Where> seats;
    std::map<Separation, Where> separations;
};

class NeedsOf {
public:
    NeedsOf(const Procedure& procedure, const Office& office) : procedure_(procedure), office_(office) {}

    Needs collect() {
        for (const auto& attributes : combinations(procedure_.attributes)) {
            const Machine machine(procedure_, attributes);
            const auto reached = machine.reach();
            for (const auto& step : procedure_.steps) {
                const auto path = reached.find(&step);
                if (path == reached.end()) continue;
                for (const auto& edge : machine.edges_from(step))
                    need(step, *edge.action,
                         {fmt::format("action \"{}\" of step \"{}\"", edge.action->id, step.id), path->second,
                          attributes},
                         reached);
            }
        }
        return std::move(needs_);
    }

private:
    Seat seat(const std::string& role, const std::string& unit) const {
        const auto* known = office_.role(role);
        return known != nullptr && known->is_outside ? Seat{"records", std::string(anywhere)}
                                                     : Seat{role, unit};
    }

    /// The step's own seat and those of the steps that it shares its person with.
    std::vector<Seat> holder_of(const Step& step) const {
        std::set<Seat> seats{seat(step.role, step.unit)};
        std::set<std::string> seen{step.id};
        for (const auto* other = &step; !other->same_person_as.empty();) {
            other = procedure_.step(other->same_person_as);
            if (other == nullptr || !seen.insert(other->id).second) break;
            seats.insert(seat(other->role, other->unit));
        }
        return {seats.begin(), seats.end()};
    }

    void need(const Step& step, const Action& action, const Where& where,
              const std::map<const Step*, std::vector<std::string>>& reached) {
        const auto taker = seat(action.role, action.unit);
        needs_.seats.emplace(taker, where);
        Separation apart;
        apart.seats.push_back(action.role == step.role && action.unit == step.unit
                                  ? holder_of(step)
                                  : std::vector<Seat>{taker});
        const auto add = [&](std::vector<Seat> seats) {
            apart.apart.emplace_back(0, apart.seats.size());
            apart.seats.push_back(std::move(seats));
        };
        for (const auto& id : action.not_by_actor_of) {
            const auto* other = procedure_.step(id);
            if (other != nullptr && reached.contains(other)) add(holder_of(*other));
        }
        if (!action.approver.empty()) {
            const auto approver = seat(action.approver, std::string(anywhere));
            needs_.seats.emplace(approver, where);
            add({approver});
        }
        if (!apart.apart.empty()) needs_.separations.emplace(std::move(apart), where);
    }

    const Procedure& procedure_;
    const Office& office_;
    Needs needs_;
};

class Filling {
public:
    Filling(const std::vector<Holding>& staff, std::string_view absent) {
        for (const auto& holding : staff) {
            if (holding.person == absent) continue;
            held_[{holding.role, holding.unit}].insert(holding.person);
            held_[{holding.role, std::string(anywhere)}].insert(holding.person);
        }
    }

    bool can_fill(const Seat& seat) const { return held_.contains(seat); }

    bool can_separate(const Separation& separation) const {
        std::vector<std::vector<std::string>> candidates;
        for (const auto& seats : separation.seats) {
            candidates.push_back(candidates_of(seats));
            if (candidates.back().empty()) return false;
        }
        // Everything is kept apart from the first: try who could take it.
        return std::any_of(candidates[0].begin(), candidates[0].end(), [&](const std::string& taker) {
            return std::all_of(separation.apart.begin(), separation.apart.end(), [&](const auto& pair) {
                const auto& others = candidates[pair.second];
                return std::any_of(others.begin(), others.end(),
                                   [&](const std::string& other) { return other != taker; });
            });
        });
    }

private:
    std::vector<std::string> candidates_of(const std::vector<Seat>& seats) const {
        std::vector<std::string> common;
        for (std::size_t i = 0; i < seats.size(); ++i) {
            const auto found = held_.find(seats[i]);
            if (found == held_.end()) return {};
            std::vector<std::string> both;
            if (i == 0)
                both.assign(found->second.begin(), found->second.end());
            else
                std::set_intersection(common.begin(), common.end(), found->second.begin(),
                                      found->second.end(), std::back_inserter(both));
            common = std::move(both);
        }
        return common;
    }

    std::map<Seat, std::set<std::string>> held_;
};

std::string spoken(const Seat& seat) {
    return seat.unit.empty() ? seat.role : fmt::format("{} of {}", seat.role, seat.unit);
}

struct Lack {
    std::string rule;
    std::string what;
    const Where* where = nullptr;
};

std::vector<Lack> lacks(const Needs& needs, const Filling& filling) {
    std::vector<Lack> list;
    for (const auto& [seat, where] : needs.seats)
        if (!filling.can_fill(seat))
            list.push_back({"staff", fmt::format("nobody is {}", spoken(seat)), &where});
    if (!list.empty()) return list;
    for (const auto& [separation, where] : needs.separations) {
        if (filling.can_separate(separation)) continue;
        std::set<std::string> others;
        for (std::size_t i = 1; i < separation.seats.size(); ++i)
            for (const auto& seat : separation.seats[i]) others.insert(spoken(seat));
        list.push_back({"four-eyes-staff",
                        fmt::format("no two people share {} and {}", spoken(separation.seats[0].front()),
                                    fmt::join(others, ", ")),
                        &where});
    }
    return list;
}

}  // namespace

std::vector<Finding> verify_staff(const Procedure& procedure, const Office& office,
                                  const std::vector<Holding>& staff) {
    const auto needs = NeedsOf(procedure, office).collect();
    std::vector<Finding> findings;
    for (const auto& lack : lacks(needs, Filling(staff, {})))
        findings.push_back({Severity::error, procedure.id, lack.rule,
                            fmt::format("{}, for {}", lack.what, lack.where->what), lack.where->path,
                            lack.where->attributes});
    return findings;
}

std::vector<Finding> verify_absences(const std::vector<const Procedure*>& procedures, const Office& office,
                                     const std::vector<Holding>& staff) {
    std::vector<Needs> all;
    std::vector<std::set<std::string>> always;
    for (const auto* procedure : procedures) {
        all.push_back(NeedsOf(*procedure, office).collect());
        auto& known = always.emplace_back();
        for (const auto& lack : lacks(all.back(), Filling(staff, {}))) known.insert(lack.what);
    }
    std::set<std::string> people;
    for (const auto& holding : staff) people.insert(holding.person);

    std::vector<Finding> findings;
    for (const auto& person : people) {
        struct Stop {
            Lack lack;
            std::size_t first = 0;
            int definitions = 0;
        };
        std::map<std::string, Stop> stops;
        const Filling without(staff, person);
        for (std::size_t i = 0; i < all.size(); ++i)
            for (const auto& lack : lacks(all[i], without)) {
                if (always[i].contains(lack.what)) continue;
                auto& stop = stops.try_emplace(lack.what, Stop{lack, i, 0}).first->second;
                ++stop.definitions;
            }
        for (const auto& [what, stop] : stops)
            findings.push_back(
                {Severity::warning, person, "absence",
                 fmt::format("while away, {}: {} definitions stop, first {} at {}; name a "
                             "substitute",
                             what, stop.definitions, procedures[stop.first]->id, stop.lack.where->what),
                 stop.lack.where->path, stop.lack.where->attributes});
    }
    return findings;
}

}  // namespace motcua::procedures
