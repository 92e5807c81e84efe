// Thủ tục: what the office settles and what each asks for, for whoever wants to file, without script and without signing in.
// Everything comes from the definitions that the counter works by.
#include "procedures/definition/spoken.hpp"
#include "procedures/dossier/dates.hpp"
#include "procedures/text/explanation.hpp"
#include "procedures/text/normalize.hpp"
#include "server/pages.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

namespace motcua::server {

using namespace procedures;

namespace {

/// "450.000 đ"
std::string written_money(Dong amount) {
    auto digits = std::to_string(static_cast<std::int64_t>(amount));
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ".");
    return digits + " đ";
}

/// Conditions and the law's own words are Vietnamese in every language.
void put_vietnamese(HtmlWriter& page, std::string_view element, std::string_view text) {
    if (!text.empty()) page.line(element, {{"lang", "vi"}}, text);
}

void put_case(HtmlWriter& page, const Condition& when, const Procedure& procedure, const Spoken& say) {
    if (when.always()) return;
    page.open("p", {{"class", "small muted"}}).text(say("Khi: ", "When: "));
    page.line("span", {{"lang", "vi"}}, spoken(when, procedure)).close("p");
}

void put_heads(HtmlWriter& page, std::initializer_list<std::string_view> heads) {
    page.open("thead").open("tr");
    for (const auto head : heads) page.line("th", {{"scope", "col"}}, head);
    page.close("tr").close("thead").open("tbody");
}

void put_limits(HtmlWriter& page, const Procedure& procedure, const Spoken& say) {
    page.open("section.card").line("h2", say("Bao lâu", "How long"));
    for (const auto& limit : procedure.limits) {
        page.open("div").open("p");
        page.text(std::string(in(say.language, limit.names)) + ": ");
        page.line("strong", written(limit.allowance(), say.language)).close("p");
        if (limit.committed)
            page.line(
                "p", {{"class", "small muted"}},
                fmt::format("{} {}", say("Luật định", "By law"), written(limit.statutory, say.language)));
        put_case(page, limit.when, procedure, say);
        page.close("div");
    }
}

/// What a receipt at this moment would promise, for the case that the defaults describe.
void put_promise(HtmlWriter& page, const Asked& asked, const Procedure& procedure, const Spoken& say) {
    const auto law = asked.engine().published().law();
    const auto attributes = procedure.complete({});
    const auto chain = plan_stages(*law->calendar, procedure.stages_for(attributes), asked.now);
    if (!chain.empty()) {
        const auto due = end_of(chain);
        page.open("p", {{"class", "note"}})
            .text(say("Nếu hồ sơ đủ và được tiếp nhận hôm nay, hẹn trả: ",
                      "If all is there and it is received today, the result is due: "));
        page.line("strong", written(due.due, say.language));
        if (due.provisional) page.text(say(" (tạm tính)", " (provisional)"));
        page.close("p");
    }
    page.close("section");
}

std::string copies_of(const Document& document, const Spoken& say) {
    std::string out;
    const auto add = [&](int count, std::string_view what) {
        if (count > 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, what);
    };
    add(document.originals, say("bản chính", "original"));
    add(document.certified, say("bản sao chứng thực", "certified copy"));
    add(document.copies, say("bản chụp", "plain copy"));
    return out;
}

void put_documents(HtmlWriter& page, const Procedure& procedure, const Spoken& say) {
    page.open("section.card").line("h2", say("Cần mang gì", "What to bring"));
    page.line("p", fmt::format("{}: {}", say("Số bộ hồ sơ", "Sets"), procedure.dossier_sets));
    page.open("table").line("caption", {{"class", "visually-hidden"}}, say("Giấy tờ", "Papers"));
    put_heads(page, {say("Giấy tờ", "Paper"), say("Số lượng", "How many"), say("Mẫu", "Form")});
    for (const auto& document : procedure.documents) {
        if (document.output) continue;
        page.open("tr").open("td").text(in(say.language, document.names));
        if (!document.required) page.text(say(" (nếu có)", " (if any)"));
        put_case(page, document.when, procedure, say);
        if (!document.condition_vi.empty())
            page.line("p", {{"class", "small muted"}, {"lang", "vi"}}, document.condition_vi);
        page.close("td");
        page.line("td", copies_of(document, say));
        page.open("td").line("span", {{"lang", "vi"}}, document.form).close("td").close("tr");
    }
    page.close("tbody").close("table").close("section");
}

void put_fees(HtmlWriter& page, const Procedure& procedure, const Spoken& say) {
    page.open("section.card").line("h2", say("Bao nhiêu tiền", "How much"));
    if (procedure.fees.empty()) {
        page.line("p", say("Không thu phí, lệ phí.", "No fee and no charge."));
    } else {
        page.open("ul");
        for (const auto& fee : procedure.fees) {
            page.open("li").text(std::string(in(say.language, fee.names)) + ": ");
            page.line("strong", fee.amount ? written_money(*fee.amount)
                                           : std::string(say("theo quy định, hỏi tại quầy",
                                                             "as decreed: ask at the counter")));
            put_case(page, fee.when, procedure, say);
            page.close("li");
        }
        page.close("ul");
    }
    page.close("section");
}

void put_more(HtmlWriter& page, const Procedure& procedure, const Spoken& say) {
    page.open("section.card").line("h2", say("Thông tin khác", "More")).open("dl.facts");
    const auto line = [&](std::string_view name, std::string_view value, bool is_vietnamese = false) {
        if (value.empty()) return;
        page.line("dt", name);
        if (is_vietnamese)
            page.line("dd", {{"lang", "vi"}}, value);
        else
            page.line("dd", value);
    };
    line(say("Kết quả", "Result"), in(say.language, procedure.result.names));
    line(say("Mã thủ tục quốc gia", "National code"), procedure.national_code);
    line(say("Cơ quan quyết định", "Decided by"), in(say.language, procedure.decided_by));
    line(say("Cách nộp", "How to file"), procedure.channels_vi, true);
    line(say("Điều kiện", "Conditions"), procedure.conditions_vi, true);
    line(say("Có hiệu lực từ", "In force from"), written(procedure.in_force_from, say.language));
    page.close("dl");
    if (!procedure.applicants_vi.empty()) {
        page.line("h3", say("Ai nộp", "Who files")).open("ul");
        for (const auto& who : procedure.applicants_vi) put_vietnamese(page, "li", who);
        page.close("ul");
    }
    page.line("h3", say("Căn cứ pháp lý", "Legal basis")).open("ul");
    for (const auto& basis : procedure.legal_basis) put_vietnamese(page, "li", basis);
    page.close("ul").close("section");
}

/// The versions that receive dossiers today, by field and then by name.
std::map<std::string, std::vector<const Law::Version*>> by_field(const Law& law, LocalDate day,
                                                                 std::string_view wanted, Language language) {
    std::map<std::string, std::vector<const Law::Version*>> out;
    for (const auto& [id, adopted] : law.by_id) {
        const auto* version = law.in_force(id, day);
        if (version == nullptr) continue;
        const std::string name(in(language, version->procedure->names));
        const auto words = fold_for_search(name);
        bool fits = true;
        std::string_view rest = wanted;
        while (fits && !rest.empty()) {
            const auto word = rest.substr(0, rest.find(' '));
            fits = words.find(word) != std::string::npos;
            rest.remove_prefix(std::min(word.size() + 1, rest.size()));
        }
        if (fits) out[std::string(in(language, version->procedure->field))].push_back(version);
    }
    return out;
}

}  // namespace

