#include "storage/proofs/verify.hpp"

#include "storage/proofs/canonical.hpp"
#include "storage/proofs/merkle.hpp"
#include "storage/proofs/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

namespace motcua::storage {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

using Objection = std::optional<std::string>;

/// Checks events one after another; each is judged by itself and against those before it.
class Audit {
public:
    Objection check(const Record& record) {
        if (record.seq != tree_.size() + 1) return fmt::format("event {} is missing", tree_.size() + 1);
        if (leaf_hash(record.leaf) != record.hash) return "the leaf and the hash stored beside it differ";
        if (!list_members(record.leaf, members_)) return "the leaf is not canonical JSON";
        if (Objection objection = check_columns(record)) return objection;
        if (Objection objection = check_place(record)) return objection;
        if (Objection objection = check_personal(record)) return objection;
        if (record.type == redaction_type) note_redaction();
        last_recorded_at_ = record.recorded_at_ms;
        block_ = tree_.append(record.hash);
        return std::nullopt;
    }

    const Frontier& tree() const { return tree_; }
    /// The hash of the block that the last event completed.
    const std::optional<Hash>& block() const { return block_; }

    /// Personal values that are gone although no event says that they were to go.
    std::optional<Flaw> unexplained_gap() const {
        if (missing_.empty()) return std::nullopt;
        const auto& [seq, field] = *missing_.begin();
        return Flaw{
            seq, fmt::format("the personal value '{}' is gone and no event says that it was erased", field)};
    }

private:
    /// Steps to the member `name`; nothing, without a step, when another stands there.
    std::optional<std::string_view> next(std::string_view name) {
        if (at_ == members_.size() || members_[at_].key != name) return std::nullopt;
        return members_[at_++].value;
    }

    Objection compare_text(std::string_view name, std::string_view column, bool may_be_absent = false) {
        expected_.clear();
        if (!(may_be_absent && column.empty())) append_canonical(expected_, column);
        return next(name).value_or("") == expected_ ? std::nullopt : differ(name);
    }

    template <class Number> Objection compare_number(std::string_view name, Number column) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), column).ptr;
        return next(name).value_or("") == std::string_view(digits.data(), end) ? std::nullopt : differ(name);
    }

    static Objection differ(std::string_view name) {
        return fmt::format("the column '{}' and the leaf differ", name);
    }
    static Objection lacks(std::string_view name) {
        return fmt::format("the leaf has no '{}' where it belongs", name);
    }

    Objection check_columns(const Record& record) {
        at_ = 0;
        if (!next("actor")) return lacks("actor");
        if (auto objection = compare_number("at", record.at_ms)) return objection;
        const auto body = next("body");
        if (!body || !body->starts_with('{')) return lacks("body");
        body_ = *body;
        if (auto objection = compare_text("key", record.key, true)) return objection;
        hashes_ = next("personal").value_or("");
        if (auto objection = compare_number("prev", record.prev)) return objection;
        if (auto objection = compare_number("recorded_at", record.recorded_at_ms)) return objection;
        next("request");
        if (!next("salt")) return lacks("salt");
        if (auto objection = compare_number("seq", record.seq)) return objection;
        if (auto objection = compare_text("stream", record.stream)) return objection;
        if (auto objection = compare_text("type", record.type)) return objection;
        if (auto objection = compare_number("v", record.v)) return objection;
        if (at_ != members_.size())
            return fmt::format("the leaf holds '{}', which is unknown", members_[at_].key);
        return std::nullopt;
    }

    Objection check_place(const Record& record) {
        const auto known = heads_.find(std::string_view(record.stream));
        const Seq before = known == heads_.end() ? 0 : known->second;
        if (record.prev != before)
            return fmt::format("'prev' names event {}, but the stream's previous event is {}", record.prev,
                               before);
        if (known == heads_.end())
            heads_.emplace(record.stream, record.seq);
        else
            known->second = record.seq;
        if (record.recorded_at_ms < last_recorded_at_)
            return "the event is recorded earlier than the one before it";
        if (record.at_ms > record.recorded_at_ms) return "the event is dated later than it was recorded";
        return std::nullopt;
    }

    Objection check_personal(const Record& record) {
        values_.clear();
        fields_.clear();
        if (!record.personal.empty() && (!list_members(record.personal, values_) || values_.empty()))
            return "the personal values are not a canonical object";
        if (!hashes_.empty() && !list_members(hashes_, fields_)) return lacks("personal");
        auto value = values_.begin();
        for (const auto& [field, hash] : fields_) {
            if (value == values_.end() || value->key != field) {
                missing_.emplace(record.seq, field);
            } else if (!is_sealed_by(value++->value, hash)) {
                return fmt::format("the personal value '{}' does not have the hash that the leaf holds",
                                   field);
            }
        }
        if (value != values_.end()) return fmt::format("the leaf knows no personal value '{}'", value->key);
        return std::nullopt;
    }

    bool is_sealed_by(std::string_view sealed, std::string_view quoted_hash) {
        if (!list_members(sealed, parts_) || parts_.size() != 2 || parts_[0].key != "salt" ||
            parts_[1].key != "value")
            return false;
        const std::string_view salt_text = parts_[0].value;
        if (salt_text.size() != 2 + 2 * salt_size) return false;
        const auto salt = from_hex(salt_text.substr(1, 2 * salt_size));
        if (!salt) return false;
        expected_.assign("\"");
        append_hex(expected_, bytes_of(sha256({*salt, parts_[1].value})));
        expected_ += '"';
        return expected_ == quoted_hash;
    }

    void note_redaction() {
        if (!list_members(body_, parts_)) return;
        std::string_view fields;
        Seq seq = 0;
        for (const auto& [name, value] : parts_) {
            if (name == "fields") fields = value;
            if (name == "seq") std::from_chars(value.data(), value.data() + value.size(), seq);
        }
        std::erase_if(missing_, [&](const auto& gap) {
            return gap.first == seq && fields.find('"' + gap.second + '"') != fields.npos;
        });
    }

    Frontier tree_;
    std::optional<Hash> block_;
    std::int64_t last_recorded_at_ = 0;
    std::unordered_map<std::string, Seq, TextHash, std::equal_to<>> heads_;  // last event of each stream
    std::set<std::pair<Seq, std::string>> missing_;  // personal values not there, so far unexplained

    // Of the event at hand; kept only to spare allocations.
    std::vector<Member> members_, fields_, values_, parts_;
    std::size_t at_ = 0;
    std::string_view body_, hashes_;
    std::string expected_;
};

