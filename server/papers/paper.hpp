// A paper as plain content, ready to be set: what its HTML and its PDF both show, so that nothing is typed twice. Made by the
// functions of contents.hpp; Vietnamese, as the forms of the circulars are.
#pragma once

#include "procedures/dossier/paper.hpp"

#include <string>
#include <variant>
#include <vector>

namespace motcua::server {

enum class PaperSize { a5, a4, a4_wide };  // millimetres: 148 × 210, 210 × 297, 297 × 210

/// A numbered point of the form: "4. Thời gian nhận hồ sơ: 08 giờ 10 phút …".
struct PaperPoint {
    std::string label;  // with its colon left out
    std::string value;
    bool strong = false;
};

struct PaperText {
    std::string text;
    bool strong = false;
};

struct PaperColumn {
    std::string title;
    int share = 1;  // of the width
    bool centred = false;
};

struct PaperTable {
    std::vector<PaperColumn> columns;
    std::vector<std::vector<std::string>> rows;
    bool to_fill_in = false;  // rows are high enough for a hand
};

/// A square that a camera reads, in the middle of the page.
struct PaperQr {
    std::string content;
    std::string label;                     // for who cannot see it
    static constexpr double side_mm = 42;  // its modules alone
};

/// Dotted lines to write on, the first behind the label.
struct PaperBlank {
    std::string label;  // with its colon left out
    int lines = 1;
};
/// Of a line that a hand fills in.
inline constexpr double hand_line_mm = 6;

using PaperBlock = std::variant<PaperPoint, PaperText, PaperTable, PaperQr, PaperBlank>;

struct PaperSignature {
    std::string title;  // in capitals
    std::string hint;   // "(Ký, ghi rõ họ tên)"
    std::string name;
};

struct PaperPage {
    std::vector<PaperBlock> blocks;
    std::vector<PaperSignature> signatures;
    double points = 10.5;  // size of the letters, so chosen that the page holds (fit())
};

struct Paper {
    procedures::PaperForm form = procedures::PaperForm::receipt;
    PaperSize size = PaperSize::a5;
    std::string form_name;           // "Mẫu số 01 – Thông tư …"; "" for what has no form of its own
    std::string superior, office;    // head, left
    std::string number, place_date;  // "Số: 12/TNHS"; "Thái Nguyên, ngày …"
    std::string title;               // in capitals
    std::string code;                // the dossier's, as text and Code 128; "" before receipt
    std::string lookup_code;         // of the applicant, in groups; "" where there is none
    std::string lookup_url;          // as QR; "" where there is none
    std::vector<std::string> copies;  // liên, each of all pages; at least one, "" is not named
    std::vector<PaperPage> pages;     // the first begins with the head
    std::vector<std::string> foot;    // of the last page
    std::string print_mark;           // "Bản in lần 2 – …"; "" on the first print
    std::string issued_at;            // RFC 3339
    bool training = false;            // TẬP HUẤN: of a demonstration, without legal effect
};

/// Rows of the first page that its form holds beside all else; the others go on a page of their own.
inline constexpr std::size_t rows_beside_all = 6;

/// By which a loose page is known: its number, or the dossier's code.
const std::string& name_of(const Paper& paper);

/// Chooses the letters of each page by the room that its words need; never below 7.5 points.
void fit(Paper& paper);

}  // namespace motcua::server
