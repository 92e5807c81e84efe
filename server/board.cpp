// How the office stands: counts with the list behind each number, what is overdue and on whose time, and reminders.
#include "procedures/text/catalogue.hpp"
#include "server/commanding.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <map>
#include <tuple>

namespace motcua::server {

using boost::json::array;
using boost::json::object;

namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

/// The list whose length a number is: the board's own question, narrowed.
std::string list_behind(const Parameters& asked, const Parameters& narrowed) {
    auto all = narrowed;
    all.insert(asked.begin(), asked.end());
    std::string target = "/api/v1/dossiers";
    char mark = '?';
    for (const auto& [name, value] : all) {
        target += fmt::format("{}{}={}", mark, name, percent_encoded(value));
        mark = '&';
    }
    return target;
}

/// Numbers of one kind, such as those of each unit.
class Sums {
public:
    void add(Parameters narrowed, std::uint64_t count) { sums_[std::move(narrowed)] += count; }

    template <class Describe> array json(const Parameters& asked, const Describe& describe) const {
        array out;
        for (const auto& [narrowed, count] : sums_) {
            object one = describe(narrowed);
            one["count"] = count;
            one["list"] = list_behind(asked, narrowed);
            out.push_back(std::move(one));
        }
        return out;
    }

private:
    std::map<Parameters, std::uint64_t> sums_;
};

/// Minutes of a dossier's time that stand against one holder.
struct Charge {
    std::string charged_to;
    procedures::Holder holder;
    auto key() const { return std::tie(charged_to, holder.unit, holder.role, holder.person); }
    bool operator<(const Charge& other) const { return key() < other.key(); }
};

array charges_json(const engine::DossierSnapshot& snapshot, const storage::ControlSlip& slip,
                   engine::Instant now, Language language) {
    std::map<Charge, std::int64_t> minutes;
    for (const auto& part : slip.handovers)
        minutes[{std::string(to_string(part.charged_to)), part.holder}] += procedures::count(part.minutes);
    // What has not been handed on yet runs against whoever answers for it now, while the clock does.
    const auto& dossier = snapshot.dossier();
    const auto& holder = dossier.sender ? *dossier.sender : dossier.holder;
    if (!dossier.finished_at && dossier.is_open())
        minutes[{holder.person.empty() ? "unit" : "officer", holder}] += procedures::count(
            snapshot.law->calendar->working_minutes_between(std::min(dossier.charged_until, now), now));
    const auto naming = naming_of(snapshot);
    array out;
    for (const auto& [charge, spent] : minutes)
        if (spent != 0)
            out.push_back(object{{"charged_to", charge.charged_to},
                                 {"unit", charge.holder.unit},
                                 {"unit_name", unit_name(naming, charge.holder.unit, language)},
                                 {"role", charge.holder.role},
                                 {"person", charge.holder.person},
                                 {"working_minutes", spent}});
    return out;
}

}  // namespace

engine::Awaitable<Response> read_board(Asked& asked) {
    if (const auto name = unknown_parameter(
            asked, {"state", "role", "unit", "person", "procedure", "step", "zone", "due_of", "timeliness"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    auto question = question_of(asked);
    const auto& law = question.law;
    if (const auto wrong = read_question(asked, question); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    read_place(asked, question.filter);
    co_await views_are_current(asked);
    storage::Board board;
    co_await asked.engine().run_blocking(
        [&] { board = asked.api.readers().lend()->board(question.filter, question.moment); });

    Parameters said(asked.query.begin(), asked.query.end());
    said.try_emplace("state", "open");
    Sums units, procedures_, steps, by_timeliness, cells;
    std::uint64_t total = 0;
    for (const auto& cell : board.cells) {
        const std::string timeliness(to_string(cell.timeliness));
        total += cell.count;
        units.add({{"unit", cell.holder.unit}}, cell.count);
        procedures_.add({{"procedure", cell.procedure}}, cell.count);
        steps.add({{"procedure", cell.procedure}, {"step", cell.step}}, cell.count);
        by_timeliness.add({{"timeliness", timeliness}}, cell.count);
        cells.add({{"unit", cell.holder.unit},
                   {"role", cell.holder.role},
                   {"person", cell.holder.person},
                   {"procedure", cell.procedure},
                   {"step", cell.step},
                   {"timeliness", timeliness}},
                  cell.count);
    }
    const auto day = procedures::local_date(asked.now);
    const auto describe = [&](const Parameters& narrowed) {
        const auto id = [&](std::string_view name) {
            const auto found = narrowed.find(name);
            return found == narrowed.end() ? std::string() : found->second;
        };
        object out;
        for (const auto& [name, value] : narrowed) out[name] = value;
        const auto* version = law->in_force(id("procedure"), day);
        const procedures::Naming naming{law->office.get(),
                                        version != nullptr ? version->procedure.get() : nullptr};
        if (narrowed.contains("unit")) out["unit_name"] = unit_name(naming, id("unit"), asked.language);
        if (version != nullptr) out["procedure_name"] = in(asked.language, version->procedure->names);
        if (narrowed.contains("step")) out["step_name"] = step_name(naming, id("step"), asked.language);
        if (const auto known = procedures::parse_timeliness(id("timeliness")))
            out["timeliness_name"] = name_of(*known, asked.language);
        return out;
    };
    co_return json_response({{"total", object{{"count", total}, {"list", list_behind(said, {})}}},
                             {"by_unit", units.json(said, describe)},
                             {"by_procedure", procedures_.json(said, describe)},
                             {"by_step", steps.json(said, describe)},
                             {"by_timeliness", by_timeliness.json(said, describe)},
                             {"cells", cells.json(said, describe)},
                             {"as_of", as_of_json(board.as_of)}});
}

engine::Awaitable<Response> list_breaches(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"role", "unit", "person", "procedure", "step", "zone",
                                                    "due_of", "finished", "limit", "cursor"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    auto question = question_of(asked);
    const auto finished = flag_parameter(asked, "finished");
    if (!finished) co_return problem(Fault::bad_parameter, asked.language, "finished");
    if (*finished) {
        question.filter.kinds = {procedures::StepKind::finished, procedures::StepKind::closed};
        question.filter.finished_late = true;
    } else {
        question.filter.timeliness = {procedures::Timeliness::overdue};
    }
    if (const auto wrong = read_question(asked, question); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    read_place(asked, question.filter);
    std::vector<storage::ControlSlip> slips;
    const auto page = co_await read_page(asked, [&](storage::ViewsReader& reader) {
        auto read = reader.worklist(question.filter, question.moment, question.limit, question.cursor);
        for (const auto& row : read.rows) slips.push_back(reader.control_slip(row.id));
        return read;
    });
    if (!page) co_return problem(Fault::bad_parameter, asked.language, "cursor");
    auto items = rows_json(asked, question, *page);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (const auto snapshot = co_await asked.engine().dossier(page->rows[i].id))
            items[i].as_object()["held_by"] = charges_json(*snapshot, slips[i], asked.now, asked.language);
    co_return page_response(asked, "/api/v1/breaches", std::move(items), page->next, page->as_of);
}

engine::Awaitable<Response> remind(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    procedures::Command command;
    command.kind = procedures::CommandKind::remind;
    command.args = std::move(std::get<object>(body));
    co_return co_await give_to_dossier(asked, std::move(command), false);
}

}  // namespace motcua::server
