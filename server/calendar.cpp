// /api/v1/calendar: a notice that changes working days. First what it moves is seen; a head of office
// chooses whether open dossiers move; then they are moved in batches.
#include "engine/notice.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/text/catalogue.hpp"
#include "procedures/text/explanation.hpp"
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace motcua::server {

using namespace procedures;

namespace {

/// A calendar that somebody means, how it stands, and the notice behind it.
struct Meant {
    engine::LawText text;  // empty text: the one in force
    std::shared_ptr<const WorkCalendar> calendar;
    std::string notice;
    std::string state;  // in_force | proposed | new
};

using Choice = std::variant<Meant, Response>;

bool may_be_noticed(LocalDate day) {
    const int year{std::chrono::year_month_day{day}.year()};
    return year >= WorkCalendar::first_year && year <= WorkCalendar::last_year;
}

/// Reads "off" and "work": lists of dates, or of {date, name}.
std::optional<Response> read_days(const Asked& asked, const boost::json::object& body,
                                  const std::string& notice, std::vector<CalendarDay>& days) {
    for (const bool work : {false, true}) {
        const auto* list = body.if_contains(work ? "work" : "off");
        if (list == nullptr) continue;
        if (!list->is_array()) return wrong_field(asked, work ? "work" : "off", "list");
        for (const auto& item : list->get_array()) {
            const auto* object = item.if_object();
            const auto* said = object != nullptr ? object->if_contains("date") : &item;
            const auto date = said != nullptr && said->is_string()
                                  ? parse_date(std::string_view(said->get_string()))
                                  : std::nullopt;
            if (!date || !may_be_noticed(*date)) return wrong_field(asked, work ? "work" : "off", "date");
            CalendarDay day{*date, work ? DayKind::swap_work : DayKind::swap_off, work,
                            work ? "Làm việc bù" : "Nghỉ theo thông báo", notice};
            if (const auto* name = object != nullptr ? object->if_contains("name") : nullptr)
                if (name->is_string() && !name->get_string().empty()) day.name = name->get_string();
            const auto known = std::find_if(days.begin(), days.end(),
                                            [&](const CalendarDay& one) { return one.date == *date; });
            if (known != days.end()) return wrong_field(asked, work ? "work" : "off", "not_among_choices");
            days.push_back(std::move(day));
        }
    }
    return std::nullopt;
}

/// The notices behind the days in which the calendars differ.
std::string notice_between(const WorkCalendar& before, const WorkCalendar& after) {
    std::string out;
    for (const auto& day : after.content().days) {
        const auto& old = before.content().days;
        const bool same = std::any_of(old.begin(), old.end(), [&](const CalendarDay& one) {
            return one.date == day.date && one.work == day.work && one.kind == day.kind &&
                   one.notice == day.notice;
        });
        if (same || day.notice.empty() || out.find(day.notice) != std::string::npos) continue;
        out += (out.empty() ? "" : "; ") + day.notice;
    }
    return out;
}

Meant of_proposal(const Law& law, const std::string& hash, const OfficeState::Proposal& proposal) {
    auto calendar = std::make_shared<const WorkCalendar>(
        calendar_from_json(boost::json::parse(*proposal.text).as_object()));
    auto notice = notice_between(*law.calendar, *calendar);
    return {{proposal.kind, proposal.id, hash, *proposal.text},
            std::move(calendar),
            std::move(notice),
            "proposed"};
}

/// Days that are said; else the calendar that waits for approval; else the one in force.
Choice meant_by(const Asked& asked, const boost::json::object& body) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    std::string notice;
    if (const auto* said = body.if_contains("notice")) {
        if (!said->is_string()) return wrong_field(asked, "notice", "text");
        notice = said->get_string();
    }
    if (auto no = unknown_field(asked, body, {"notice", "off", "work", "choice"})) return std::move(*no);
    std::vector<CalendarDay> days;
    if (auto no = read_days(asked, body, notice, days)) return std::move(*no);
    if (!days.empty()) {
        auto text = engine::calendar_with(law->calendar->content(), days);
        if (text.hash == law->calendar_hash) return Meant{{}, law->calendar, notice, "in_force"};
        auto calendar = std::make_shared<const WorkCalendar>(
            calendar_from_json(boost::json::parse(text.text).as_object()));
        const bool known = office->proposed_law.contains(text.hash);
        return Meant{std::move(text), std::move(calendar), notice, known ? "proposed" : "new"};
    }
    std::vector<Meant> waiting;
    for (const auto& [hash, proposal] : office->proposed_law)
        if (proposal.kind == "calendar") waiting.push_back(of_proposal(*law, hash, proposal));
    if (waiting.size() > 1) return problem(Fault::which_proposal, asked.language);
    auto out = waiting.empty() ? Meant{{}, law->calendar, "", "in_force"} : std::move(waiting.front());
    if (!notice.empty()) out.notice = notice;
    return out;
}

boost::json::object date_pair(const std::optional<Instant>& from, const std::optional<Instant>& to,
                              Language language) {
    const auto one = [](const std::optional<Instant>& at) {
        return at ? boost::json::value(format_instant(*at)) : boost::json::value(nullptr);
    };
    boost::json::object out{{"from", one(from)}, {"to", one(to)}};
    if (to) out["to_text"] = written(*to, language);
    return out;
}

/// Those of the list whom the asker may see, with the applicant to be told.
boost::json::array moved_json(const Asked& asked, const std::vector<engine::MovedDossier>& list) {
    const auto law = asked.engine().published().law();
    const auto office = asked.engine().published().office();
    auto rows = asked.api.readers().lend();
    boost::json::array out;
    for (const auto& moved : list) {
        const auto& dossier = moved.stored->dossier;
        if (!may_see(*law, *office, dossier, asked.actor, asked.now)) continue;
        const auto* procedure = law->version(dossier.version);
        const auto row = rows->dossier(dossier.id);
        out.push_back(boost::json::object{
            {"id", dossier.id},
            {"code", dossier.code},
            {"procedure",
             boost::json::object{{"id", dossier.procedure}, {"name", in(asked.language, procedure->names)}}},
            {"applicant", row ? row->applicant : ""},
            {"step", dossier.step},
            {"change", to_string(moved.change())},
            {"legal_due", date_pair(dossier.legal_due->due, moved.counted.legal_due.due, asked.language)},
            {"appointment", date_pair(dossier.appointment, moved.counted.appointment, asked.language)},
            {"step_due",
             date_pair(dossier.step_due, moved.counted.step_due ? moved.counted.step_due : dossier.step_due,
                       asked.language)},
            {"provisional", moved.counted.legal_due.provisional}});
    }
    return out;
}

/// What the calendar would move, as the asker may see it.
engine::Awaitable<boost::json::array> effects(Asked& asked, const WorkCalendar& calendar) {
    co_await views_are_current(asked);
    boost::json::array out;
    co_await asked.engine().run_blocking([&] {
        const auto law = asked.engine().published().law();
        out = moved_json(asked, engine::moved_by(calendar, *law, asked.engine().published()));
    });
    co_return out;
}

boost::json::object effects_json(const Meant& meant, const Law& law, boost::json::array dossiers) {
    return {{"calendar", meant.text.hash.empty() ? law.calendar_hash : meant.text.hash},
            {"state", meant.state},
            {"notice", meant.notice},
            {"count", dossiers.size()},
            {"dossiers", std::move(dossiers)}};
}

}  // namespace

