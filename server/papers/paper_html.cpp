#include "server/papers/paper_html.hpp"

#include "server/html.hpp"
#include "server/papers/barcode.hpp"
#include "storage/proofs/hash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <span>

namespace motcua::server {

namespace {

constexpr double bar_height_mm = 12.5;
constexpr double module_mm = 0.33;
constexpr double widest_bars_mm = 92;
constexpr double qr_mm = 22;
constexpr int bar_quiet = 10;
constexpr int qr_quiet = 4;

std::string_view class_of(PaperSize size) {
    switch (size) {
        case PaperSize::a5: return "a5";
        case PaperSize::a4: return "a4";
        case PaperSize::a4_wide: return "a4w";
    }
    return "a5";
}

void put_bars(HtmlWriter& page, const std::string& code) {
    const auto widths = code128(code);
    if (widths.empty()) return;
    const int modules = std::accumulate(widths.begin(), widths.end(), 2 * bar_quiet);
    std::string path;
    int x = bar_quiet;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (i % 2 == 0) path += fmt::format("M{} 0h{}v1h-{}z", x, widths[i], widths[i]);
        x += widths[i];
    }
    page.open("svg", {{"class", "bars"},
                      {"role", "img"},
                      {"aria-label", "Mã vạch " + code},
                      {"viewBox", fmt::format("0 0 {} 1", modules)},
                      {"preserveAspectRatio", "none"},
                      {"shape-rendering", "crispEdges"},
                      {"width", fmt::format("{:.1f}mm", std::min(widest_bars_mm, modules * module_mm))},
                      {"height", fmt::format("{}mm", bar_height_mm)}});
    page.open("path", {{"d", path}}).close("path").close("svg");
}

void put_qr(HtmlWriter& page, const std::string& content, std::string_view label, double least_mm) {
    const auto code = qr_code(content);
    std::string path;
    for (int y = 0; y < code.side; ++y)
        for (int x = 0; x < code.side; ++x) {
            if (!code.is_dark(x, y)) continue;
            int run = 1;
            while (x + run < code.side && code.is_dark(x + run, y)) ++run;
            path += fmt::format("M{} {}h{}v1h-{}z", x + qr_quiet, y + qr_quiet, run, run);
            x += run;
        }
    const int side = code.side + 2 * qr_quiet;
    // So much measure the modules alone, the quiet zone comes on top.
    const double mm = least_mm * side / code.side;
    page.open("svg", {{"class", "qr"},
                      {"role", "img"},
                      {"aria-label", label},
                      {"viewBox", fmt::format("0 0 {} {}", side, side)},
                      {"shape-rendering", "crispEdges"},
                      {"width", fmt::format("{:.1f}mm", mm)},
                      {"height", fmt::format("{:.1f}mm", mm)}});
    page.open("path", {{"d", path}}).close("path").close("svg");
}

void put(HtmlWriter& page, const PaperPoint& point) {
    page.open("p").text(point.label + ": ");
    page.line(point.strong ? "strong" : "span", point.value).close("p");
}

void put(HtmlWriter& page, const PaperText& text) {
    page.open("p").line(text.strong ? "strong" : "span", text.text).close("p");
}

void put(HtmlWriter& page, const PaperQr& qr) { put_qr(page, qr.content, qr.label, PaperQr::side_mm); }

void put(HtmlWriter& page, const PaperBlank& blank) {
    for (int i = 0; i < blank.lines; ++i) {
        page.open("p.blank");
        if (i == 0) page.line("span", blank.label + ":");
        page.open("span.dots").close("span").close("p");
    }
}

void put(HtmlWriter& page, const PaperTable& table) {
    const int shares = std::accumulate(table.columns.begin(), table.columns.end(), 0,
                                       [](int sum, const PaperColumn& one) { return sum + one.share; });
    page.open(table.to_fill_in ? "table.fill" : "table").open("colgroup");
    for (const auto& column : table.columns)
        page.open("col", {{"width", fmt::format("{:.2f}%", 100.0 * column.share / shares)}});
    page.close("colgroup").open("thead").open("tr");
    for (const auto& column : table.columns) page.line("th", {{"scope", "col"}}, column.title);
    page.close("tr").close("thead").open("tbody");
    for (const auto& row : table.rows) {
        page.open("tr");
        for (std::size_t i = 0; i < row.size(); ++i)
            page.line(table.columns[i].centred ? "td.mid" : "td", row[i]);
        page.close("tr");
    }
    page.close("tbody").close("table");
}

void put_head(HtmlWriter& page, const Paper& paper, const std::string& copy) {
    page.open("header.head").open("div").line("p", paper.superior).line("p.by", paper.office).close("div");
    page.open("div")
        .line("p.motto", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        .line("p.by", "Độc lập - Tự do - Hạnh phúc")
        .close("div")
        .close("header");
    page.open("div.numbers").line("span", paper.number).line("em", paper.place_date).close("div");
    page.line("h1", paper.title);
    page.open("p.form");
    if (!copy.empty()) page.line("strong", copy);
    if (!copy.empty() && !paper.form_name.empty()) page.text(" · ");
    page.text(paper.form_name).close("p");
    if (paper.code.empty()) return;
    page.open("div.codes").open("div");
    put_bars(page, paper.code);
    page.open("p").text("Mã hồ sơ: ").line("strong", paper.code).close("p");
    if (!paper.lookup_code.empty())
        page.open("p").text("Mã tra cứu: ").line("strong", paper.lookup_code).close("p");
    page.close("div");
    if (!paper.lookup_url.empty()) put_qr(page, paper.lookup_url, "Mã QR tra cứu hồ sơ", qr_mm);
    page.close("div");
}

void put_signatures(HtmlWriter& page, const std::vector<PaperSignature>& signatures) {
    if (signatures.empty()) return;
    page.open("div.signatures");
    for (const auto& one : signatures)
        page.open("div")
            .line("p.who", one.title)
            .line("p.how", one.hint)
            .line("p.name", one.name)
            .close("div");
    page.close("div");
}

void put(HtmlWriter& page, const Paper& paper) {
    for (const auto& copy : paper.copies) {
        for (std::size_t i = 0; i < paper.pages.size(); ++i) {
            const auto& one = paper.pages[i];
            page.open("section",
                      {{"class", fmt::format("paper {} pt{:.0f}", class_of(paper.size), one.points * 10)}});
            if (paper.training) page.line("p.training", "TẬP HUẤN – không có giá trị pháp lý");
            if (i == 0)
                put_head(page, paper, copy);
            else
                page.line("h2", fmt::format("{} – {}", paper.title,
                                            paper.code.empty() ? paper.number : paper.code));
            for (const auto& block : one.blocks)
                std::visit([&](const auto& what) { put(page, what); }, block);
            put_signatures(page, one.signatures);
            page.open("footer");
            if (i + 1 == paper.pages.size())
                for (const auto& line : paper.foot) page.line("p", line);
            if (!paper.print_mark.empty()) page.line("p.mark", paper.print_mark);
            if (paper.pages.size() > 1)
                page.line("p.folio", fmt::format("{} · Trang {}/{}{}", name_of(paper), i + 1,
                                                 paper.pages.size(), copy.empty() ? "" : " · " + copy));
            page.close("footer").close("section");
        }
    }
}

std::string printed(std::span<const Paper> papers) {
    const auto& first = papers.front();
    const auto title = first.code.empty() ? first.title : first.title + " " + first.code;
    HtmlWriter page("vi", title, paper_stylesheet());
    page.line("p.screen", "Bấm Ctrl+P để in. Khổ giấy đã đặt sẵn, không co giãn.");
    for (const auto& paper : papers) put(page, paper);
    return page.take();
}

}  // namespace

std::string style_source_of(std::string_view page) {
    constexpr std::string_view begins = "<style>", ends = "</style>";
    const auto begin = page.find(begins) + begins.size();
    const auto sheet = page.substr(begin, page.find(ends, begin) - begin);
    return fmt::format("'sha256-{}'", storage::to_base64(storage::bytes_of(storage::sha256({sheet}))));
}

std::string paper_html(const Paper& paper) { return printed({&paper, 1}); }

std::string papers_html(const std::vector<Paper>& papers) { return printed(papers); }

}  // namespace motcua::server
