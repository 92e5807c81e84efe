// motcua calendar: a notice that changes working days, shown before it moves anything.
#include "app/asking.hpp"
#include "app/verbs.hpp"
#include "procedures/text/explanation.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace motcua::app {

namespace {

using boost::json::object;

struct Options : AskOptions {
    std::string notice;
    std::vector<std::string> off, work;
    bool move = false;
    bool leave = false;

    procedures::Language in() const {
        return language == "en" ? procedures::Language::en : procedures::Language::vi;
    }
};

/// "2026-11-23" or "2026-11-23=Nghỉ hoán đổi".
boost::json::array days_of(const std::vector<std::string>& said) {
    boost::json::array out;
    for (const auto& day : said) {
        const auto equals = day.find('=');
        const auto date = day.substr(0, equals);
        if (!procedures::parse_date(date))
            throw UsageError(fmt::format("\"{}\" is no date; write it as 2026-11-23", date));
        object one{{"date", date}};
        if (equals != std::string::npos) one["name"] = day.substr(equals + 1);
        out.push_back(std::move(one));
    }
    return out;
}

object body_of(const Options& options) {
    object body;
    if (!options.off.empty()) body["off"] = days_of(options.off);
    if (!options.work.empty()) body["work"] = days_of(options.work);
    if (!options.notice.empty()) body["notice"] = options.notice;
    return body;
}

std::string when(const boost::json::value& at, procedures::Language language) {
    const auto* text = at.if_string();
    const auto moment = text != nullptr ? procedures::parse_instant(std::string_view(*text)) : std::nullopt;
    return moment ? procedures::written(*moment, language) : "–";
}

/// Who moves, from when to when.
std::string effects_text(const object& answer, const Options& options) {
    const bool vi = options.in() == procedures::Language::vi;
    std::string moving;
    std::size_t count = 0;
    std::size_t staying = 0;
    for (const auto& item : answer.at("dossiers").as_array()) {
        const auto& one = item.as_object();
        if (one.at("change") == "same_day") {
            ++staying;
            continue;
        }
        ++count;
        const auto& appointment = one.at("appointment").as_object();
        const auto& due = one.at("legal_due").as_object();
        moving +=
            fmt::format("  {:<20} {} → {}", std::string_view(one.at("code").as_string()),
                        when(appointment.at("from"), options.in()), when(appointment.at("to"), options.in()));
        if (due.at("from") != appointment.at("from") || due.at("to") != appointment.at("to"))
            moving += fmt::format(" ({} {} → {})", vi ? "hạn" : "legal due",
                                  when(due.at("from"), options.in()), when(due.at("to"), options.in()));
        moving += fmt::format("  {} · {}\n",
                              std::string_view(one.at("procedure").as_object().at("name").as_string()),
                              std::string_view(one.at("applicant").as_string()));
    }
    std::string out =
        count == 0
            ? (vi ? "Không hồ sơ đang giải quyết nào đổi ngày hẹn.\n" : "No open dossier's date changes.\n")
            : fmt::format("{} {}\n", count, vi ? "hồ sơ đổi ngày:" : "dossiers whose dates change:");
    out += moving;
    if (staying > 0)
        out += fmt::format(
            "{} {}\n", staying,
            vi ? "hồ sơ giữ ngày hẹn, chỉ đổi hạn bước hoặc hết tạm tính."
               : "dossiers keep their date: only a step's date moves, or it is no longer provisional.");
    return out;
}

std::string state_text(const object& answer, procedures::Language language) {
    const bool vi = language == procedures::Language::vi;
    const auto state = std::string_view(answer.at("state").as_string());
    if (state == "new")
        return vi ? "Mới là xem trước: chưa ai đề nghị lịch này (motcua calendar propose).\n"
                  : "A preview: nobody has proposed this calendar (motcua calendar propose).\n";
    if (state == "proposed")
        return vi ? "Lịch này đang chờ người thứ hai; lãnh đạo chọn --move hoặc --leave.\n"
                  : "This calendar waits for a second person; a head chooses --move or --leave.\n";
    return vi ? "Lịch đang dùng; lãnh đạo chọn --move hoặc --leave.\n"
              : "The calendar in force; a head chooses --move or --leave.\n";
}

int propose(const Options& options) {
    Asking asking(options);
    const auto answer = asking.post("/api/v1/calendar/proposals", body_of(options));
    return tell(options, answer, effects_text(answer, options) + state_text(answer, options.in()));
}

int apply(const Options& options) {
    auto body = body_of(options);
    Asking asking(options);
    if (!options.move && !options.leave) {
        const auto answer = asking.post("/api/v1/calendar/preview", body);
        return tell(options, answer, effects_text(answer, options) + state_text(answer, options.in()));
    }
    body["choice"] = options.move ? "move" : "leave";
    const auto answer = asking.post("/api/v1/calendar/notices", body);
    const bool vi = options.in() == procedures::Language::vi;
    const bool finished = answer.at("finished").as_bool();
    auto text = effects_text(answer, options);
    if (options.leave)
        text += vi ? "Các hồ sơ trên giữ nguyên ngày.\n" : "These keep their dates.\n";
    else if (finished)
        text += fmt::format(fmt::runtime(vi ? "Đã dời {} hồ sơ; báo cho người nộp theo danh sách trên.\n"
                                            : "{} dossiers were moved; tell the applicants listed above.\n"),
                            answer.at("moved").to_number<std::uint64_t>());
    else
        text += vi ? "Chưa xong: phần còn lại được làm tiếp khi máy chủ khởi động lại.\n"
                   : "Not finished: what is left goes on when the server starts again.\n";
    text += vi ? "Ghi các ngày này vào config/calendar để lần nạp sau không khác.\n"
               : "Enter these days in config/calendar, so that the next reload does not differ.\n";
    return tell(options, answer, text) == success && finished ? success : failure;
}

}  // namespace

