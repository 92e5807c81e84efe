// The machine of a definition under one combination of attributes: which edges exist, what can be
// reached, and by which shortest path.
#pragma once

#include "procedures/definition/procedure.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace motcua::procedures {

class Machine {
public:
    struct Edge {
        const Step* from = nullptr;
        const Action* action = nullptr;
        const Step* to = nullptr;
    };
    using Passable = std::function<bool(const Edge&)>;

    Machine(const Procedure& procedure, const Attributes& attributes);

    const std::vector<Edge>& edges_from(const Step& step) const;
    /// Every step that can be reached from the first one over passable edges, with the shortest path to it.
    std::map<const Step*, std::vector<std::string>> reach(const Passable& passable = {}) const;
    std::map<const Step*, std::vector<std::string>> reach_from(const Step& start,
                                                               const Passable& passable = {}) const;
    /// Whether a closed step can be reached from here.
    bool can_close(const Step& from) const;

private:
    const Procedure& procedure_;
    std::map<const Step*, std::vector<Edge>> edges_;
};

}  // namespace motcua::procedures
