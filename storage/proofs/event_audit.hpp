// The audit of events one after another: each is judged by itself and against those before it.
// What verify() and verify_pack() have in common.
#pragma once

#include "storage/journal.hpp"
#include "storage/proofs/canonical.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "storage/proofs/tampering.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace motcua::storage {

struct Wrong {
    Tampering kind;
    std::string what;
};
using Objection = std::optional<Wrong>;

/// A key that the journal names, and the event that does.
struct NamedKey {
    Seq seq;
    VerifierKey key;
};

/// Memory grows with the number of streams, not of events.
class EventAudit {
public:
    /// Asked again whether an event still holds a personal field: a running office may have erased it after it
    /// was read. May be empty.
    using IsGone = std::function<bool(Seq seq, std::string_view field)>;
    explicit EventAudit(IsGone is_gone = {}) : is_gone_(std::move(is_gone)) {}

    /// `place`: the seq that the record should have.
    Objection check(const Record& record, Seq place);

    /// Personal values that are gone although no event says that they were to go.
    std::optional<Flaw> unexplained_gap() const;
    const std::vector<NamedKey>& keys() const { return keys_; }

private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    std::optional<std::string_view> next(std::string_view name);
    Objection compare_text(std::string_view name, std::string_view column, bool may_be_absent = false);
    template <class Number> Objection compare_number(std::string_view name, Number column);
    Objection check_seq(const Record& record) const;
    Objection check_columns(const Record& record);
    bool is_actor(std::string_view text);
    Objection check_place(const Record& record);
    Objection check_personal(const Record& record);
    bool is_sealed_by(std::string_view sealed, std::string_view quoted_hash);
    Objection understand(const Record& record);
    Objection note_redaction();

    IsGone is_gone_;
    std::int64_t last_recorded_at_ = 0;
    std::unordered_map<std::string, Seq, TextHash, std::equal_to<>> heads_;  // last event of each stream
    std::set<std::pair<Seq, std::string>> missing_;  // personal values not there, so far unexplained
    std::vector<NamedKey> keys_;

    // Of the event at hand; kept only to spare allocations.
    std::vector<Member> members_, fields_, values_, parts_;
    std::size_t at_ = 0;
    std::string_view body_, hashes_;
    std::string expected_;
};

/// Whether the record's leaf knows the personal field and its column has it no more.
bool is_gone(const Record& record, std::string_view field);

}  // namespace motcua::storage
