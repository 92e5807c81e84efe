// /api/v1/fees: what is still to be paid of all open dossiers, and what a day took in. A day is that of the journal's clock,
// so that a closing that was printed stays as it was.
#include "procedures/dossier/fields.hpp"
#include "procedures/text/normalize.hpp"
#include "server/dossier_json.hpp"
#include "server/lists.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using procedures::FeeMoment;
using storage::Seq;
namespace fields = procedures::fields;

namespace {

/// Whether it may be taken now: a fee of the receipt at once, one after it when a code is there, the last when the result is.
bool is_payable(const procedures::Dossier& dossier, FeeMoment moment) {
    switch (moment) {
        case FeeMoment::at_receipt: return true;
        case FeeMoment::after_receipt: return dossier.received_at.has_value();
        case FeeMoment::before_return: return dossier.kind == procedures::StepKind::finished;
    }
    return false;
}

/// A line of an open dossier that is not settled; in the order in which people came.
struct Line {
    engine::DossierSnapshot snapshot;
    const procedures::Fee* fee = nullptr;
    bool payable = false;

    std::string place() const {
        const auto& dossier = snapshot.dossier();
        return fmt::format("{}.{}.{}", dossier.submitted_at.time_since_epoch().count(), dossier.id, fee->id);
    }
};

struct Wanted {
    bool payable_only = true;
    std::string procedure;
    std::string words;  // folded
    std::string after;
    std::size_t limit = usual_page;
};

std::vector<Line> lines_of(const Asked& asked) {
    std::vector<Line> lines;
    const auto& published = asked.engine().published();
    const auto law = published.law();
    const auto office = published.office();
    for (auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        const auto* procedure = law->version(dossier.version);
        if (!dossier.is_open() || procedure == nullptr ||
            !procedures::may_see(*law, *office, dossier, asked.actor, asked.now))
            continue;
        for (const auto& fee : procedure->fees)
            if (fee.when.holds(dossier.attributes) && !dossier.fees.contains(fee.id))
                lines.push_back({{stored, law, office, 0}, &fee, is_payable(dossier, fee.moment)});
    }
    std::sort(lines.begin(), lines.end(),
              [](const Line& one, const Line& other) { return one.place() < other.place(); });
    return lines;
}

object line_json(const Line& line, const storage::DossierRow& row, Language language) {
    const auto& dossier = line.snapshot.dossier();
    const auto naming = naming_of(line.snapshot);
    return {
        {"dossier", dossier.id},
        {"code", dossier.code.empty() ? boost::json::value(nullptr) : boost::json::value(dossier.code)},
        {"version", dossier.version_number},
        {"procedure", object{{"id", naming.procedure->id}, {"name", in(language, naming.procedure->names)}}},
        {"applicant", row.applicant},
        {"step_name", step_name(naming, dossier.step, language)},
        {"fee", line.fee->id},
        {"name", in(language, line.fee->names)},
        {"amount", line.fee->amount ? boost::json::value(static_cast<std::int64_t>(*line.fee->amount))
                                    : boost::json::value(nullptr)},
        {"moment", to_string(line.fee->moment)},
        {"payable", line.payable}};
}

/// The first event recorded at `at` or later; head + 1 when there is none. Times never decrease.
Seq first_since(storage::JournalReader& journal, engine::Instant at) {
    Seq low = 1, high = journal.head() + 1;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto record = journal.find(middle);
        if (record && record->recorded_at_ms < at.time_since_epoch().count())
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

std::vector<storage::Projected> payments_of(storage::JournalReader& journal, procedures::LocalDate day) {
    std::vector<storage::Projected> out;
    auto from = first_since(journal, procedures::moment_of(day, {}));
    const auto end = first_since(journal, procedures::moment_of(day + std::chrono::days{1}, {}));
    while (from < end)
        from = journal.read(from, std::min<Seq>(end - from, 500), [&](const storage::Record& record) {
            if (record.type == to_string(procedures::EventType::fee_paid))
                out.push_back(storage::projected(record));
        });
    return out;
}

struct Sum {
    std::string name;
    std::int64_t amount = 0;
    std::int64_t count = 0;
};
using Sums = std::map<std::string, Sum, std::less<>>;

void add(Sums& sums, const std::string& key, std::string name, std::int64_t amount) {
    auto& sum = sums[key];
    sum.name = std::move(name);
    sum.amount += amount;
    ++sum.count;
}

array sums_json(const Sums& sums, std::string_view key) {
    array out;
    for (const auto& [id, sum] : sums)
        out.push_back(object{{key, id}, {"name", sum.name}, {"count", sum.count}, {"amount", sum.amount}});
    return out;
}

}  // namespace

engine::Awaitable<Response> list_due_fees(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"all", "procedure", "q", "limit", "cursor"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    Wanted wanted;
    const auto all = flag_parameter(asked, "all");
    if (!all) co_return problem(Fault::bad_parameter, asked.language, "all");
    wanted.payable_only = !*all;
    if (const auto* procedure = parameter(asked, "procedure")) wanted.procedure = *procedure;
    if (const auto* words = parameter(asked, "q")) wanted.words = procedures::fold_for_search(*words);
    if (const auto* cursor = parameter(asked, "cursor")) wanted.after = *cursor;
    if (!read_limit(asked, wanted.limit)) co_return problem(Fault::bad_parameter, asked.language, "limit");
    co_await views_are_current(asked);
    array items;
    std::string next;
    std::size_t total = 0;
    co_await asked.engine().run_blocking([&] {
        auto reader = asked.api.readers().lend();
        std::string last;
        for (const auto& line : lines_of(asked)) {
            const auto& dossier = line.snapshot.dossier();
            if ((wanted.payable_only && !line.payable) ||
                (!wanted.procedure.empty() && dossier.procedure != wanted.procedure))
                continue;
            // Without words a line that is on another page needs no name.
            const bool is_here = line.place() > wanted.after && items.size() < wanted.limit;
            if (wanted.words.empty() && !is_here) {
                ++total;
                if (line.place() > wanted.after) next = last;
                continue;
            }
            const auto row = reader->dossier(dossier.id);
            if (!row) continue;
            if (!wanted.words.empty() &&
                procedures::fold_for_search(dossier.code + " " + row->applicant).find(wanted.words) ==
                    std::string::npos)
                continue;
            ++total;
            if (is_here) {
                items.push_back(line_json(line, *row, asked.language));
                last = line.place();
            } else if (line.place() > wanted.after) {
                next = last;
            }
        }
    });
    co_return page_response(asked, "/api/v1/fees", std::move(items), next,
                            {asked.engine().published().head(), asked.now},
                            {{"total", static_cast<std::int64_t>(total)}});
}

engine::Awaitable<Response> close_cash(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"day", "person"}); !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    const auto asked_day = day_parameter(asked);
    if (!asked_day) co_return problem(Fault::bad_parameter, asked.language, "day");
    const auto day = *asked_day;
    const auto* person = parameter(asked, "person");
    std::vector<storage::Projected> payments;
    co_await asked.engine().run_blocking([&] { payments = payments_of(*asked.api.ports().journal(), day); });
    array items;
    Sums by_procedure, by_method, by_person;
    std::int64_t total = 0;
    for (const auto& paid : payments) {
        const auto& event = paid.event;
        if (person != nullptr && event.actor.person != *person) continue;
        const auto id = event.stream.substr(event.stream.find(':') + 1);
        const auto snapshot = co_await asked.engine().dossier(id);
        if (!snapshot || !procedures::may_see(*snapshot->law, *snapshot->office, snapshot->dossier(),
                                              asked.actor, asked.now))
            continue;
        const auto naming = naming_of(*snapshot);
        const auto amount = fields::number(event.data, "amount");
        const auto fee = std::string(fields::text(event.data, "fee"));
        const auto method = std::string(fields::text_or(event.data, "method"));
        std::string fee_name = fee, procedure_name = snapshot->dossier().procedure;
        if (naming.procedure != nullptr) {
            procedure_name = in(asked.language, naming.procedure->names);
            for (const auto& one : naming.procedure->fees)
                if (one.id == fee) fee_name = in(asked.language, one.names);
        }
        const auto text_or_null = [](std::string_view text) {
            return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
        };
        total += amount;
        items.push_back(
            object{{"event", paid.seq},
                   {"dossier", id},
                   {"code", text_or_null(snapshot->dossier().code)},
                   {"procedure", snapshot->dossier().procedure},
                   {"procedure_name", procedure_name},
                   {"fee", fee},
                   {"name", fee_name},
                   {"amount", amount},
                   {"method", text_or_null(method)},
                   {"receipt_number", text_or_null(fields::text_or(event.data, "receipt_number"))},
                   {"at", procedures::format_instant(event.at)},
                   {"recorded_by", event.actor.person}});
        add(by_procedure, snapshot->dossier().procedure, procedure_name, amount);
        add(by_method, method, method, amount);
        add(by_person, event.actor.person, event.actor.person, amount);
    }
    co_return json_response({{"day", procedures::format_date(day)},
                             {"items", std::move(items)},
                             {"total", total},
                             {"by_procedure", sums_json(by_procedure, "procedure")},
                             {"by_method", sums_json(by_method, "method")},
                             {"by_person", sums_json(by_person, "person")},
                             {"as_of", as_of_json({asked.engine().published().head(), asked.now})}});
}

}  // namespace motcua::server
