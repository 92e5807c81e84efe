// Tra cứu: an applicant asks how his dossier stands, without script and without signing in. Typed codes come in a form's body,
// so that none stands in an address, a history or a log; the QR of a receipt leads to an address that holds them, for a telephone
// has nothing else.
#include "procedures/text/explanation.hpp"
#include "server/form.hpp"
#include "server/lookup.hpp"
#include "server/pages.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

namespace motcua::server {

using namespace procedures;

namespace {

std::string text_of(const boost::json::object& from, std::string_view key) {
    const auto* value = from.if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// A moment of the answer in words; "" when there is none.
std::string moment_of(const boost::json::object& from, std::string_view key, Language language) {
    const auto moment = parse_instant(text_of(from, key));
    return moment ? written(*moment, language) : std::string();
}

void put_answer(HtmlWriter& page, const boost::json::object& found, const Spoken& say) {
    const auto language = say.language;
    page.open("section", {{"class", "card"}, {"aria-labelledby", "answer"}});
    page.line("h2", {{"id", "answer"}}, text_of(found, "label"));
    page.open("dl.facts");
    const auto line = [&](std::string_view name, const std::string& value) {
        if (!value.empty()) page.line("dt", name).line("dd", value);
    };
    line(say("Mã hồ sơ", "Code"), text_of(found, "code"));
    line(say("Thủ tục", "Procedure"), text_of(found, "procedure"));
    line(say("Người nộp", "Applicant"), text_of(found, "applicant"));
    line(say("Đang ở", "With"), text_of(found, "department"));
    line(say("Tiếp nhận", "Received"), moment_of(found, "received_at", language));
    auto appointment = moment_of(found, "appointment", language);
    if (!appointment.empty() && found.at("provisional").as_bool())
        appointment += say(" (tạm tính)", " (provisional)");
    line(say("Hẹn trả kết quả", "Appointment"), appointment);
    line(say("Có kết quả", "Result ready"), moment_of(found, "finished_at", language));
    page.close("dl");
    if (const auto* counted = found.if_contains("counted");
        counted != nullptr && !counted->as_array().empty()) {
        page.line("h3", say("Cách tính ngày hẹn trả", "How the date was counted"));
        for (const auto& stage : counted->as_array())
            page.line("p", fmt::format("{} – {}: {}", text_of(stage.as_object(), "name"),
                                       text_of(stage.as_object(), "allowance"),
                                       text_of(stage.as_object(), "text")));
    }
    if (!appointment.empty() && text_of(found, "finished_at").empty())
        page.open("form", {{"method", "post"}, {"action", "/tra-cuu/nhac-hen"}})
            .open("input", {{"type", "hidden"}, {"name", "code"}, {"value", text_of(found, "code")}})
            .line("button", {{"class", "button"}, {"type", "submit"}},
                  say("Thêm ngày hẹn vào lịch (.ics)", "Put the date into a calendar (.ics)"))
            .close("form");
    page.close("section");
}

struct Question {
    std::string code;
    std::string error;
    std::optional<boost::json::object> found;
    int status = 200;
};

Response show(Asked& asked, const Question& question) {
    const Spoken say{page_language(asked.request)};
    const auto title = say("Tra cứu hồ sơ", "Look up a dossier");
    auto page = framed_page(asked, title, "", question.error, "#code");
    if (question.found) put_answer(page, *question.found, say);
    page.open("form", {{"method", "post"}, {"action", "/tra-cuu"}, {"class", "card"}});
    page.open("div.field")
        .line("label", {{"for", "code"}}, say("Mã hồ sơ", "Code of the dossier"))
        .line("span", {{"class", "hint"}, {"id", "code-hint"}},
              say("In trên giấy hẹn, ví dụ H55.242-261125-0001", "On the receipt, like H55.242-261125-0001"))
        .open("input", {{"id", "code"},
                        {"name", "code"},
                        {"type", "text"},
                        {"autocomplete", "off"},
                        {"autocapitalize", "characters"},
                        {"spellcheck", "false"},
                        {"aria-describedby", "code-hint"},
                        {"value", question.code},
                        {"maxlength", "64"},
                        {"required", ""}})
        .close("div");
    page.open("div.field")
        .line("label", {{"for", "lookup"}}, say("Mã tra cứu (nếu có)", "Look-up code (if at hand)"))
        .line("span", {{"class", "hint"}, {"id", "lookup-hint"}},
              say("In cạnh mã hồ sơ trên giấy hẹn; cho biết thêm nơi đang giải quyết và cách tính ngày hẹn.",
                  "Beside the code on the receipt; it also tells who has the dossier and how the date was "
                  "counted."))
        .open("input", {{"id", "lookup"},
                        {"name", "lookup"},
                        {"type", "text"},
                        {"autocomplete", "off"},
                        {"autocapitalize", "characters"},
                        {"spellcheck", "false"},
                        {"aria-describedby", "lookup-hint"},
                        {"maxlength", "64"}})
        .close("div");
    page.line("button", {{"class", "button primary"}, {"type", "submit"}}, say("Tra cứu", "Look up"));
    page.close("form");
    page.line("p.small", say("Trang này không hiện họ tên đầy đủ, giấy tờ hay ý kiến nội bộ.",
                             "This page shows no full names, papers or internal remarks."));
    return finished(std::move(page), question.status);
}

}  // namespace

engine::Awaitable<Response> lookup_page(Asked& asked) {
    // The address on a receipt that was written by hand names its code: typed already, asked by whoever opened it.
    constexpr std::size_t longest = 64;
    Question question;
    if (!asked.parameters.empty()) question.code = asked.parameters.front().substr(0, longest);
    co_return show(asked, question);
}

namespace {

/// `lookup` "" asks by the code alone.
engine::Awaitable<Response> answer_to(Asked& asked, Question question, const std::string& lookup) {
    asked.language = page_language(asked.request);
    const Spoken say{asked.language};
    if (const auto wait = asked.api.asking_rate().too_often(asked.request.address, asked.now)) {
        question.status = 429;
        question.error = fmt::format(fmt::runtime(say("Đã tra cứu nhiều lần. Hãy thử lại sau {} giây.",
                                                      "Too many look-ups. Try again in {} seconds.")),
                                     wait->count());
        co_return try_again_after(*wait, show(asked, question));
    }
    if (lookup.empty()) {
        question.found = co_await progress_of(asked, question.code);
    } else {
        question.found = co_await own_progress_of(asked, question.code, lookup);
    }
    if (!question.found) {
        // One sentence for whatever is wrong: it tells nobody which codes there are.
        question.status = 404;
        question.error = say("Không tìm thấy hồ sơ với thông tin đã nhập. Hãy xem lại trên giấy hẹn.",
                             "No dossier was found with what was typed. Look again at the receipt.");
    }
    co_return show(asked, question);
}

}  // namespace

engine::Awaitable<Response> look_up_by_form(Asked& asked) {
    const auto said = form_of(asked.request).value_or(Fields{});
    Question question;
    question.code = field_in(said, "code");
    const auto lookup = field_in(said, "lookup");
    co_return co_await answer_to(asked, std::move(question), lookup);
}

engine::Awaitable<Response> lookup_by_link(Asked& asked) {
    // "<code>.<look-up code>"; a code may hold dots itself.
    const auto& token = asked.parameters.front();
    const auto dot = token.rfind('.');
    Question question;
    question.code = token.substr(0, dot);
    // Without its second half a link tells nothing, not even what the code alone would.
    const bool is_whole = dot != std::string::npos && dot + 1 < token.size();
    const std::string lookup = is_whole ? token.substr(dot + 1) : "-";
    auto response = co_await answer_to(asked, std::move(question), lookup);
    response.fields.emplace_back("X-Robots-Tag", "noindex");
    co_return response;
}

}  // namespace motcua::server
