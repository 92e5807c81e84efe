#include "procedures/loading/office_loader.hpp"

#include "procedures/loading/calendar_loader.hpp"
#include "procedures/loading/json_text.hpp"
#include "procedures/loading/reading.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <set>

namespace motcua::procedures {

namespace {

void read_units(TableReader& root, Office& office, Defects& defects) {
    Register units("unit");
    for (auto& entry : root.tables("unit")) {
        Unit unit;
        unit.id = read_id(entry);
        units.define(unit.id, entry);
        unit.names = read_names(entry);
        unit.parent = entry.text_or("parent", "");
        units.refer(unit.parent, entry.place_of("parent"));
        unit.is_desk = entry.boolean_or("is_desk", false);
        unit.is_outside = entry.boolean_or("is_outside", false);
        unit.standing = read_standing(entry);
        if (unit.is_desk && office.desk() != nullptr)
            entry.defect("is_desk", "there are two desks", "keep is_desk at the one that receives");
        entry.finish();
        office.units.push_back(std::move(unit));
    }
    units.resolve(defects);
    if (!office.units.empty() && office.desk() == nullptr)
        root.defect("unit", "no unit is the desk", "write is_desk = true at the unit that receives dossiers");
}

void read_roles(TableReader& root, Office& office) {
    Register roles("role");
    for (auto& entry : root.tables("role")) {
        Role role;
        role.id = read_id(entry);
        roles.define(role.id, entry);
        role.names = read_names(entry);
        role.reads_dossiers = entry.boolean_or("reads_dossiers", true);
        role.is_outside = entry.boolean_or("is_outside", false);
        entry.finish();
        office.roles.push_back(std::move(role));
    }
}

void read_zones_and_counters(TableReader& root, Office& office, Defects& defects) {
    Register zones("zone");
    for (auto& entry : root.optional_tables("zone")) {
        Zone zone{read_id(entry), read_names(entry), read_standing(entry)};
        zones.define(zone.id, entry);
        entry.finish();
        office.zones.push_back(std::move(zone));
    }
    Register counters("counter");
    for (auto& entry : root.optional_tables("counter")) {
        Counter counter{read_id(entry), read_names(entry), entry.optional_texts("zones")};
        counters.define(counter.id, entry);
        for (const auto& zone : counter.zones) zones.refer(zone, entry.place_of("zones"));
        entry.finish();
        office.counters.push_back(std::move(counter));
    }
    zones.resolve(defects);
}

Office read_office(TableReader root, Defects& defects) {
    static const auto standings = words_of(OfficeStanding::own, OfficeStanding::behind);
    Office office;
    office.names = read_names(root);
    office.superior = read_names(root, "superior");
    office.address = root.text_or("address", "");
    office.phone = root.text_or("phone", "");
    office.website = root.text_or("website", "");
    office.standing = root.choice("standing", standings);
    office.standing_note = root.text_or("standing_note", "");
    if (auto agency = root.table("agency")) {
        office.agency_code = agency->text("code");
        const bool sound = office.agency_code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.") ==
                           std::string::npos;
        if (!sound || office.agency_code.size() > 35)
            agency->defect(
                "code", fmt::format("\"{}\" is no agency code", office.agency_code),
                "up to 35 digits, capital letters and dots, such as H55.242 (QĐ 20/2020/QĐ-TTg art. 4)");
        office.agency_code_standing = read_standing(*agency);
        agency->finish();
    }
    if (auto checkpoints = root.optional_table("checkpoints")) {
        constexpr int longest = 7 * 24 * 60;
        const CheckpointSettings usual;
        office.checkpoints.every = std::chrono::minutes{
            checkpoints->optional_integer("every_minutes", 1, longest).value_or(usual.every.count())};
        office.checkpoints.folder = checkpoints->text_or("folder", usual.folder);
        checkpoints->finish();
    }
    read_units(root, office, defects);
    read_roles(root, office);
    read_zones_and_counters(root, office, defects);
    read_office_hours(root);
    root.finish();
    return office;
}

}  // namespace

Office load_office(const std::filesystem::path& config, Defects& defects) {
    const auto file = TomlFile::read(config / "office.toml", defects);
    return file ? read_office(file->root(defects), defects) : Office{};
}

boost::json::object to_json(const Office& office) {
    boost::json::object text;
    put(text, "name", office.names);
    put(text, "superior", office.superior);
    put(text, "address", office.address);
    put(text, "phone", office.phone);
    put(text, "website", office.website);
    text["standing"] = to_string(office.standing);
    put(text, "standing_note", office.standing_note);
    boost::json::object agency{{"code", office.agency_code}};
    put(agency, office.agency_code_standing);
    text["agency"] = std::move(agency);

    if (office.checkpoints != CheckpointSettings{})
        text["checkpoints"] = {{"every_minutes", office.checkpoints.every.count()},
                               {"folder", office.checkpoints.folder}};

    boost::json::array units, roles, zones, counters;
    for (const auto& unit : office.units) {
        boost::json::object entry{{"id", unit.id}};
        put(entry, "name", unit.names);
        put(entry, "parent", unit.parent);
        if (unit.is_desk) entry["is_desk"] = true;
        if (unit.is_outside) entry["is_outside"] = true;
        put(entry, unit.standing);
        units.push_back(std::move(entry));
    }
    for (const auto& role : office.roles) {
        boost::json::object entry{{"id", role.id}};
        put(entry, "name", role.names);
        if (!role.reads_dossiers) entry["reads_dossiers"] = false;
        if (role.is_outside) entry["is_outside"] = true;
        roles.push_back(std::move(entry));
    }
    for (const auto& zone : office.zones) {
        boost::json::object entry{{"id", zone.id}};
        put(entry, "name", zone.names);
        put(entry, zone.standing);
        zones.push_back(std::move(entry));
    }
    for (const auto& counter : office.counters) {
        boost::json::object entry{{"id", counter.id}};
        put(entry, "name", counter.names);
        if (!counter.zones.empty())
            entry["zones"] = boost::json::array(counter.zones.begin(), counter.zones.end());
        counters.push_back(std::move(entry));
    }
    text["unit"] = std::move(units);
    text["role"] = std::move(roles);
    if (!zones.empty()) text["zone"] = std::move(zones);
    if (!counters.empty()) text["counter"] = std::move(counters);
    return text;
}

Office office_from_json(const boost::json::object& text) {
    Defects defects;
    Office office;
    if (const auto file = TomlFile::parse(toml_text(text), "adopted office", defects))
        office = read_office(file->root(defects), defects);
    if (!defects.empty()) throw DefinitionError(defects);
    return office;
}

DemoPeople load_demo_people(const std::filesystem::path& config, const Office& office, Defects& defects) {
    return load_people(config / "demo" / "people.toml", office, defects);
}

DemoPeople load_people(const std::filesystem::path& path, const Office& office, Defects& defects) {
    DemoPeople demo;
    const auto file = TomlFile::read(path, defects);
    if (!file) return demo;
    auto root = file->root(defects);

    Register people("person"), roles("role"), units("unit");
    for (const auto& role : office.roles)
        if (!role.is_outside) roles.define(role.id);
    for (const auto& unit : office.units)
        if (!unit.is_outside) units.define(unit.id);

    for (auto& entry : root.tables("person")) {
        DemoPerson person;
        person.id = read_id(entry);
        people.define(person.id, entry);
        person.name_vi = entry.text("name_vi");
        for (auto& held : entry.tables("roles")) {
            DemoPerson::Role role{held.text("role"), held.text("unit"), held.date("from"),
                                  held.optional_date("to")};
            roles.refer(role.role, held.place_of("role"));
            units.refer(role.unit, held.place_of("unit"));
            if (role.to && *role.to < role.from)
                held.defect("to", "it ends before it begins", "put the later date last");
            held.finish();
            person.roles.push_back(std::move(role));
        }
        for (auto& away : entry.optional_tables("absences")) {
            DemoPerson::Absence absence{away.date("from"), away.date("to"), away.text_or("note", "")};
            if (absence.to < absence.from)
                away.defect("to", "it ends before it begins", "put the later date last");
            away.finish();
            person.absences.push_back(std::move(absence));
        }
        entry.finish();
        demo.people.push_back(std::move(person));
    }
    for (auto& entry : root.optional_tables("substitution")) {
        DemoSubstitution one{entry.text("person"), entry.text("substitute"), entry.date("from"),
                             entry.date("to"), entry.text_or("reason", "")};
        people.refer(one.person, entry.place_of("person"));
        people.refer(one.substitute, entry.place_of("substitute"));
        if (one.to < one.from) entry.defect("to", "it ends before it begins", "put the later date last");
        entry.finish();
        demo.substitutions.push_back(std::move(one));
    }
    people.resolve(defects);
    roles.resolve(defects);
    units.resolve(defects);
    root.finish();
    return demo;
}

}  // namespace motcua::procedures
