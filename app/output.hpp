// Where a verb's text goes: a file that was named, else the terminal.
#pragma once

#include <boost/json/fwd.hpp>

#include <filesystem>
#include <string>

namespace motcua::app {

/// Replaces the file. std::runtime_error when it cannot be written.
void write_file(const std::filesystem::path& path, const std::string& text);

/// std::runtime_error when it cannot be read.
std::string content_of(const std::filesystem::path& file);

/// One line to standard output.
void print_json(const boost::json::object& answer);

/// Prints it when no file is named; the exit code.
int give_out(const std::string& text, const std::string& file = {});

}  // namespace motcua::app
