// The papers that the office numbers, prints and keeps (TT 03/2025/TT-VPCP, earlier TT 01/2018/TT-VPCP): which there are,
// what calls for one, and how often it was printed. Their looks are the server's (server/papers/).
#pragma once

#include "procedures/calendar/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace motcua::procedures {

/// Their stored names are the ids of the forms in config/rules/forms.toml; the last three have no form of their own.
enum class PaperForm {
    receipt,
    supplement,
    refusal,
    apology,
    stop,
    control_slip,
    register_,
    hand_over,
    blank_receipt,  // receipts of a reservation, to be filled in by hand while the system is away
    outage_list,    // what became of the numbers of an outage
};
/// Papers of the office, not of a dossier.
constexpr bool is_of_the_office(PaperForm form) { return form >= PaperForm::register_; }
std::string_view to_string(PaperForm form);
std::optional<PaperForm> parse_paper_form(std::string_view name);

/// Why a paper is printed once more: stuck in the printer, lost, something on it was wrong.
enum class ReprintReason { jam, lost, correction };
std::string_view to_string(ReprintReason reason);
std::optional<ReprintReason> parse_reprint_reason(std::string_view name);

/// A paper that an act called for. Another act of the kind calls for a new one, with a number of its own.
struct CalledPaper {
    PaperForm form = PaperForm::receipt;
    Instant called;            // legal time of that act
    int year = 0, number = 0;  // continuous for each form and year, from 1; 0 until it is printed
    int prints = 0;
    std::uint64_t version = 0;  // of the dossier at the last print
};

/// What the server made for `issue_paper`: rendered with that number and already among the files. decide() takes it only
/// when the number is the next one, so that the bytes carry the number under which they are kept.
struct PreparedPaper {
    int year = 0, number = 0, print = 0;
    std::string digest, pdf_digest;  // SHA-256, hex
    std::int64_t size = 0, pdf_size = 0;
};

}  // namespace motcua::procedures
