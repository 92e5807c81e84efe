// A reminder for an applicant's own calendar (RFC 5545): the appointment of a dossier that he looked up. The code comes in a
// form's body, as for the look-up itself.
#include "procedures/text/explanation.hpp"
#include "server/form.hpp"
#include "server/lookup.hpp"
#include "server/pages.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

namespace motcua::server {

using namespace procedures;

namespace {

std::string utc(Instant moment) {
    return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(moment)));
}

std::string escaped_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c != '\r')
            out += c;
    }
    return out;
}

/// No line is longer than 75 bytes, and none breaks within a character.
void put_line(std::string& out, std::string line) {
    std::size_t room = 75;
    while (line.size() > room) {
        auto cut = room;
        while ((static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80) --cut;
        out += line.substr(0, cut) + "\r\n ";
        line.erase(0, cut);
        room = 74;
    }
    out += line + "\r\n";
}

}  // namespace

engine::Awaitable<Response> reminder_by_form(Asked& asked) {
    asked.language = page_language(asked.request);
    const Spoken say{asked.language};
    const auto said = form_of(asked.request).value_or(Fields{});
    const auto code = said.find("code");
    if (const auto wait = asked.api.asking_rate().too_often(asked.request.address, asked.now))
        co_return try_again_after(*wait, problem(Fault::too_many_requests, asked.language));
    if (code == said.end()) co_return redirect_to("/tra-cuu");
    const auto found = co_await progress_of(asked, code->second);
    if (!found) co_return redirect_to("/tra-cuu");
    const auto* text = found->at("appointment").if_string();
    const auto appointment = text == nullptr ? std::nullopt : parse_instant(std::string_view(*text));
    if (!appointment || !found->at("finished_at").is_null()) co_return redirect_to("/tra-cuu");
    const auto law = asked.engine().published().law();
    const auto& office = *law->office;
    const std::string_view official = found->at("code").as_string();
    std::string out;
    for (const auto* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//motcua//hen tra//VI",
                             "METHOD:PUBLISH", "BEGIN:VEVENT"})
        put_line(out, line);
    put_line(out, fmt::format("UID:{}@motcua", official));
    put_line(out, "DTSTAMP:" + utc(asked.now));
    put_line(out, "DTSTART:" + utc(*appointment));
    put_line(out, "DTEND:" + utc(*appointment));
    put_line(out, fmt::format("SUMMARY:{} {}", say("Hẹn trả kết quả hồ sơ", "Result of dossier"),
                              escaped_text(official)));
    std::string words(say("Mang theo giấy tiếp nhận hồ sơ và hẹn trả kết quả, giấy tờ tùy thân.",
                          "Bring the receipt and an identity paper."));
    if (found->at("provisional").as_bool())
        words += say("\nNgày hẹn là tạm tính: hãy tra cứu lại trước khi đến.",
                     "\nThe date is provisional: look it up again before coming.");
    put_line(out, "DESCRIPTION:" + escaped_text(words));
    put_line(out, "LOCATION:" + escaped_text(office.address.empty() ? in(asked.language, office.names)
                                                                    : std::string_view(office.address)));
    for (const auto* line : {"BEGIN:VALARM", "ACTION:DISPLAY"}) put_line(out, line);
    put_line(out, fmt::format("DESCRIPTION:{} {}", say("Hẹn trả kết quả hồ sơ", "Result of dossier"),
                              escaped_text(official)));
    for (const auto* line : {"TRIGGER:-P1D", "END:VALARM", "END:VEVENT", "END:VCALENDAR"})
        put_line(out, line);
    Response response;
    response.content_type = "text/calendar; charset=utf-8";
    response.fields.emplace_back("Content-Disposition",
                                 fmt::format("attachment; filename=\"hen-tra-{}.ics\"", official));
    response.body = std::move(out);
    co_return response;
}

}  // namespace motcua::server
