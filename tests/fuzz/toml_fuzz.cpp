// Configuration files: whatever stands in one, the loader answers with definitions or with located defects. The line
// "#:schema NAME.schema.json" of a file says which loader reads it; without one it is a procedure.
#include "procedures/loading/calendar_loader.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"
#include "procedures/loading/patterns.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "procedures/loading/rules_loader.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/serialize.hpp>

#include <filesystem>
#include <fstream>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;
namespace p = procedures;

const fs::path config = MOTCUA_SOURCE_DIR "/config";
constexpr auto user_of_patterns = "gia-han-giay-phep-xay-dung.toml";

/// A folder for each kind of file, so that one input is read beside as few others as its loader allows.
struct Folders {
    TempFolder temp;
    const fs::path office = temp.path() / "office";
    const fs::path calendar = temp.path() / "calendar";
    const fs::path rules = temp.path() / "rules";
    const fs::path people = temp.path() / "people.toml";
    p::Office sound_office;
    p::Patterns patterns;

    Folders() {
        fs::create_directories(office);
        fs::create_directories(calendar / "calendar");
        fs::create_directories(rules);
        reset_rules();
        p::Defects defects;
        sound_office = p::load_office(config, defects);
        patterns = p::Patterns::read(config / "procedures" / "patterns", defects);
        if (!defects.empty()) found("config/ is not sound", defects.to_string());
    }
    void reset_rules() const {
        fs::copy(config / "rules", rules / "rules",
                 fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    }
};

const Folders& folders() {
    static const Folders all;
    return all;
}

void write(const fs::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

/// What was adopted reads back as the same.
template <class Back> void survives(const boost::json::object& text, Back back) {
    if (p::to_json(back(text)) != text)
        found("it does not survive being adopted", boost::json::serialize(text));
}

void read_procedure(std::string_view text, p::Defects& defects) {
    const auto file = p::TomlFile::parse(text, "x.toml", defects);
    const auto procedure = file ? p::read_procedure(*file, folders().patterns, defects) : std::nullopt;
    if (!procedure && defects.empty()) found("nothing was read and nothing is wrong");
    if (procedure) survives(p::to_json(*procedure), p::procedure_from_json);
}

void read_pattern(std::string_view text, p::Defects& defects) {
    auto file = p::TomlFile::parse(text, "patterns/tiep-nhan.toml", defects);
    if (!file) return;
    auto patterns = p::Patterns::read(config / "procedures" / "patterns", defects);
    patterns.add(std::move(*file), "tiep-nhan", defects);
    const auto user = p::TomlFile::read(config / "procedures" / user_of_patterns, defects);
    const auto procedure = p::read_procedure(*user, patterns, defects);
    if (!procedure && defects.empty()) found("nothing was read and nothing is wrong");
}

void read_calendar(std::string_view text, p::Defects& defects) {
    write(folders().calendar / "calendar" / "2026.toml", text);
    const auto content = p::load_calendar(folders().calendar, defects);
    if (!defects.empty()) return;
    survives(p::to_json(content), p::calendar_from_json);
    const p::WorkCalendar calendar(content);
    calendar.is_working_day(p::parse_date("2026-07-13").value());
}

void read_office(std::string_view text, p::Defects& defects) {
    write(folders().office / "office.toml", text);
    const auto office = p::load_office(folders().office, defects);
    if (defects.empty()) survives(p::to_json(office), p::office_from_json);
    p::load_calendar(folders().office, defects);
}

void read_rules(std::string_view text, const std::string& name, p::Defects& defects) {
    const auto path = folders().rules / "rules" / (name + ".toml");
    write(path, text);
    const auto rules = p::load_rules(folders().rules, defects);
    if (defects.empty()) survives(p::to_json(rules), p::rules_from_json);
    fs::copy_file(config / "rules" / (name + ".toml"), path, fs::copy_options::overwrite_existing);
}

/// "calendar" of "#:schema calendar.schema.json"
std::string schema_of(std::string_view text) {
    constexpr std::string_view mark = "#:schema ";
    if (!text.starts_with(mark)) return {};
    text.remove_prefix(mark.size());
    return std::string(text.substr(0, std::min(text.find('.'), text.find('\n'))));
}

void read(std::string_view text) {
    p::Defects defects;
    const auto schema = schema_of(text);
    if (schema == "office") {
        read_office(text, defects);
    } else if (schema == "calendar") {
        read_calendar(text, defects);
    } else if (schema == "people") {
        write(folders().people, text);
        p::load_people(folders().people, folders().sound_office, defects);
    } else if (schema == "pattern") {
        read_pattern(text, defects);
    } else if (schema == "procedure-rules" || schema == "forms" || schema == "code-patterns" ||
               schema == "reports") {
        read_rules(text, schema, defects);
    } else {
        read_procedure(text, defects);
    }
    for (const auto& defect : defects.sorted())
        if (defect.what.empty() || defect.line < 0) found("a defect that says nothing", to_string(defect));
}

}  // namespace
}  // namespace motcua::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    motcua::tests::read(motcua::tests::text_of(data, size));
    return 0;
}
