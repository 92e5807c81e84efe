#include "server/reports/workbook.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace motcua::server::reports {

namespace {

void demand(lxw_error error) {
    if (error != LXW_NO_ERROR) throw std::runtime_error(fmt::format("workbook: {}", lxw_strerror(error)));
}

class MemoryFile {
public:
    MemoryFile() : descriptor_(memfd_create("motcua-report", MFD_CLOEXEC)) {
        if (descriptor_ < 0) throw std::system_error(errno, std::generic_category(), "workbook");
    }
    MemoryFile(const MemoryFile&) = delete;
    ~MemoryFile() { close(descriptor_); }

    std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
    std::string content() const {
        std::string bytes;
        char part[65536];
        off_t at = 0;
        for (;;) {
            const auto read = pread(descriptor_, part, sizeof part, at);
            if (read < 0) throw std::system_error(errno, std::generic_category(), "workbook");
            if (read == 0) return bytes;
            bytes.append(part, static_cast<std::size_t>(read));
            at += read;
        }
    }

private:
    int descriptor_;
};

struct Formats {
    explicit Formats(lxw_workbook* book)
        : head(workbook_add_format(book)),
          title(workbook_add_format(book)),
          day(workbook_add_format(book)),
          moment(workbook_add_format(book)),
          count(workbook_add_format(book)),
          decimal(workbook_add_format(book)),
          text(workbook_add_format(book)),
          total(workbook_add_format(book)) {
        format_set_bold(head);
        format_set_text_wrap(head);
        format_set_align(head, LXW_ALIGN_CENTER);
        format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
        format_set_border(head, LXW_BORDER_THIN);
        format_set_bold(title);
        format_set_num_format(day, "dd/mm/yyyy");
        format_set_num_format(moment, "dd/mm/yyyy hh:mm");
        format_set_num_format(count, "#,##0");
        format_set_num_format(decimal, "#,##0.00");
        // Text even where it looks like a number: a code keeps its leading zeros.
        format_set_num_format(text, "@");
        format_set_bold(total);
        format_set_num_format(total, "#,##0.##");
    }

    lxw_format *head, *title, *day, *moment, *count, *decimal, *text, *total;
};

lxw_datetime datetime_of(procedures::LocalDate day, std::chrono::milliseconds since_midnight) {
    const std::chrono::year_month_day date{day};
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(since_midnight).count();
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(seconds / 3600),
            static_cast<int>(seconds / 60 % 60),
            static_cast<double>(seconds % 60)};
}

/// A cell holds 32,767 characters; longer text is cut, and says so.
std::string fitting(std::string text) {
    constexpr std::size_t most_bytes = 32'000;
    if (text.size() <= most_bytes) return text;
    auto end = most_bytes;
    while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end) + "… [+" + std::to_string(text.size() - end) + " B]";
}

class Sheet {
public:
    Sheet(lxw_workbook* book, const std::string& name, const Formats& formats)
        : sheet_(workbook_add_worksheet(book, name.c_str())),
          formats_(formats) {
        if (sheet_ == nullptr) throw std::runtime_error(fmt::format("workbook: no sheet \"{}\"", name));
    }

    void text(lxw_row_t row, lxw_col_t column, const std::string& text, lxw_format* format) {
        demand(worksheet_write_string(sheet_, row, column, fitting(neutralised(text)).c_str(), format));
    }

    void cell(lxw_row_t row, lxw_col_t column, const Cell& cell, lxw_format* of_total) {
        const auto format = [&](lxw_format* usual) { return of_total != nullptr ? of_total : usual; };
        if (const auto* words = std::get_if<std::string>(&cell)) {
            text(row, column, *words, format(formats_.text));
        } else if (const auto* count = std::get_if<std::int64_t>(&cell)) {
            demand(worksheet_write_number(sheet_, row, column, static_cast<double>(*count),
                                          format(formats_.count)));
        } else if (const auto* number = std::get_if<Hundredths>(&cell)) {
            demand(worksheet_write_number(sheet_, row, column, static_cast<double>(number->value) / 100,
                                          formats_.decimal));
        } else if (const auto* day = std::get_if<procedures::LocalDate>(&cell)) {
            auto date = datetime_of(*day, {});
            demand(worksheet_write_datetime(sheet_, row, column, &date, formats_.day));
        } else if (const auto* moment = std::get_if<procedures::Instant>(&cell)) {
            auto date = datetime_of(procedures::local_date(*moment), procedures::time_of_day(*moment));
            demand(worksheet_write_datetime(sheet_, row, column, &date, formats_.moment));
        }
    }

