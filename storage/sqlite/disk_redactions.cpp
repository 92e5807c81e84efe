#include "storage/sqlite/disk_redactions.hpp"

#include "storage/sqlite/posix.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <utility>

namespace motcua::storage {

namespace fs = std::filesystem;

namespace {

constexpr unsigned owner_alone = 0600;

fs::path file_in(const fs::path& folder) { return folder / "redactions.jsonl"; }

std::string line_of(const KeptRedaction& one) {
    boost::json::array fields;
    for (const auto& field : one.fields) fields.emplace_back(field);
    return boost::json::serialize(boost::json::object{{"journal", one.journal},
                                                      {"seq", one.seq},
                                                      {"event", one.event},
                                                      {"hash", to_hex(bytes_of(one.hash))},
                                                      {"stream", one.stream},
                                                      {"fields", std::move(fields)},
                                                      {"ground", one.ground}}) +
           '\n';
}

/// Nothing when a power cut or a hand left half of it.
std::optional<KeptRedaction> read_line(const std::string& line) {
    try {
        const auto said = boost::json::parse(line);
        const auto text = [&](const char* name) { return std::string(said.at(name).as_string()); };
        KeptRedaction one{text("journal"),
                          said.at("seq").to_number<Seq>(),
                          said.at("event").to_number<Seq>(),
                          {},
                          text("stream"),
                          {},
                          text("ground")};
        const auto bytes = from_hex(text("hash"));
        if (!bytes || bytes->size() != one.hash.size()) return std::nullopt;
        std::copy(bytes->begin(), bytes->end(), one.hash.begin());
        for (const auto& field : said.at("fields").as_array()) one.fields.emplace_back(field.as_string());
        return one;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void add(std::vector<KeptRedaction>& all, KeptRedaction one) {
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

}  // namespace

std::vector<KeptRedaction> DiskRedactions::read_all() const {
    std::vector<KeptRedaction> all;
    for (const auto& folder : folders_()) {
        std::ifstream in(file_in(folder));
        for (std::string line; std::getline(in, line);)
            if (auto one = read_line(line)) add(all, std::move(*one));
    }
    return all;
}

std::vector<KeptRedaction> DiskRedactions::all() {
    const std::lock_guard guard(mutex_);
    return read_all();
}

void DiskRedactions::keep(std::span<const KeptRedaction> redactions) {
    const std::lock_guard guard(mutex_);
    auto all = read_all();
    for (const auto& one : redactions) add(all, one);
    if (all.empty()) return;
    std::string text;
    for (const auto& one : all) text += line_of(one);
    std::string why;
    bool is_kept = false;
    for (const auto& folder : folders_()) {
        try {
            fs::create_directories(folder);
            std::ifstream in(file_in(folder));
            if (std::string(std::istreambuf_iterator<char>(in), {}) != text)
                replace_file(file_in(folder), text, owner_alone);
            is_kept = true;
        } catch (const std::exception& error) {
            why = error.what();
        }
    }
    if (!is_kept) throw std::runtime_error(fmt::format("the list of erasures cannot be kept: {}", why));
}

}  // namespace motcua::storage
