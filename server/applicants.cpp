// GET /api/v1/applicants: whoever came before, recalled by tax or identity number, so that nobody is asked twice.
#include "procedures/dossier/fields.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>

namespace motcua::server {

using boost::json::object;

namespace {

// Of the dossiers in which the number stands somewhere; the applicant of an old enterprise is in all of them.
constexpr std::size_t looked_at = 50;
constexpr std::size_t shortest_number = 8;
constexpr std::size_t longest_number = 20;

bool tells_the_number(procedures::EventType type) {
    return type == procedures::EventType::submitted || type == procedures::EventType::intake_corrected;
}

std::string told(const boost::json::object& personal, std::string_view field) {
    return std::string(procedures::fields::text_or(personal, field));
}

}  // namespace

engine::Awaitable<Response> recall_applicant(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"id"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto* id = parameter(asked, "id");
    if (id == nullptr || id->size() < shortest_number || id->size() > longest_number)
        co_return problem(Fault::bad_parameter, asked.language, "id");
    auto question = question_of(asked);
    question.filter.kinds = all_kinds();
    auto page = *co_await read_page(asked, [&](storage::ViewsReader& reader) {
        return reader.search(*id, question.filter, question.moment, looked_at);
    });
    std::sort(page.rows.begin(), page.rows.end(),
              [](const auto& one, const auto& other) { return one.submitted_at > other.submitted_at; });
    boost::json::value applicant = nullptr;
    for (const auto& row : page.rows) {
        const auto snapshot = co_await asked.engine().dossier(row.id);
        if (!snapshot) continue;
        std::string number, email;
        for (const auto& event : co_await events_of(asked, *snapshot, tells_the_number)) {
            if (auto said = told(event.event.personal, "applicant.id"); !said.empty()) number = said;
            if (auto said = told(event.event.personal, "applicant.email"); !said.empty()) email = said;
        }
        // The number may be the owner's or the representative's.
        if (number != *id || row.applicant.empty()) continue;
        co_await tell_reading(asked, row.id);
        object known{{"id", *id}, {"name", row.applicant}, {"dossier", row.code.empty() ? row.id : row.code}};
        for (const auto& [key, value] : {std::pair{"phone", row.applicant_phone},
                                         {"address", row.applicant_address},
                                         {"email", email},
                                         {"zone", row.zone},
                                         {"project", row.project}})
            if (!value.empty()) known[key] = value;
        applicant = std::move(known);
        break;
    }
    co_return json_response({{"applicant", std::move(applicant)}, {"as_of", as_of_json(page.as_of)}});
}

}  // namespace motcua::server