    lxw_worksheet* handle() const { return sheet_; }

private:
    lxw_worksheet* sheet_;
    const Formats& formats_;
};

void fill(Sheet& sheet, const Table& table, const Formats& formats) {
    constexpr lxw_row_t group_row = 2, head_row = 3;
    const auto last_column = static_cast<lxw_col_t>(table.columns.size());
    sheet.text(0, 0, table.form.empty() ? table.title : table.form + " – " + table.title, formats.title);
    sheet.text(head_row, 0, table.row_title, formats.head);
    worksheet_set_column(sheet.handle(), 0, 0, 40, nullptr);
    if (last_column > 0) worksheet_set_column(sheet.handle(), 1, last_column, 16, nullptr);
    for (lxw_col_t i = 1; i <= last_column; ++i) {
        const auto& column = table.columns[i - 1U];
        // A group stands over its first column.
        if (!column.group.empty() && (i == 1 || table.columns[i - 2U].group != column.group))
            sheet.text(group_row, i, column.group, formats.head);
        sheet.text(head_row, i, column.title, formats.head);
    }
    lxw_row_t at = head_row;
    const auto write = [&](const Row& row, lxw_format* of_total) {
        ++at;
        sheet.text(at, 0, row.name, of_total != nullptr ? of_total : formats.text);
        for (lxw_col_t i = 0; i < last_column; ++i)
            sheet.cell(at, static_cast<lxw_col_t>(i + 1), row.cells[i], of_total);
    };
    for (const auto& row : table.rows) write(row, nullptr);
    const auto last_row = at;
    for (const auto& row : table.total) write(row, formats.total);
    worksheet_freeze_panes(sheet.handle(), head_row + 1, 1);
    demand(worksheet_autofilter(sheet.handle(), head_row, 0, std::max(last_row, head_row), last_column));
}

void fill_filter(Sheet& sheet, const std::vector<Table>& tables, const Formats& formats) {
    worksheet_set_column(sheet.handle(), 0, 1, 40, nullptr);
    lxw_row_t row = 0;
    for (const auto& table : tables) {
        sheet.text(row++, 0, table.title, formats.title);
        for (const auto& [name, value] : table.filter) {
            sheet.text(row, 0, name, formats.text);
            sheet.text(row++, 1, value, formats.text);
        }
        for (const auto& check : table.checks) {
            sheet.text(row, 0, check.text, formats.text);
            sheet.text(row++, 1, check.holds ? "✓" : "✗", formats.text);
        }
        for (const auto& note : table.notes) sheet.text(row++, 0, note, formats.text);
        ++row;
    }
}

}  // namespace

std::string workbook_of(const std::vector<Table>& tables) {
    // The library writes to a file by its name: one that lies in memory alone leaves nothing on the disk.
    const MemoryFile file;
    auto* book = workbook_new(file.path().c_str());
    if (book == nullptr) throw std::runtime_error("workbook: it cannot be begun");
    const auto free_book = [](lxw_workbook* one) { lxw_workbook_free(one); };
    std::unique_ptr<lxw_workbook, decltype(free_book)> unfinished(book, free_book);
    const Formats formats(book);
    for (const auto& table : tables) {
        Sheet sheet(book, table.name, formats);
        fill(sheet, table, formats);
    }
    Sheet filter(book, "Bộ lọc", formats);
    fill_filter(filter, tables, formats);
    // Closing frees it, also when it fails.
    demand(workbook_close(unfinished.release()));
    return file.content();
}

}  // namespace motcua::server::reports
