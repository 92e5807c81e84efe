// What the office offers, and the first page.
#include "procedures/text/explanation.hpp"
#include "server/pages.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace motcua::server {

using namespace procedures;

namespace {

/// The versions that receive dossiers today, by name.
std::vector<const Law::Version*> offered_today(const Law& law, LocalDate day) {
    std::vector<const Law::Version*> versions;
    for (const auto& [id, adopted] : law.by_id)
        if (const auto* version = law.in_force(id, day)) versions.push_back(version);
    return versions;
}

boost::json::object procedure_json(const Law::Version& version, Language language) {
    const auto& procedure = *version.procedure;
    boost::json::array limits;
    for (const auto& limit : procedure.limits)
        limits.push_back(boost::json::object{{"stage", limit.stage},
                                             {"name", in(language, limit.names)},
                                             {"allowance", written(limit.allowance(), language)},
                                             {"always", limit.when.always()}});
    boost::json::array attributes;
    for (const auto& attribute : procedure.attributes) {
        boost::json::array choices;
        for (const auto& choice : attribute.choices)
            choices.push_back(boost::json::object{{"id", choice.id}, {"name", in(language, choice.names)}});
        attributes.push_back(boost::json::object{{"id", attribute.id},
                                                 {"kind", to_string(attribute.kind)},
                                                 {"name", in(language, attribute.names)},
                                                 {"default", attribute.default_value},
                                                 {"choices", std::move(choices)}});
    }
    boost::json::array documents;
    for (const auto& document : procedure.documents)
        if (!document.output)
            documents.push_back(boost::json::object{{"id", document.id},
                                                    {"name", in(language, document.names)},
                                                    {"required", document.required},
                                                    {"always", document.when.always()}});
    return {{"id", procedure.id},
            {"national_code", procedure.national_code},
            {"name", in(language, procedure.names)},
            {"field", in(language, procedure.field)},
            {"version", version.hash},
            {"in_force_from", format_date(procedure.in_force_from)},
            {"demonstration", !procedure.is_approved()},
            {"online_level", procedure.online_level},
            {"limits", std::move(limits)},
            {"attributes", std::move(attributes)},
            {"documents", std::move(documents)}};
}

}  // namespace

engine::Awaitable<Response> list_procedures(Asked& asked) {
    const auto law = asked.engine().published().law();
    boost::json::array items;
    for (const auto* version : offered_today(*law, local_date(asked.now)))
        items.push_back(procedure_json(*version, asked.language));
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> home_page(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto language = page_language(asked.request);
    const Spoken say{language};
    auto page = framed_page(asked, say("Thủ tục đang tiếp nhận", "Procedures in force"), "");
    page.line("h1", say("Thủ tục đang tiếp nhận", "Procedures in force"));
    page.open("p")
        .line("a", {{"class", "button primary"}, {"href", "/dang-nhap"}},
              say("Đăng nhập cho cán bộ", "Sign in (staff)"))
        .text(" ")
        .line("a", {{"class", "button"}, {"href", "/tra-cuu"}}, say("Tra cứu hồ sơ", "Look up a dossier"))
        .text(" ")
        .line("a", {{"class", "button"}, {"href", "/thu-tuc"}}, say("Tìm thủ tục", "Find a procedure"))
        .close("p");
    page.open("table").open("thead").open("tr");
    page.line("th", {{"scope", "col"}}, say("Thủ tục", "Procedure"));
    page.line("th", {{"scope", "col"}}, say("Thời hạn giải quyết", "Time limit"));
    page.close("tr").close("thead").open("tbody");
    for (const auto* version : offered_today(*law, local_date(asked.now))) {
        const auto& procedure = *version->procedure;
        page.open("tr")
            .open("td")
            .link("/thu-tuc/" + procedure.id, in(language, procedure.names))
            .close("td");
        page.open("td");
        for (const auto& limit : procedure.limits)
            page.line("p",
                      fmt::format("{}: {}", in(language, limit.names), written(limit.allowance(), language)));
        page.close("td").close("tr");
    }
    page.close("tbody").close("table");
    page.open("p.small").text(say("Giao diện lập trình: ", "For programs: "));
    page.link("/api/v1/openapi.json", "/api/v1/openapi.json").close("p");
    co_return finished(std::move(page));
}

}  // namespace motcua::server
