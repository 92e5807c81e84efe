// A definition as an auditor reads it: the whole machine in Vietnamese, edges that many steps
// share included, and as a diagram.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"

#include <string>

namespace motcua::procedures {

/// Every published element, limit, document and step, in the order of the file. Names of roles and units
/// are the office's.
std::string describe(const Procedure& procedure, const Office& office);

/// What a diagram shows beside the steps.
struct DiagramOptions {
    bool shared_edges = false;  // withdrawal, stopping, voiding: they leave from nearly every step
};

/// A digraph for Graphviz.
std::string to_dot(const Procedure& procedure, const DiagramOptions& options = {});
/// A state diagram for Mermaid.
std::string to_mermaid(const Procedure& procedure, const DiagramOptions& options = {});

}  // namespace motcua::procedures
