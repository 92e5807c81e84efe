// Graphviz as a program beside ours: its `dot` turns a digraph into a picture.
#pragma once

#include <string>

namespace motcua::app {

/// The digraph as SVG. No shell is asked. std::runtime_error when `dot` is not installed or fails.
std::string svg_of(const std::string& dot);

}  // namespace motcua::app