void add_calendar(CLI::App& program, Run& run) {
    auto* noun = program.add_subcommand("calendar", "Notices that change working days");
    noun->require_subcommand(1);
    noun->footer(
        R"(A notice declares days off or worked. One person proposes the calendar with these days; a head of office
sees which open dossiers would move, from when to when, and chooses: --move moves them, in batches, each with an
event; --leave lets them keep their dates. Dossiers received from then on are counted by the new calendar.

Examples:
  motcua calendar apply --off 2026-11-23 --notice "Thông báo 1234/TB-BNV" --data office --as xuan
  motcua calendar propose --off 2026-11-23="Nghỉ hoán đổi dịp 24/11" --work 2026-11-28 \
      --notice "Thông báo 1234/TB-BNV ngày 22/11/2026" --data office --as khoa
  motcua calendar apply --data office --as xuan
  motcua calendar apply --data office --as xuan --move)");
    const auto options = std::make_shared<Options>();
    const auto verb = [&](const char* name, const char* what, int (*work)(const Options&)) {
        auto* added = noun->add_subcommand(name, what);
        options->add_to(*added);
        added->add_option("--off", options->off, "A day declared off: DATE or DATE=NAME; may be repeated");
        added->add_option("--work", options->work,
                          "A day declared worked: DATE or DATE=NAME; may be repeated");
        added->add_option("--notice", options->notice, "The notice: number, date, whose");
        added->add_option("--key", options->key, "Idempotency key");
        added->callback([options, work, &run] {
            run = [options, work] { return asked(*options, "calendar", [&] { return work(*options); }); };
        });
        return added;
    };
    verb("propose", "Propose the calendar with these days; another person applies it", propose);
    auto* applying =
        verb("apply",
             "Show which dossiers the days, the proposed calendar or the one in force would move; "
             "with a choice, carry it out",
             apply);
    auto* moving = applying->add_flag("--move", options->move, "Adopt the calendar and move them");
    applying->add_flag("--leave", options->leave, "Adopt the calendar; they keep their dates")
        ->excludes(moving);
}

}  // namespace motcua::app
