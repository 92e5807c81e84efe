#include "app/output.hpp"

#include "app/verbs.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

namespace motcua::app {

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    if (!file.flush()) throw std::runtime_error(fmt::format("{} cannot be written", path.string()));
}

std::string content_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) throw std::runtime_error(fmt::format("cannot read {}", file.string()));
    return text.str();
}

void print_json(const boost::json::object& answer) { std::cout << boost::json::serialize(answer) << '\n'; }

int give_out(const std::string& text, const std::string& file) {
    if (!file.empty()) {
        write_file(file, text);
        return success;
    }
    std::cout << text;
    return std::cout.flush() ? success : failure;
}

}  // namespace motcua::app
