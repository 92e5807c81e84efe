// What the office offers, and the first page.
#include "procedures/text/explanation.hpp"
#include "server/html.hpp"
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

namespace motcua::server {

using namespace procedures;

namespace {

constexpr std::string_view stylesheet = R"(:root{color-scheme:light}
body{font:16px/1.5 "Segoe UI",Roboto,"Noto Sans",sans-serif;color:#1b2430;background:#f6f7f9;max-width:60rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.6rem;margin:0 0 .25rem;color:#7a1620}h2{font-size:1.15rem;margin:2rem 0 .5rem}
p{margin:.25rem 0 .75rem}a{color:#0b5394}
table{border-collapse:collapse;width:100%;background:#fff}th,td{text-align:left;vertical-align:top;padding:.5rem .75rem;border:1px solid #d5dae1}
th{background:#eef1f5}code,pre{font:14px/1.5 ui-monospace,"Cascadia Mono",Consolas,monospace}
pre{background:#fff;border:1px solid #d5dae1;padding:.75rem;overflow-x:auto}
.note{background:#fff3d1;color:#7a4b00;padding:.5rem .75rem;border-left:4px solid #c77700}
)";

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

engine::Awaitable<Response> style(Asked&) {
    Response response;
    response.content_type = "text/css; charset=utf-8";
    response.body = std::string(stylesheet);
    co_return response;
}

engine::Awaitable<Response> home_page(Asked& asked) {
    const auto law = asked.engine().published().law();
    const auto language = asked.language;
    const bool vi = language == Language::vi;
    const auto name = law->office ? in(language, law->office->names)
                                  : std::string(vi ? "Bộ phận Một cửa" : "One-stop desk");
    HtmlWriter page(to_string(language), name);
    page.line("h1", name);
    page.line("p", vi ? "motcua: tiếp nhận, giải quyết và trả kết quả thủ tục hành chính theo cơ chế một cửa."
                      : "motcua: receives, settles and returns administrative dossiers at one desk.");
    if (asked.api.options().demonstration)
        page.line("p.note",
                  vi ? "Văn phòng trình diễn: người, hồ sơ và ngày hẹn đều không có giá trị pháp lý."
                     : "A demonstration office: its people, dossiers and dates have no legal effect.");
    page.line("h2", vi ? "Thủ tục đang tiếp nhận" : "Procedures in force").open("table").open("tr");
    page.line("th", vi ? "Thủ tục" : "Procedure")
        .line("th", vi ? "Thời hạn giải quyết" : "Time limit")
        .close("tr");
    for (const auto* version : offered_today(*law, local_date(asked.now))) {
        const auto& procedure = *version->procedure;
        page.open("tr")
            .open("td")
            .text(in(language, procedure.names))
            .open("br")
            .line("code", procedure.id)
            .close("td");
        page.open("td");
        for (const auto& limit : procedure.limits)
            page.line("p",
                      fmt::format("{}: {}", in(language, limit.names), written(limit.allowance(), language)));
        page.close("td").close("tr");
    }
    page.close("table");
    page.line("h2", vi ? "Giao diện lập trình" : "For programs");
    page.open("ul").open("li").link("/api/v1/procedures", "/api/v1/procedures").close("li");
    page.open("li").link("/readyz?verbose", "/readyz?verbose").close("li").close("ul");
    page.line(
        "p",
        vi ? "Nộp, xử lý và xem hồ sơ qua /api/v1/dossiers; việc của một người qua /api/v1/worklist?person=…"
           : "Submit, act on and read dossiers at /api/v1/dossiers; a person's work is at "
             "/api/v1/worklist?person=…");
    co_return html_response(page.take());
}

}  // namespace motcua::server
