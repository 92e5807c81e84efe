#include "server/papers/paper_pdf.hpp"

#include "server/papers/barcode.hpp"

#include <cairo-pdf.h>
#include <fmt/format.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <numeric>
#include <span>
#include <stdexcept>
#include <string_view>

// Fontconfig keeps what it knows for the life of the program and shares it with a thread that Pango starts; the sanitizers,
// which do not see into it, take the one for a leak and the other for a race.
#if defined(__SANITIZE_ADDRESS__)
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
#elif defined(__SANITIZE_THREAD__)
extern "C" const char* __tsan_default_suppressions() {
    return "race:libfontconfig\nrace:libpango\nrace:libglib\n";
}
#endif

namespace motcua::server {

namespace {

struct Free {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* context) const { cairo_destroy(context); }
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
    void operator()(PangoContext* context) const { g_object_unref(context); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
    void operator()(PangoFont* font) const { g_object_unref(font); }
    void operator()(PangoCoverage* coverage) const { g_object_unref(coverage); }
    void operator()(PangoFontDescription* font) const { pango_font_description_free(font); }
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
template <class Thing> using Owned = std::unique_ptr<Thing, Free>;

constexpr double mm = 72 / 25.4;
constexpr double smallest_points = 6;
constexpr double bar_height = 12.5 * mm;
constexpr double widest_bars = 92 * mm;
constexpr double bar_module = 0.33 * mm;
constexpr double qr_side = 22 * mm;  // its modules alone; the quiet zone comes on top
/// Letters of one face, also those with two marks: a face that lacks them gets the others' from elsewhere, letter by letter
/// (Liberation before 2.0 does).
bool has_vietnamese(PangoContext* context, const char* family) {
    const Owned<PangoFontDescription> wanted(pango_font_description_new());
    pango_font_description_set_family(wanted.get(), family);
    pango_font_description_set_absolute_size(wanted.get(), 10 * PANGO_SCALE);
    const Owned<PangoFont> font(pango_context_load_font(context, wanted.get()));
    if (!font) return false;
    const Owned<PangoFontDescription> found(pango_font_describe(font.get()));
    if (std::string_view(pango_font_description_get_family(found.get())) != family) return false;
    const Owned<PangoCoverage> coverage(
        pango_font_get_coverage(font.get(), pango_language_from_string("vi")));
    constexpr std::u32string_view letters = U"ẾếỰựẪẫỞởỗỵ";
    return std::all_of(letters.begin(), letters.end(), [&](char32_t letter) {
        return pango_coverage_get(coverage.get(), static_cast<int>(letter)) == PANGO_COVERAGE_EXACT;
    });
}

/// As the circulars want it, or the nearest that the machine has.
const char* family() {
    static const char* const chosen = [] {
        const Owned<PangoContext> context(pango_font_map_create_context(pango_cairo_font_map_get_default()));
        for (const auto* one : {"Times New Roman", "Liberation Serif", "Tinos", "Noto Serif", "DejaVu Serif"})
            if (has_vietnamese(context.get(), one)) return one;
        return "serif";
    }();
    return chosen;
}

struct Sheet {
    double width, height, top, right, bottom, left;
};

Sheet sheet_of(PaperSize size) {
    switch (size) {
        case PaperSize::a5: return {148 * mm, 210 * mm, 8 * mm, 10 * mm, 8 * mm, 10 * mm};
        case PaperSize::a4: return {210 * mm, 297 * mm, 20 * mm, 15 * mm, 20 * mm, 30 * mm};
        case PaperSize::a4_wide: return {297 * mm, 210 * mm, 15 * mm, 15 * mm, 15 * mm, 15 * mm};
    }
    return {};
}

enum class Align { left, centre, right };

struct Style {
    double points = 10.5;
    bool bold = false, italic = false;
    Align align = Align::left;
};

/// Sets text and shapes from the top of a page downwards.
class Setter {
public:
    Setter(cairo_t* context, double x, double y, double width) : cr_(context), x_(x), y_(y), width_(width) {}

    double y() const { return y_; }
    void skip(double height) { y_ += height; }

    /// The height that the text took; what follows `bold_from` is bold.
    double text(std::string_view words, const Style& style, double x, double y, double width,
                std::size_t bold_from = std::string_view::npos) {
        const auto layout = set(words, style, width, bold_from);
        cairo_move_to(cr_, x, y);
        pango_cairo_show_layout(cr_, layout.get());
        return height_of(layout.get());
    }
    void line(std::string_view words, const Style& style, std::size_t bold_from = std::string_view::npos) {
        if (!words.empty()) y_ += text(words, style, x_, y_, width_, bold_from) + style.points * 0.12;
    }

    void head(const Paper& paper, const std::string& copy, double points);
    void table(const PaperTable& table, double points);
    void blank(const PaperBlank& blank, double points);
    void signatures(const std::vector<PaperSignature>& all, double points);
    void codes(const Paper& paper, double points);
    void qr(const PaperQr& qr);
    void frame(double x, double y, double width, double height) {
        cairo_set_line_width(cr_, 0.5);
        cairo_rectangle(cr_, x, y, width, height);
        cairo_stroke(cr_);
    }

private:
    void modules(const QrCode& code, double x, double y, double module);
    Owned<PangoLayout> set(std::string_view words, const Style& style, double width,
                           std::size_t bold_from) const {
        Owned<PangoLayout> layout(pango_cairo_create_layout(cr_));
        // Paper has no pixels to which letters could be fitted.
        const Owned<cairo_font_options_t> unfitted(cairo_font_options_create());
        cairo_font_options_set_hint_style(unfitted.get(), CAIRO_HINT_STYLE_NONE);
        cairo_font_options_set_hint_metrics(unfitted.get(), CAIRO_HINT_METRICS_OFF);
        pango_cairo_context_set_font_options(pango_layout_get_context(layout.get()), unfitted.get());
        const Owned<PangoFontDescription> font(pango_font_description_new());
        pango_font_description_set_family(font.get(), family());
        // Absolute: a point of the sheet, whatever screen the program thinks it has.
        pango_font_description_set_absolute_size(font.get(), style.points * PANGO_SCALE);
        if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
        if (style.italic) pango_font_description_set_style(font.get(), PANGO_STYLE_ITALIC);
        pango_layout_set_font_description(layout.get(), font.get());
        pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
        pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
        pango_layout_set_alignment(layout.get(), style.align == Align::centre  ? PANGO_ALIGN_CENTER
                                                 : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                               : PANGO_ALIGN_LEFT);
        pango_layout_set_text(layout.get(), words.data(), static_cast<int>(words.size()));
        if (bold_from < words.size()) {
            const Owned<PangoAttrList> attributes(pango_attr_list_new());
            auto* bold = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
            bold->start_index = static_cast<guint>(bold_from);
            pango_attr_list_insert(attributes.get(), bold);
            pango_layout_set_attributes(layout.get(), attributes.get());
        }
        return layout;
    }
    static double height_of(PangoLayout* layout) {
        int width = 0;
        int height = 0;
        pango_layout_get_size(layout, &width, &height);
        return static_cast<double>(height) / PANGO_SCALE;
    }
    double height(std::string_view words, const Style& style, double width) const {
        return height_of(set(words, style, width, std::string_view::npos).get());
    }

    cairo_t* cr_;
    double x_, y_, width_;
};

void Setter::head(const Paper& paper, const std::string& copy, double points) {
    const double left = width_ * 0.42 - 3 * mm;
    const double right = width_ * 0.58;
    const Style plain{points * 0.86, false, false, Align::centre};
    const Style bold{points * 0.86, true, false, Align::centre};
    const Style motto{points * 0.86, true, false, Align::centre};
    auto one = text(paper.superior, plain, x_, y_, left);
    one += text(paper.office, bold, x_, y_ + one, left);
    auto other = text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", motto, x_ + width_ - right, y_, right);
    other += text("Độc lập - Tự do - Hạnh phúc", bold, x_ + width_ - right, y_ + other, right);
    cairo_set_line_width(cr_, 0.5);
    for (const auto& [from, wide, at] :
         {std::tuple{x_, left, one}, std::tuple{x_ + width_ - right, right, other}}) {
        cairo_move_to(cr_, from + wide * 0.3, y_ + at + 2);
        cairo_line_to(cr_, from + wide * 0.7, y_ + at + 2);
        cairo_stroke(cr_);
    }
    y_ += std::max(one, other) + 5;
    text(paper.number, {points, false, false, Align::left}, x_, y_, width_ / 2);
    y_ += text(paper.place_date, {points, false, true, Align::right}, x_ + width_ / 2, y_, width_ / 2) + 3;
    line(paper.title, {points * 1.18, true, false, Align::centre});
    auto form = copy;
    if (!copy.empty() && !paper.form_name.empty()) form += " · ";
    form += paper.form_name;
    line(form, {points * 0.85, false, false, Align::centre});
}

void Setter::modules(const QrCode& code, double x, double y, double module) {
    for (int row = 0; row < code.side; ++row)
        for (int column = 0; column < code.side; ++column)
            if (code.is_dark(column, row))
                cairo_rectangle(cr_, x + column * module, y + row * module, module, module);
    cairo_fill(cr_);
}

void Setter::qr(const PaperQr& qr) {
    constexpr int quiet = 4;
    const auto code = qr_code(qr.content);
    const double module = PaperQr::side_mm * mm / code.side;
    modules(code, x_ + (width_ - module * code.side) / 2, y_ + quiet * module, module);
    y_ += module * (code.side + 2 * quiet);
}

void Setter::codes(const Paper& paper, double points) {
    if (paper.code.empty()) return;
    double qr_width = 0;
    double tallest = 0;
    if (!paper.lookup_url.empty()) {
        constexpr int quiet = 4;
        const auto code = qr_code(paper.lookup_url);
        const double module = qr_side / code.side;
        qr_width = module * (code.side + 2 * quiet);
        tallest = qr_width;
        modules(code, x_ + width_ - qr_width + quiet * module, y_ + quiet * module, module);
    }
    const double room = width_ - qr_width;
    double at = y_ + 2 * mm;
    if (const auto widths = code128(paper.code); !widths.empty()) {
        constexpr int quiet = 10;
        const int modules = std::accumulate(widths.begin(), widths.end(), 2 * quiet);
        const double module = std::min({bar_module, widest_bars / modules, room / modules});
        double x = x_ + (room - module * modules) / 2 + quiet * module;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            if (i % 2 == 0) cairo_rectangle(cr_, x, at, widths[i] * module, bar_height);
            x += widths[i] * module;
        }
        cairo_fill(cr_);
        at += bar_height;
    }
    const std::string label = "Mã hồ sơ: ";
    at += text(label + paper.code, {points, false, false, Align::centre}, x_, at + 1, room, label.size()) + 1;
    if (!paper.lookup_code.empty()) {
        const std::string lookup = "Mã tra cứu: ";
        at += text(lookup + paper.lookup_code, {points, false, false, Align::centre}, x_, at, room,
                   lookup.size());
    }
    y_ += std::max(tallest, at - y_) + 2;
}

void Setter::table(const PaperTable& table, double points) {
    constexpr double pad = 0.9 * mm;
    const int shares = std::accumulate(table.columns.begin(), table.columns.end(), 0,
                                       [](int sum, const PaperColumn& one) { return sum + one.share; });
    const auto row = [&](const auto& text_of, bool is_title) {
        const auto style = [&](const PaperColumn& column) {
            return Style{points * 0.94, is_title, false,
                         is_title || column.centred ? Align::centre : Align::left};
        };
        const auto width = [&](const PaperColumn& column) { return width_ * column.share / shares; };
        double tallest = 0;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            tallest = std::max(
                tallest, height(text_of(i), style(table.columns[i]), width(table.columns[i]) - 2 * pad));
        tallest = std::max(tallest + pad, table.to_fill_in ? hand_line_mm * mm : 0);
        double x = x_;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const double wide = width(table.columns[i]);
            frame(x, y_, wide, tallest);
            text(text_of(i), style(table.columns[i]), x + pad, y_ + pad / 2, wide - 2 * pad);
            x += wide;
        }
        y_ += tallest;
    };
    skip(2);
    row([&](std::size_t i) -> std::string_view { return table.columns[i].title; }, true);
    for (const auto& cells : table.rows)
        row([&](std::size_t i) -> std::string_view { return cells[i]; }, false);
    skip(3);
}

void Setter::blank(const PaperBlank& blank, double points) {
    const Style style{points};
    const auto label = blank.label + ":";
    const auto set_label = set(label, style, width_, std::string_view::npos);
    int wide = 0;
    int high = 0;
    pango_layout_get_size(set_label.get(), &wide, &high);
    const double dash[] = {0.7, 1.6};
    for (int i = 0; i < blank.lines; ++i) {
        y_ += hand_line_mm * mm;
        double from = x_;
        if (i == 0) {
            text(label, style, x_, y_ - static_cast<double>(high) / PANGO_SCALE, width_);
            from += static_cast<double>(wide) / PANGO_SCALE + mm;
        }
        cairo_save(cr_);
        cairo_set_line_width(cr_, 0.7);
        cairo_set_dash(cr_, dash, 2, 0);
        cairo_move_to(cr_, from, y_ - 1);
        cairo_line_to(cr_, x_ + width_, y_ - 1);
        cairo_stroke(cr_);
        cairo_restore(cr_);
    }
}

void Setter::signatures(const std::vector<PaperSignature>& all, double points) {
    if (all.empty()) return;
    skip(4);
    const double wide = width_ / static_cast<double>(all.size());
    double tallest = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const double x = x_ + wide * static_cast<double>(i);
        double at = y_;
        if (!all[i].title.empty())
            at += text(all[i].title, {points, true, false, Align::centre}, x, at, wide);
        if (!all[i].hint.empty()) at += text(all[i].hint, {points, false, true, Align::centre}, x, at, wide);
        at += 11 * mm;
        if (!all[i].name.empty()) at += text(all[i].name, {points, true, false, Align::centre}, x, at, wide);
        tallest = std::max(tallest, at - y_);
    }
    y_ += tallest;
}

