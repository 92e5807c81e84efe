// …/dossiers/{dossier}/papers and /papers: printing, and showing again what was printed. decide() numbers a paper and the
// bytes carry the number: so the next number is asked for, the paper made with it and handed in, and made once more when
// somebody else was faster.
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/command_fields.hpp"
#include "server/commanding.hpp"
#include "server/lists.hpp"
#include "server/pages.hpp"
#include "server/papers/paper_html.hpp"
#include "server/papers/paper_pdf.hpp"
#include "server/papers/papers.hpp"
#include "storage/files.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using namespace procedures;

namespace {

constexpr int tries = 20;
constexpr std::string_view pdf_ending = ".pdf";
/// A dossier received on a Friday evening is handed over days later.
constexpr std::chrono::days longest_at_desk{21};

bool is_paper(EventType type) { return type == EventType::paper_issued; }

KeptPaper kept_paper(storage::Seq seq, const Event& event) {
    const auto& data = event.data;
    KeptPaper paper;
    paper.id = seq;
    paper.form = parse_paper_form(fields::text(data, "form")).value();
    paper.year = static_cast<int>(fields::number(data, "year"));
    paper.number = static_cast<int>(fields::number(data, "number"));
    paper.print = static_cast<int>(fields::number(data, "print"));
    paper.reason = parse_reprint_reason(fields::text_or(data, "reason"));
    paper.at = event.at;
    paper.by = event.actor.person;
    paper.digest = fields::text_or(event.personal, "digest");
    paper.size = fields::number(data, "size");
    paper.pdf_digest = fields::text_or(event.personal, "pdf_digest");
    if (data.contains("pdf_size")) paper.pdf_size = fields::number(data, "pdf_size");
    return paper;
}

/// `at` is the address of the papers, "/api/v1/dossiers/…/papers".
object paper_json(const KeptPaper& paper, const std::string& at, Language language) {
    const auto or_null = [](const std::string& text) {
        return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
    };
    object out{{"paper", paper.id},
               {"form", to_string(paper.form)},
               {"form_name", name_of(paper.form, language)},
               {"year", paper.year},
               {"number", paper.number},
               {"print", paper.print},
               {"issued_at", format_instant(paper.at)},
               {"issued_by", paper.by},
               {"digest", or_null(paper.digest)},
               {"size", paper.size},
               {"page", fmt::format("{}/{}", at, paper.id)},
               {"pdf_digest", or_null(paper.pdf_digest)},
               {"pdf_size", paper.pdf_size},
               {"pdf", fmt::format("{}/{}{}", at, paper.id, pdf_ending)}};
    out["reason"] = paper.reason ? boost::json::value(to_string(*paper.reason)) : boost::json::value(nullptr);
    return out;
}

std::string name_or_id(const PeopleNames& people, const std::string& person) {
    const auto& name = name_in(people, person);
    return name.empty() ? person : name;
}

/// What a QR leads to stands under the name by which the person asked; beyond loopback browsers insist on TLS.
std::string site_of(const Asked& asked, const Office& office) {
    if (asked.request.is_local && office.website.starts_with("http")) return office.website;
    const auto host = host_of(asked.request);
    const bool is_near =
        asked.request.is_local || host == "localhost" || host == "127.0.0.1" || host == "[::1]";
    return fmt::format("{}://{}", is_near ? "http" : "https", asked.request.field("host"));
}

std::string stored(storage::Files& files, std::string_view content) {
    const auto upload = files.begin();
    upload->write(content);
    return storage::to_hex(storage::bytes_of(upload->finish()));
}

/// Makes a paper with that number, or several that are one print; nothing while the views lag behind what it has to tell.
using Maker = std::function<std::vector<Paper>(storage::ViewsReader&, const PaperIssue&)>;

/// `naming`, `make` and `at` outlive it: GCC 12 destroys temporaries of an awaited call twice.
engine::Awaitable<Response> hand_in(Asked& asked, Command command, const Naming& naming, const Maker& make,
                                    const std::string& at) {
    auto* files = asked.api.ports().files;
    if (files == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    command.key = std::get<std::string>(key);
    command.actor = asked.actor;
    auto answer = co_await asked.engine().submit(command);
    for (int i = 0; i < tries && answer.kind == engine::Answer::Kind::refused &&
                    answer.refusal.code == Refusal::Code::paper_not_prepared;
         ++i) {
        const auto told = [&](std::string_view name) {
            return number_in<int>(answer.refusal.argument(name)).value();
        };
        PaperIssue issue;
        issue.year = told("year");
        issue.number = told("number");
        issue.print = told("print");
        issue.at = asked.now;
        issue.reason = parse_reprint_reason(fields::text_or(command.args, "reason"));
        issue.site = site_of(asked, *asked.engine().published().law()->office);
        issue.training = asked.api.options().demonstration;
        PreparedPaper prepared{issue.year, issue.number, issue.print, {}, {}, 0, 0};
        bool is_made = false;
        co_await asked.engine().run_blocking([&] {
            auto reader = asked.api.readers().lend();
            const auto papers = make(*reader.operator->(), issue);
            if (papers.empty()) return;
            const auto page = papers_html(papers);
            prepared.digest = stored(*files, page);
            prepared.size = static_cast<std::int64_t>(page.size());
            const auto pdf = papers_pdf(papers);
            prepared.pdf_digest = stored(*files, pdf);
            prepared.pdf_size = static_cast<std::int64_t>(pdf.size());
            is_made = true;
        });
        if (!is_made)
            co_return try_again_after(std::chrono::seconds{1}, problem(Fault::overloaded, asked.language));
        command.paper = std::move(prepared);
        answer = co_await asked.engine().submit(command);
    }
    if (!answer.done()) co_return problem(answer, asked.language, naming);
    const auto kept = kept_paper(answer.receipt.first, answer.receipt.events.front());
    auto response = json_response(paper_json(kept, at, asked.language), 201);
    say_if_replayed(response, answer.receipt.repeated);
    response.fields.emplace_back("Location", fmt::format("{}/{}", at, kept.id));
    co_return response;
}

/// The dossier's events, oldest first, when the views have come to its head.
std::optional<std::vector<storage::Projected>> all_events(storage::ViewsReader& reader,
                                                          const engine::DossierSnapshot& snapshot) {
    std::vector<storage::Projected> events;
    storage::Seq from = 0;
    do {
        auto trail = reader.trail(snapshot.dossier().id, 500, from);
        std::move(trail.events.begin(), trail.events.end(), std::back_inserter(events));
        from = trail.next;
    } while (from != 0);
    std::reverse(events.begin(), events.end());
    if (events.empty() || events.back().seq < snapshot.stored->head) return std::nullopt;
    return events;
}

std::vector<storage::DossierRow> rows_received(storage::ViewsReader& reader, LocalDate from, LocalDate to) {
    std::vector<storage::DossierRow> rows;
    std::string cursor;
    do {
        auto page = reader.register_of({from, to, {}, {}}, 1000, cursor);
        std::move(page.rows.begin(), page.rows.end(), std::back_inserter(rows));
        cursor = page.next;
    } while (!cursor.empty());
    return rows;
}

/// Whether the desk handed it to the unit on that day.
bool was_handed_over(storage::ViewsReader& reader, const Office& office, const storage::DossierRow& row,
                     LocalDate day, std::string_view unit) {
    const auto slip = reader.control_slip(row.id);
    return std::any_of(slip.handovers.begin(), slip.handovers.end(), [&](const storage::Handover& one) {
        const auto* from = office.unit(one.holder.unit);
        return from != nullptr && from->is_desk && one.received_by && one.received_by->unit == unit &&
               local_date(one.until) == day;
    });
}

/// A page as it was issued, whatever the program would make of it today.
Response kept_page(std::string content) {
    const auto style = style_source_of(content);
    auto response = html_response(std::move(content), style);
    response.fields.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

Response kept_pdf(std::string content, const KeptPaper& paper) {
    Response response;
    response.content_type = "application/pdf";
    response.fields.emplace_back(
        "Content-Disposition",
        fmt::format("inline; filename=\"{}-{}-{}.pdf\"", to_string(paper.form), paper.year, paper.number));
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    response.fields.emplace_back("Cache-Control", "private, no-cache");
    response.body = std::move(content);
    return response;
}

/// "412", "412.pdf", or on pages the form's name for its last print.
const KeptPaper* paper_named(const std::vector<KeptPaper>& papers, std::string_view name) {
    const auto id = name.substr(0, name.find('.'));
    const auto found = std::find_if(papers.rbegin(), papers.rend(), [&](const KeptPaper& one) {
        return std::to_string(one.id) == id || to_string(one.form) == id;
    });
    return found == papers.rend() ? nullptr : &*found;
}

engine::Awaitable<Response> show(Asked& asked, const std::string& dossier, const KeptPaper& paper) {
    const bool as_pdf = asked.parameters.back().ends_with(pdf_ending);
    auto content = co_await kept_content(asked, dossier, paper.id, as_pdf ? paper.pdf_digest : paper.digest);
    if (auto* no = std::get_if<Response>(&content)) co_return std::move(*no);
    if (as_pdf) co_return kept_pdf(std::move(std::get<std::string>(content)), paper);
    co_return kept_page(std::move(std::get<std::string>(content)));
}

}  // namespace

std::vector<KeptPaper> kept_papers(const std::vector<storage::Projected>& events) {
    std::vector<KeptPaper> papers;
    for (const auto& told : events)
        if (is_paper(told.event.type)) papers.push_back(kept_paper(told.seq, told.event));
    return papers;
}

engine::Awaitable<std::vector<KeptPaper>> papers_of(Asked& asked, const engine::DossierSnapshot& snapshot) {
    const auto events = co_await events_of(asked, snapshot, is_paper);
    co_return kept_papers(events);
}

engine::Awaitable<Response> list_papers(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto& dossier = snapshot.dossier();
    const auto at = fmt::format("/api/v1/dossiers/{}/papers", dossier.id);
    array items;
    const auto kept = co_await papers_of(asked, snapshot);
    for (const auto& paper : kept) items.push_back(paper_json(paper, at, asked.language));
    array due;
    const auto& forms = snapshot.law->rules->forms_for(local_date(dossier.received_at.value_or(asked.now)));
    for (const auto& paper : dossier.papers) {
        const auto* form = forms.form(to_string(paper.form));
        if (form == nullptr) continue;
        due.push_back(object{
            {"form", to_string(paper.form)},
            {"form_name", name_of(paper.form, asked.language)},
            {"form_number", form->number},
            {"called_at", format_instant(paper.called)},
            {"number", paper.prints == 0 ? boost::json::value(nullptr) : boost::json::value(paper.number)},
            {"prints", paper.prints}});
    }
    co_return json_response({{"id", dossier.id}, {"due", std::move(due)}, {"items", std::move(items)}});
}

engine::Awaitable<Response> issue_paper(Asked& asked) {
    auto read = body_of(asked);
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto snapshot = std::get<engine::DossierSnapshot>(std::move(seen));
    Command command;
    command.kind = CommandKind::issue_paper;
    command.dossier = snapshot.dossier().id;
    command.args = std::move(std::get<object>(read));
    if (auto no = unknown_field(asked, command.args, {"form", "reason"})) co_return std::move(*no);
    if (const auto no = settle_arguments(command))
        co_return problem(*no, asked.language, naming_of(snapshot));
    const auto form = parse_paper_form(fields::text_or(command.args, "form"));
    const auto* version = snapshot.law->version(snapshot.dossier().version);
    const Maker make = [&](storage::ViewsReader& reader, const PaperIssue& issue) -> std::vector<Paper> {
        const auto events = all_events(reader, snapshot);
        if (!events) return {};
        const auto people = reader.people();
        const auto slip = reader.control_slip(snapshot.dossier().id);
        auto mine = issue;
        mine.by = name_or_id(people, asked.actor.person);
        mine.training = issue.training || !version->is_approved();
        return {paper_of(*form, {*snapshot.law, snapshot.dossier(), *events, slip.handovers, people, mine})};
    };
    co_await asked.engine().views_reach(snapshot.stored->head);
    const auto naming = naming_of(snapshot);
    const auto at = fmt::format("/api/v1/dossiers/{}/papers", snapshot.dossier().id);
    co_return co_await hand_in(asked, std::move(command), naming, make, at);
}

engine::Awaitable<Response> read_paper(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto papers = co_await papers_of(asked, snapshot);
    const auto* paper = paper_named(papers, asked.parameters.back());
    if (paper == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    co_return co_await show(asked, snapshot.dossier().id, *paper);
}

engine::Awaitable<Response> issue_list(Asked& asked) {
    auto read = body_of(asked);
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    Command command;
    command.kind = CommandKind::issue_paper;
    command.args = std::move(std::get<object>(read));
    if (auto no = unknown_field(asked, command.args,
                                {"form", "year", "unit", "day", "reservation", "outage", "reason"}))
        co_return std::move(*no);
    if (const auto no = settle_arguments(command)) co_return problem(*no, asked.language, {});
    const auto law = asked.engine().published().law();
    const auto form = parse_paper_form(fields::text_or(command.args, "form"));
    const auto day = parse_date(fields::text_or(command.args, "day")).value_or(local_date(asked.now));
    const std::string unit(fields::text_or(command.args, "unit"));
    const auto numbered = [&](std::string_view field) {
        const auto* value = command.args.if_contains(field);
        return value != nullptr && value->is_int64() ? value->get_int64() : 0;
    };
    const auto reservation = numbered("reservation");
    const auto outage = numbered("outage");
    const Maker make = [&](storage::ViewsReader& reader, const PaperIssue& issue) -> std::vector<Paper> {
        const auto people = reader.people();
        auto mine = issue;
        mine.by = name_or_id(people, asked.actor.person);
        // As the office stands now: a number that was settled a moment ago is on the list.
        const auto office = asked.engine().published().office();
        const auto& outages = office->outages;
        if (form == PaperForm::blank_receipt) {
            const auto* kept = outages.reservation(reservation);
            return kept != nullptr ? blank_receipts(*kept, outages, *law, mine) : std::vector<Paper>();
        }
        if (form == PaperForm::outage_list) {
            const auto* declared = outages.find(outage);
            if (declared == nullptr) return {};
            return {outage_list(*declared, outages, *law, people, mine)};
        }
        if (form == PaperForm::register_) {
            const std::chrono::year year{issue.year};
            const auto rows = rows_received(reader, LocalDate{year / 1 / 1}, LocalDate{year / 12 / 31});
            return {register_of_year(issue.year, {*law, rows, people, mine})};
        }
        auto rows = rows_received(reader, day - longest_at_desk, day);
        std::erase_if(rows, [&](const storage::DossierRow& row) {
            return !was_handed_over(reader, *law->office, row, day, unit);
        });
        return {hand_over_list(day, unit, {*law, rows, people, mine})};
    };
    co_await views_are_current(asked);
    const Naming naming{law->office.get(), nullptr};
    const std::string at = "/api/v1/papers";
    co_return co_await hand_in(asked, std::move(command), naming, make, at);
}

engine::Awaitable<Response> read_list(Asked& asked) {
    const auto office = asked.engine().published().office();
    if (const auto no = objection_to_any_of(*office, asked.actor,
                                            {"clerk", "desk_head", "records", "manager", "leader", "auditor"},
                                            local_date(asked.now)))
        co_return problem(*no, asked.language, {});
    const auto& name = asked.parameters.front();
    const auto id = number_in<storage::Seq>(name.substr(0, name.find('.')));
    std::optional<storage::Record> record;
    if (id) co_await asked.engine().run_blocking([&] { record = asked.api.ports().journal()->find(*id); });
    if (!record) co_return problem(Fault::no_such_resource, asked.language);
    const auto told = storage::projected(*record);
    if (!is_paper(told.event.type) || told.event.stream != office_stream)
        co_return problem(Fault::no_such_resource, asked.language);
    const auto paper = kept_paper(told.seq, told.event);
    const std::string of_the_office(office_stream);
    co_return co_await show(asked, of_the_office, paper);
}

}  // namespace motcua::server