/// Opens the notes with the keys; the flaw is the first that none of them signed.
std::optional<Flaw> open_notes(const std::vector<StoredCheckpoint>& notes, std::span<const VerifierKey> keys,
                               std::multimap<Seq, Hash>& roots) {
    for (const StoredCheckpoint& note : notes) {
        std::optional<Checkpoint> checkpoint;
        for (const VerifierKey& key : keys)
            if (!checkpoint) checkpoint = key.open(note.note);
        if (!checkpoint)
            return Flaw{note.size, fmt::format("no given key signed the checkpoint of {} events", note.size)};
        if (note.size != 0 && checkpoint->head.size != note.size)
            return Flaw{note.size, fmt::format("the checkpoint stored for {} events speaks of {}", note.size,
                                               checkpoint->head.size)};
        roots.emplace(checkpoint->head.size, checkpoint->head.root);
    }
    return std::nullopt;
}

}  // namespace

Verification verify(JournalReader& journal, const VerifyOptions& options) {
    constexpr std::size_t portion = 4096;
    Verification result;
    std::vector<StoredCheckpoint> notes = journal.checkpoints();
    for (const std::string& note : options.kept_elsewhere) notes.push_back({0, note});
    std::multimap<Seq, Hash> roots;
    // Which event a false note is about is not known before its events were read, so they come first.
    const std::optional<Flaw> note_flaw = open_notes(notes, options.keys, roots);

    Audit audit;
    const auto check_roots = [&] {
        const Seq size = audit.tree().size();
        for (auto [root, end] = roots.equal_range(size); root != end; ++root, ++result.checkpoints)
            if (root->second != audit.tree().root() && !result.flaw)
                result.flaw = Flaw{size, fmt::format("the signed checkpoint of {} events has another root: "
                                                     "one of these events was replaced",
                                                     size)};
    };
    const auto check = [&](const Record& record) {
        if (result.flaw) return;
        const Seq place = audit.tree().size() + 1;
        if (Objection objection = audit.check(record)) {
            result.flaw = Flaw{place, *objection};
            return;
        }
        if (audit.block() && audit.block() != journal.block_hash((place - 1) / block_size))
            result.flaw = Flaw{place, "the stored hash over the last 256 events is wrong"};
        check_roots();
    };

    try {
        check_roots();
        const Seq head = journal.head();
        Seq next = 1;
        for (Seq from = 0; from != next && !result.flaw;) {
            from = next;
            next = journal.read(from, portion, check);
            if (options.progress) options.progress(next - 1, head);
        }
        const Seq size = audit.tree().size();
        if (!result.flaw && size < head)
            result.flaw =
                Flaw{size + 1, fmt::format("the journal ends at event {} but counts {}", size, head)};
        if (!result.flaw && !roots.empty() && roots.rbegin()->first > size)
            result.flaw =
                Flaw{size + 1, fmt::format("the journal ends at event {} but a checkpoint was signed at {}",
                                           size, roots.rbegin()->first)};
    } catch (const std::runtime_error& error) {
        result.flaw =
            Flaw{audit.tree().size() + 1, fmt::format("the storage cannot be read: {}", error.what())};
    }
    if (!result.flaw) result.flaw = audit.unexplained_gap();
    if (!result.flaw) result.flaw = note_flaw;
    result.tree = {audit.tree().size(), audit.tree().root()};
    return result;
}

}  // namespace motcua::storage