struct Place {
    const Paper& paper;
    std::size_t page;
    const std::string& copy;
};

void put_foot(Setter& setter, const Place& place, double points) {
    const auto& paper = place.paper;
    const bool is_last = place.page + 1 == paper.pages.size();
    const Style plain{points * 0.84, false, false, Align::left};
    if (is_last)
        for (const auto& line : paper.foot) setter.line(line, plain);
    setter.line(paper.print_mark, {points * 0.84, true, false, Align::right});
    if (paper.pages.size() > 1)
        setter.line(fmt::format("{} · Trang {}/{}{}{}", name_of(paper), place.page + 1, paper.pages.size(),
                                place.copy.empty() ? "" : " · ", place.copy),
                    {points * 0.84, false, false, Align::centre});
}

/// Sets a page with letters of that size; how far down it came.
double put_page(cairo_t* context, const Place& place, double points) {
    const auto& paper = place.paper;
    const auto& page = paper.pages[place.page];
    const auto sheet = sheet_of(paper.size);
    const double width = sheet.width - sheet.left - sheet.right;
    Setter setter(context, sheet.left, sheet.top, width);
    if (paper.training) {
        const double top = setter.y();
        setter.line("TẬP HUẤN – không có giá trị pháp lý", {points, true, false, Align::centre});
        setter.frame(sheet.left, top - 1, width, setter.y() - top + 1);
        setter.skip(3);
    }
    if (place.page == 0) {
        setter.head(paper, place.copy, points);
        setter.codes(paper, points);
    } else {
        setter.line(fmt::format("{} – {}", paper.title, paper.code.empty() ? paper.number : paper.code),
                    {points, true, false, Align::centre});
        setter.skip(4);
    }
    for (const auto& block : page.blocks) {
        if (const auto* table = std::get_if<PaperTable>(&block)) {
            setter.table(*table, points);
        } else if (const auto* blank = std::get_if<PaperBlank>(&block)) {
            setter.blank(*blank, points);
        } else if (const auto* point = std::get_if<PaperPoint>(&block)) {
            const auto label = point->label + ": ";
            setter.line(label + point->value, {points},
                        point->strong ? label.size() : std::string_view::npos);
        } else if (const auto* qr = std::get_if<PaperQr>(&block)) {
            setter.qr(*qr);
        } else {
            const auto& text = std::get<PaperText>(block);
            setter.line(text.text, {points, text.strong});
        }
    }
    setter.signatures(page.signatures, points);
    return setter.y();
}

