#include "server/papers/paper.hpp"

#include <algorithm>
#include <cmath>

namespace motcua::server {

namespace {

constexpr double smallest_points = 7.5;
constexpr double largest_points = 11;
constexpr double mm_per_point = 25.4 / 72;
/// A serif's letters are on average that share of its size wide, a line that share high.
constexpr double letter_width = 0.47;
constexpr double line_height = 1.25;

struct Room {
    double width, height;  // millimetres inside the margins
};

Room room_of(PaperSize size) {
    switch (size) {
        case PaperSize::a5: return {128, 192};
        case PaperSize::a4: return {165, 255};
        case PaperSize::a4_wide: return {267, 180};
    }
    return {128, 192};
}

std::size_t letters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

/// Lines that the text takes in that width.
double lines_of(const std::string& text, double width, double points) {
    const double in_line = width / (points * mm_per_point * letter_width);
    return std::max(1.0, std::ceil(static_cast<double>(letters(text)) / in_line));
}

double lines_of(const PaperTable& table, double width, double points) {
    double shares = 0;
    for (const auto& column : table.columns) shares += column.share;
    const auto height = [&](const auto& text_of) {
        double most = 1;
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            most = std::max(most, lines_of(text_of(i), width * table.columns[i].share / shares - 2, points));
        return most + 0.25;
    };
    double lines = height([&](std::size_t i) { return table.columns[i].title; });
    for (const auto& row : table.rows) lines += height([&](std::size_t i) { return row[i]; });
    return lines;
}

double height_of(const Paper& paper, const PaperPage& page, double points) {
    const auto room = room_of(paper.size);
    const bool is_first = &page == &paper.pages.front();
    const bool is_last = &page == &paper.pages.back();
    double lines = 0;
    double fixed = paper.training ? 5 : 0;
    for (const auto& block : page.blocks) {
        const auto* table = std::get_if<PaperTable>(&block);
        if (std::holds_alternative<PaperQr>(block))
            fixed += PaperQr::side_mm * 1.15;
        else if (const auto* blank = std::get_if<PaperBlank>(&block))
            fixed += blank->lines * hand_line_mm;
        else if (table != nullptr && table->to_fill_in)
            fixed += static_cast<double>(table->rows.size() + 1) * hand_line_mm;
        else if (table != nullptr)
            lines += lines_of(*table, room.width, points);
        else if (const auto* point = std::get_if<PaperPoint>(&block))
            lines += lines_of(point->label + ": " + point->value, room.width, points);
        else
            lines += lines_of(std::get<PaperText>(block).text, room.width, points);
    }
    if (!page.signatures.empty()) lines += 5;
    if (is_last)
        for (const auto& line : paper.foot) lines += lines_of(line, room.width, points) * 0.9;
    if (!paper.print_mark.empty()) lines += 1;
    if (is_first) lines += 7;
    if (is_first && !paper.code.empty()) fixed += paper.lookup_url.empty() ? 16 : 28;
    if (!is_first) fixed += 18;
    return lines * points * mm_per_point * line_height + fixed;
}

}  // namespace

const std::string& name_of(const Paper& paper) { return paper.number.empty() ? paper.code : paper.number; }

void fit(Paper& paper) {
    for (auto& page : paper.pages) {
        page.points = largest_points;
        while (page.points > smallest_points &&
               height_of(paper, page, page.points) > room_of(paper.size).height)
            page.points -= 0.5;
    }
}

}  // namespace motcua::server
