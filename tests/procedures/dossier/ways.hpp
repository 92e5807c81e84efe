// How the steps of a machine are reached: the shortest way to each of them.
#pragma once

#include "procedures/definition/procedure.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace motcua::tests {

using Path = std::vector<std::string>;  // actions

/// The shortest way to every step, by actions whose conditions hold and that `admits`.
template <class Admits>
std::map<std::string, Path> ways(const procedures::Procedure& procedure,
                                 const procedures::Attributes& attributes, Admits admits) {
    std::map<std::string, Path> found{{procedure.steps.front().id, {}}};
    std::deque<std::string> queue{procedure.steps.front().id};
    while (!queue.empty()) {
        const auto from = queue.front();
        queue.pop_front();
        for (const auto& action : procedure.step(from)->actions) {
            if (!action.when.holds(attributes) || !admits(action) || found.contains(action.to)) continue;
            auto path = found[from];
            path.push_back(action.id);
            found[action.to] = std::move(path);
            queue.push_back(action.to);
        }
    }
    return found;
}

inline std::map<std::string, Path> ways(const procedures::Procedure& procedure,
                                        const procedures::Attributes& attributes) {
    return ways(procedure, attributes, [](const procedures::Action&) { return true; });
}

}  // namespace motcua::tests