double foot_height(cairo_t* context, const Place& place, double points) {
    const auto sheet = sheet_of(place.paper.size);
    Setter setter(context, sheet.left, 0, sheet.width - sheet.left - sheet.right);
    put_foot(setter, place, points);
    return setter.y();
}

/// The largest letters with which the page holds. What is set on `aside` nobody sees.
double points_for(cairo_t* aside, const Place& place) {
    const auto sheet = sheet_of(place.paper.size);
    double points = place.paper.pages[place.page].points;
    while (points > smallest_points) {
        const double end = put_page(aside, place, points) + foot_height(aside, place, points) + 3;
        if (end <= sheet.height - sheet.bottom) break;
        points -= 0.25;
    }
    return points;
}

cairo_status_t take(void* closure, const unsigned char* data, unsigned length) {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

void check(cairo_status_t status) {
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error(
            fmt::format("a paper could not be drawn: {}", cairo_status_to_string(status)));
}

std::string drawn(std::span<const Paper> papers) {
    // Fonts are looked up in caches that all threads share: one paper at a time.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    std::string out;
    const auto& first = papers.front();
    const auto sheet = sheet_of(first.size);
    const Owned<cairo_surface_t> surface(
        cairo_pdf_surface_create_for_stream(take, &out, sheet.width, sheet.height));
    const auto title = first.code.empty() ? first.title : first.title + " " + first.code;
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, first.issued_at.c_str());
    const Owned<cairo_t> context(cairo_create(surface.get()));
    const Owned<cairo_surface_t> unseen(cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, nullptr));
    const Owned<cairo_t> aside(cairo_create(unseen.get()));
    const auto draw = [&](const Place& place) {
        const double points = points_for(aside.get(), place);
        put_page(context.get(), place, points);
        const double foot = foot_height(aside.get(), place, points);
        Setter setter(context.get(), sheet.left, sheet.height - sheet.bottom - foot,
                      sheet.width - sheet.left - sheet.right);
        put_foot(setter, place, points);
        cairo_show_page(context.get());
    };
    for (const auto& paper : papers)
        for (const auto& copy : paper.copies)
            for (std::size_t i = 0; i < paper.pages.size(); ++i) draw({paper, i, copy});
    check(cairo_status(context.get()));
    cairo_surface_finish(surface.get());
    check(cairo_surface_status(surface.get()));
    return out;
}

}  // namespace

std::string paper_pdf(const Paper& paper) { return drawn({&paper, 1}); }

std::string papers_pdf(const std::vector<Paper>& papers) { return drawn(papers); }

}  // namespace motcua::server
