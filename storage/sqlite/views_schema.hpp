// What projecting and reading the views share: how a dossier's standing lies in columns.
// Private to storage/sqlite.
#pragma once

#include "procedures/definition/procedure.hpp"
#include "procedures/dossier/dossier.hpp"
#include "storage/sqlite/database.hpp"
#include "storage/sqlite/migrations.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::storage::sqlite {

std::span<const Migration> views_migrations();

/// Counted up whenever the same events give other rows: older views are then rebuilt.
inline constexpr int views_format = 2;

/// Where in its procedure a dossier stands.
struct Post {
    std::string procedure;
    std::string step;
    procedures::StepKind kind = procedures::StepKind::submitted;
    std::string zone;

    auto operator<=>(const Post&) const = default;
};

enum Flag : std::int64_t {
    flag_provisional = 1,
    flag_extended = 2,
    flag_rescheduled = 4,
    flag_withdrawal_requested = 8,
    flag_signed = 16,
    flag_refusal_drafted = 32,
    flag_has_result = 64,
};

/// Order of work: running ones by their due time, then held ones, finished ones, closed ones.
std::int64_t rank_of(const procedures::Dossier& dossier);

/// Columns of `standing` and of `ended`, in the order in which both sides use them.
inline constexpr std::string_view standing_columns =
    "number, head, place, rank, post, flags, step_entered, step_due, legal_due, legal_end, appointment, "
    "finished_at, closed_at, sender, version_number, people, more";

/// Words as the index holds them: folded, and split where the `ascii` tokenizer splits.
std::vector<std::string> words_of(std::string_view text);

/// The digits of a phone or identity number, however it was typed.
std::string digits_of(std::string_view text);

}  // namespace motcua::storage::sqlite
