#include "procedures/verification/machine.hpp"

#include <algorithm>
#include <deque>

namespace motcua::procedures {

Machine::Machine(const Procedure& procedure, const Attributes& attributes) : procedure_(procedure) {
    for (const auto& step : procedure.steps) {
        auto& edges = edges_[&step];
        for (const auto& action : step.actions) {
            const auto* to = procedure.step(action.to);
            if (to != nullptr && action.when.holds(attributes)) edges.push_back({&step, &action, to});
        }
    }
}

const std::vector<Machine::Edge>& Machine::edges_from(const Step& step) const { return edges_.at(&step); }

std::map<const Step*, std::vector<std::string>> Machine::reach(const Passable& passable) const {
    return reach_from(procedure_.steps.front(), passable);
}

std::map<const Step*, std::vector<std::string>> Machine::reach_from(const Step& start,
                                                                    const Passable& passable) const {
    std::map<const Step*, std::vector<std::string>> paths{{&start, {start.id}}};
    std::deque<const Step*> queue{&start};
    while (!queue.empty()) {
        const auto* step = queue.front();
        queue.pop_front();
        for (const auto& edge : edges_from(*step)) {
            if (paths.contains(edge.to) || (passable && !passable(edge))) continue;
            auto path = paths.at(step);
            path.push_back(edge.to->id);
            paths.emplace(edge.to, std::move(path));
            queue.push_back(edge.to);
        }
    }
    return paths;
}

bool Machine::can_close(const Step& from) const {
    const auto reached = reach_from(from);
    return std::any_of(reached.begin(), reached.end(),
                       [](const auto& entry) { return entry.first->kind == StepKind::closed; });
}

}  // namespace motcua::procedures
