// /api/v1/journal/export: exactly what a filter of the journal shows, as a file for a spreadsheet or another program. That
// it left, by which filter and how many, is journaled before it does.
#include "server/dossier_json.hpp"
#include "server/journal_search.hpp"
#include "server/lists.hpp"
#include "server/people.hpp"
#include "server/reports/wanted.hpp"
#include "server/reports/workbook.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace motcua::server {

using boost::json::object;
using procedures::format_instant;
using reports::Cell;
using reports::Table;

namespace {

struct WantedFile {
    std::string format = "csv";
    char separator = ';';  // a comma is the decimal point here
};

std::string read_file_wish(const Asked& asked, WantedFile& file) {
    if (const auto* format = parameter(asked, "format")) {
        if (*format != "csv" && *format != "jsonl" && *format != "xlsx") return "format";
        file.format = *format;
    }
    if (const auto* separator = parameter(asked, "separator")) {
        const auto read = reports::parse_separator(*separator);
        if (!read) return "separator";
        file.separator = *read;
    }
    return {};
}

/// The filter as it was asked for, so that it can be asked again.
std::string filter_of(const Asked& asked) {
    std::string out;
    for (const auto name : journal_filter)
        if (const auto* said = parameter(asked, name))
            out += fmt::format("{}{}={}", out.empty() ? "" : "&", name, percent_encoded(*said));
    return out;
}

/// What goes into the file, written as it is found.
class Gathered {
public:
    Gathered(const Asked& asked, WantedFile file, const PeopleNames& people)
        : asked_(asked),
          file_(std::move(file)),
          people_(people),
          law_(asked.engine().published().law()) {
        const auto said = [&](const char* vi, const char* en) {
            return std::string(asked.language == Language::en ? en : vi);
        };
        table_.name = table_.title = said("Nhật ký", "Journal");
        table_.row_title = said("Số", "No.");
        table_.columns = {{"recorded_at", said("Ghi lúc", "Recorded"), "", false},
                          {"at", said("Xảy ra lúc", "Happened"), "", false},
                          {"actor", said("Người", "Person"), "", false},
                          {"actor_name", said("Họ tên", "Name"), "", false},
                          {"for", said("Thay cho", "For"), "", false},
                          {"via", said("Qua", "Via"), "", false},
                          {"type", said("Loại", "Type"), "", false},
                          {"type_name", said("Việc", "Act"), "", false},
                          {"object", said("Đối tượng", "Object"), "", false},
                          {"data", said("Nội dung", "Content"), "", false},
                          {"personal", said("Dữ liệu cá nhân", "Personal data"), "", false}};
    }

    void add(const storage::Projected& event) {
        auto told = event_json(event, {law_->office.get(), nullptr}, asked_.language);
        const auto* personal = told.if_contains("personal");
        has_personal_ = has_personal_ || personal != nullptr;
        ++count_;
        if (file_.format == "jsonl") {
            told["object"] = event.event.stream;
            lines_ += boost::json::serialize(told) + '\n';
            return;
        }
        const auto& actor = event.event.actor;
        table_.rows.push_back(
            {{},
             std::to_string(event.seq),
             {Cell(event.recorded_at), Cell(event.event.at), Cell(actor.person),
              Cell(people_.contains(actor.person) ? name_in(people_, actor.person) : std::string()),
              Cell(actor.on_behalf_of), Cell(actor.via), Cell(std::string(to_string(event.event.type))),
              Cell(std::string(name_of(event.event.type, asked_.language))), Cell(event.event.stream),
              Cell(boost::json::serialize(event.event.data)),
              Cell(personal != nullptr ? boost::json::serialize(*personal) : std::string())}});
    }

    reports::Written file(storage::Seq head) {
        if (file_.format == "jsonl") return {std::move(lines_), "application/jsonl; charset=utf-8", count_};
        if (file_.format == "csv")
            return {reports::csv_of(table_, file_.separator), "text/csv; charset=utf-8", count_};
        for (const auto name : journal_filter)
            if (const auto* said = parameter(asked_, name)) table_.filter.emplace_back(name, *said);
        table_.filter.emplace_back("as_of",
                                   fmt::format("{} · {}", format_instant(asked_.now), std::to_string(head)));
        return {reports::workbook_of({table_}), std::string(reports::workbook_type), count_};
    }

    std::size_t count() const { return count_; }
    bool has_personal() const { return has_personal_; }

private:
    const Asked& asked_;
    const WantedFile file_;
    const PeopleNames& people_;
    std::shared_ptr<const procedures::Law> law_;
    Table table_;
    std::string lines_;
    std::size_t count_ = 0;
    bool has_personal_ = false;
};

engine::Awaitable<engine::Answer> tell_export(Asked& asked, const std::string& format,
                                              const Gathered& gathered) {
    procedures::Command command;
    command.kind = procedures::CommandKind::record_export;
    command.actor = asked.actor;
    command.args = {{"what", "journal:" + format}, {"count", static_cast<std::int64_t>(gathered.count())}};
    if (auto filter = filter_of(asked); !filter.empty()) command.args["filter"] = std::move(filter);
    if (gathered.has_personal()) command.args["personal"] = true;
    co_return co_await asked.engine().submit(std::move(command));
}

}  // namespace

engine::Awaitable<Response> export_journal(Asked& asked) {
    if (const auto name = unknown_parameter(
            asked, {"actor", "action", "object", "from", "to", "refused", "format", "separator"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    JournalQuestion question;
    WantedFile wanted;
    auto wrong = co_await read_journal_question(asked, question);
    if (wrong.empty()) wrong = read_file_wish(asked, wanted);
    if (!wrong.empty()) co_return problem(Fault::bad_parameter, asked.language, wrong);
    const auto most = asked.api.options().largest_export;
    const auto people = co_await names_of_people(asked);
    Gathered gathered(asked, wanted, people);
    bool is_too_much = false;
    Stretch left;
    storage::Seq head = 0;
    co_await asked.engine().run_blocking([&] {
        const auto journal = asked.api.ports().journal();
        head = journal->head();
        left = stretch_of(*journal, question);
    });
    // In portions, so that others may use the thread in between.
    while (left.end > left.begin && !is_too_much)
        co_await asked.engine().run_blocking([&] {
            left.end = look_back(*asked.api.ports().journal(), question, left, [&](auto&& event) {
                is_too_much = gathered.count() == most;
                if (!is_too_much) gathered.add(event);
                return !is_too_much;
            });
        });
    if (is_too_much)
        co_return problem(Fault::export_too_large, asked.language, {},
                          {{"most", static_cast<std::int64_t>(most)}});
    reports::Written file;
    co_await asked.engine().run_blocking([&] { file = gathered.file(head); });
    auto told = co_await tell_export(asked, wanted.format, gathered);
    if (!told.done())
        co_return problem(told, asked.language, {asked.engine().published().law()->office.get(), nullptr});
    co_return reports::as_file(
        std::move(file),
        fmt::format("journal-{}.{}", procedures::format_date(procedures::local_date(asked.now)),
                    wanted.format));
}

}  // namespace motcua::server
