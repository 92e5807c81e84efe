// The machine of a definition as a picture: one shape for each kind of step, budgets on the steps, a lane for whoever
// is responsible. Texts are Vietnamese; names of roles and units are the office's.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"

#include <string>
#include <vector>

namespace motcua::procedures {

/// What a diagram shows beside the steps.
struct DiagramOptions {
    /// Withdrawal, stopping, voiding from every step they leave; else Graphviz gets one arrow for all of them, and
    /// Mermaid none.
    bool shared_edges = false;
};

/// A digraph for Graphviz. The same definition and office give the same bytes.
std::string to_dot(const Procedure& procedure, const Office& office, const DiagramOptions& options = {});
/// A state diagram for Mermaid, without lanes.
std::string to_mermaid(const Procedure& procedure, const DiagramOptions& options = {});

/// The page that lists the pictures ID.svg and says how to read them, in Markdown.
std::string diagram_index(const std::vector<const Procedure*>& procedures);

}  // namespace motcua::procedures
