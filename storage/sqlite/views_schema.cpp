#include "storage/sqlite/views_schema.hpp"

#include "procedures/text/normalize.hpp"

#include <algorithm>

namespace motcua::storage::sqlite {

using procedures::Deadline;
using procedures::DeadlineKind;
using procedures::Dossier;
using procedures::Instant;
using procedures::StepKind;

namespace {

std::optional<Instant> open_deadline(const Dossier& dossier, DeadlineKind kind) {
    const auto open = std::find_if(dossier.open_deadlines.begin(), dossier.open_deadlines.end(),
                                   [&](const Deadline& deadline) { return deadline.kind == kind; });
    return open == dossier.open_deadlines.end() ? std::nullopt : std::optional(open->due);
}

// Milliseconds fit below the band until the year 2248.
std::int64_t in_band(std::int64_t band, Instant moment) {
    return (band << 43) + moment.time_since_epoch().count();
}

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::int64_t rank_of(const Dossier& dossier) {
    switch (dossier.kind) {
        case StepKind::submitted:
            return in_band(
                0, open_deadline(dossier, DeadlineKind::online_answer).value_or(dossier.submitted_at));
        case StepKind::working:
            return in_band(0, dossier.step_due    ? *dossier.step_due
                              : dossier.legal_due ? dossier.legal_due->due
                                                  : dossier.step_entered);
        case StepKind::held:
            return in_band(
                1, open_deadline(dossier, DeadlineKind::supplement_period).value_or(dossier.step_entered));
        case StepKind::finished: return in_band(2, dossier.step_entered);
        case StepKind::closed: break;
    }
    return in_band(3, dossier.closed_at.value_or(dossier.step_entered));
}

std::vector<std::string> words_of(std::string_view text) {
    auto folded = procedures::fold_for_search(text);
    // Dashes and quotation marks (U+2000 to U+203F) part words as their ASCII likes do.
    for (std::size_t at = 0; (at = folded.find("\xE2\x80", at)) != std::string::npos;) {
        folded.replace(at, std::min<std::size_t>(3, folded.size() - at), " ");
    }
    std::vector<std::string> words;
    for (auto from = folded.begin(); from != folded.end();) {
        from = std::find_if(from, folded.end(), is_word);
        const auto to = std::find_if_not(from, folded.end(), is_word);
        if (from != to) words.emplace_back(from, to);
        from = to;
    }
    return words;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

}  // namespace motcua::storage::sqlite