engine::Awaitable<Response> procedures_page(Asked& asked) {
    const auto law = asked.engine().published().law();
    const Spoken say{page_language(asked.request)};
    const auto said = asked.query.find("q");
    const std::string text = said == asked.query.end() ? "" : said->second.substr(0, 100);
    auto page = framed_page(asked, say("Thủ tục hành chính", "Administrative procedures"), "");
    page.line("h1", say("Thủ tục hành chính", "Administrative procedures"));
    page.line("p", say("Chọn thủ tục để xem cần mang gì, bao lâu và bao nhiêu tiền.",
                       "Choose one to see what to bring, how long it takes and what it costs."));
    page.open("form", {{"method", "get"}, {"action", "/thu-tuc"}, {"role", "search"}, {"class", "card"}});
    page.open("div.field").line("label", {{"for", "q"}}, say("Tìm theo tên, không cần dấu", "Find by name"));
    page.open("input",
              {{"id", "q"}, {"name", "q"}, {"type", "search"}, {"maxlength", "100"}, {"value", text}});
    page.close("div");
    page.line("button", {{"class", "button"}, {"type", "submit"}}, say("Tìm", "Find")).close("form");
    const auto found = by_field(*law, local_date(asked.now), fold_for_search(text), say.language);
    if (found.empty())
        page.line("p", {{"class", "card"}, {"role", "status"}},
                  say("Không có thủ tục nào khớp. Thử ít chữ hơn.", "None fits. Try fewer words."));
    for (const auto& [field, versions] : found) {
        page.open("section.card").line("h2", field).open("ul");
        for (const auto* version : versions)
            page.open("li")
                .link("/thu-tuc/" + version->procedure->id, in(say.language, version->procedure->names))
                .close("li");
        page.close("ul").close("section");
    }
    co_return finished(std::move(page));
}

engine::Awaitable<Response> procedure_page(Asked& asked) {
    const auto law = asked.engine().published().law();
    const Spoken say{page_language(asked.request)};
    const auto* version = law->in_force(asked.parameters.front(), local_date(asked.now));
    if (version == nullptr) {
        auto page = framed_page(asked, say("Không có thủ tục này", "No such procedure"), "");
        page.line("h1", say("Không có thủ tục này", "No such procedure"));
        page.open("p").link("/thu-tuc", say("Xem mọi thủ tục", "See all procedures")).close("p");
        co_return finished(std::move(page), 404);
    }
    const auto& procedure = *version->procedure;
    const auto name = in(say.language, procedure.names);
    auto page = framed_page(asked, name, "");
    page.open("p").link("/thu-tuc", say("Mọi thủ tục", "All procedures")).close("p");
    page.line("h1", name).line("p", {{"class", "muted"}}, in(say.language, procedure.field));
    if (!procedure.is_approved())
        page.line("p", {{"class", "note"}},
                  say("Bản trình diễn: quy trình này chưa có quyết định phê duyệt.",
                      "A demonstration: no decision has approved this process yet."));
    put_documents(page, procedure, say);
    put_limits(page, procedure, say);
    put_promise(page, asked, procedure, say);
    put_fees(page, procedure, say);
    put_more(page, procedure, say);
    page.open("p")
        .line("a", {{"class", "button"}, {"href", "/tra-cuu"}},
              say("Tra cứu hồ sơ đã nộp", "Look up a dossier"))
        .close("p");
    co_return finished(std::move(page));
}

}  // namespace motcua::server
