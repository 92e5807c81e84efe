// JSON commands: the body of a request, read as the server reads it, decided on by decide(), and its events written and
// read back. The first line of an input says who asks, where the dossier stands and what for:
//
//     an tiep-nhan act receive
//     {"all_right": true}
#include "engine/codec.hpp"
#include "procedures/text/catalogue.hpp"
#include "procedures/text/normalize.hpp"
#include "server/command_fields.hpp"
#include "server/resources.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <map>
#include <stdexcept>

namespace motcua::tests {
namespace {

using procedures::Command;
using procedures::CommandKind;
using server::Language;

constexpr std::array walked = {"gia-han-giay-phep-xay-dung", "cap-giay-phep-moi-truong",
                               "chap-thuan-chu-truong-dau-tu-ubnd-tinh"};
constexpr auto received_at = "2026-07-13T08:10";
constexpr auto now = "2026-07-14T09:00";

/// The office, and a dossier at every step that can be reached on some morning.
struct Prepared {
    Desk desk;
    const procedures::OfficeState office = desk.office();
    std::map<std::string, procedures::Dossier, std::less<>> by_step;

    Prepared() {
        for (const auto* procedure : walked) {
            Desk filed = desk;
            const auto id = filed.file(procedure, received_at);
            walk(filed, id);
        }
    }
    void walk(Desk at, const std::string& id) {
        const auto step = at.dossier(id).step;
        if (!by_step.emplace(step, at.dossier(id)).second) return;
        for (const auto& action : at.definition(id).step(step)->actions) {
            Desk after = at;
            try {
                if (after.drive(id, action.id, moment(received_at))) walk(after, id);
            } catch (const std::exception&) {
                // Not to be taken on this morning: other ways lead further.
            }
        }
    }
};

const Prepared& prepared() {
    static const Prepared all;
    return all;
}

/// Cuts the text up to `end` off the front.
std::string_view cut(std::string_view& rest, char end) {
    const auto at = rest.find(end);
    const auto part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
    return part;
}

/// A "no" is a whole sentence in both languages, whatever it is about.
void is_sayable(const procedures::Refusal& no, const procedures::Naming& naming) {
    for (const auto language : {Language::vi, Language::en}) {
        const auto response = server::problem(no, language, naming);
        boost::system::error_code error;
        const auto body = boost::json::parse(response.body, error);
        if (error || response.status < 400 || response.status > 499)
            found("a refusal that is no problem", response.body);
        if (std::string_view(body.at("detail").as_string()).empty())
            found("a refusal without a word", response.body);
    }
}

/// What happened can be kept, read back and taken into account.
void is_a_fact(const procedures::Event& event, const procedures::Dossier* before) {
    engine::SeededRandom random{1};
    storage::Record record;
    try {
        engine::write_record({1, 0, event.at, "", "", false}, event, random, record);
    } catch (const std::invalid_argument&) {
        return;  // has no canonical form: the writer makes a refusal of it
    }
    const auto back = engine::read_record(record).event;
    if (back.type != event.type || back.data != event.data || back.personal != event.personal)
        found("an event that does not read back", record.leaf + "\n" + record.personal);
    if (event.stream.starts_with("dossier:")) {
        auto after = before != nullptr ? *before : procedures::Dossier{};
        procedures::apply(after, back);
    } else {
        auto office = prepared().office;
        office.apply(back);
    }
}

void ask(std::string_view input) {
    auto head = cut(input, '\n');
    // As the server has them: from an address or a JSON text.
    if (!procedures::is_utf8(head)) return;
    Command command;
    command.actor = {std::string(cut(head, ' ')), {}, "http"};
    const auto place = prepared().by_step.find(cut(head, ' '));
    const auto kind = procedures::parse_command_kind(cut(head, ' '));
    // The others take what the program itself puts in.
    if (!kind || *kind > CommandKind::note) return;
    command.kind = *kind;
    command.action = head;
    const procedures::Dossier* dossier = place == prepared().by_step.end() ? nullptr : &place->second;
    if (command.kind == CommandKind::submit)
        dossier = nullptr;
    else if (dossier == nullptr)
        return;
    command.dossier = dossier != nullptr ? dossier->id : "d99";
    command.lookup_code = "ABCDEFGH2345";

    auto body = server::object_in(input, Language::vi);
    if (const auto* no = std::get_if<server::Response>(&body)) {
        if (no->status != 400) found("a body that cannot be read is a 400", no->body);
        return;
    }
    command.args = std::move(std::get<boost::json::object>(body));
    const auto& desk = prepared().desk;
    const procedures::Naming naming{desk.law().office.get(),
                                    dossier != nullptr ? desk.law().version(dossier->version) : nullptr};
    if (const auto no = server::settle_arguments(command)) return is_sayable(*no, {});
    const auto outcome = procedures::decide(desk.law(), prepared().office, dossier, command, moment(now));
    if (!outcome) return is_sayable(outcome.error(), naming);
    if (outcome->empty()) found("done, and nothing happened");
    for (const auto& event : *outcome) is_a_fact(event, dossier);
}

}  // namespace
}  // namespace motcua::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    motcua::tests::ask(motcua::tests::text_of(data, size));
    return 0;
}