engine::Awaitable<Response> preview_notice(Asked& asked) {
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    auto choice = meant_by(asked, std::get<boost::json::object>(body));
    if (auto* no = std::get_if<Response>(&choice)) co_return std::move(*no);
    const auto& meant = std::get<Meant>(choice);
    auto dossiers = co_await effects(asked, *meant.calendar);
    co_return json_response(effects_json(meant, *asked.engine().published().law(), std::move(dossiers)));
}

engine::Awaitable<Response> propose_calendar(Asked& asked) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& said = std::get<boost::json::object>(body);
    if (!said.contains("off") && !said.contains("work")) co_return wrong_field(asked, "off", "required");
    if (!said.contains("notice")) co_return wrong_field(asked, "notice", "required");
    auto choice = meant_by(asked, said);
    if (auto* no = std::get_if<Response>(&choice)) co_return std::move(*no);
    auto& meant = std::get<Meant>(choice);
    const auto law = asked.engine().published().law();
    if (meant.text.hash.empty())
        co_return problem(refuse(Refusal::Code::law_unchanged, {{"hash", law->calendar_hash}}),
                          asked.language, {});
    const auto answer = co_await asked.engine().submit(
        engine::law_command(CommandKind::propose_law, meant.text, asked.actor, std::get<std::string>(key)));
    if (!answer.done()) co_return problem(answer, asked.language, {law->office.get(), nullptr});
    meant.state = "proposed";
    auto dossiers = co_await effects(asked, *meant.calendar);
    co_return json_response(effects_json(meant, *law, std::move(dossiers)), 201);
}

engine::Awaitable<Response> apply_notice(Asked& asked) {
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    const auto& own_key = std::get<std::string>(key);
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    const auto& said = std::get<boost::json::object>(body);
    auto chosen = meant_by(asked, said);
    if (auto* no = std::get_if<Response>(&chosen)) co_return std::move(*no);
    const auto& meant = std::get<Meant>(chosen);
    auto law = asked.engine().published().law();
    const Naming naming{law->office.get(), nullptr};

    Command apply;
    apply.kind = CommandKind::apply_notice;
    apply.actor = asked.actor;
    apply.key = own_key + ":apply";
    apply.args = {{"notice", meant.notice}, {"calendar", law->calendar_hash}};
    if (const auto* choice = said.if_contains("choice")) apply.args["choice"] = *choice;
    if (!meant.text.hash.empty()) {
        // What would be refused afterwards is refused before the calendar is adopted.
        const auto office = asked.engine().published().office();
        if (const auto first = decide(*law, *office, nullptr, apply, asked.now); !first)
            co_return problem(first.error(), asked.language, naming);
        const auto adopted = co_await asked.engine().submit(
            engine::law_command(CommandKind::adopt_law, meant.text, asked.actor, own_key));
        if (!adopted.done()) co_return problem(adopted, asked.language, naming);
        law = asked.engine().published().law();
        apply.args["calendar"] = meant.text.hash;
    }
    auto dossiers = co_await effects(asked, *law->calendar);
    const auto answer = co_await asked.engine().submit(apply);
    if (!answer.done()) co_return problem(answer, asked.language, naming);
    engine::CarriedOut carried;
    co_await asked.engine().run_blocking([&] {
        carried = engine::carry_out_notice(asked.engine().published(), engine::submit_to(asked.engine()));
    });
    auto out = effects_json(meant, *law, std::move(dossiers));
    out["calendar"] = law->calendar_hash;
    out["state"] = "in_force";
    out["choice"] = apply.args.at("choice");
    out["moved"] = carried.moved.size();
    out["finished"] = carried.finished;
    auto response = json_response(std::move(out));
    say_if_replayed(response, answer.receipt.repeated);
    co_return response;
}

}  // namespace motcua::server
