// What readers may see: the law, the office and every dossier exactly as they are on disk. The
// writer replaces whole values after each commit; nobody ever sees a batch half applied.
#pragma once

#include "procedures/dossier/decide.hpp"
#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/law.hpp"
#include "storage/journal.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace motcua::engine {

using storage::Seq;

/// A dossier and its stream's last event.
struct StoredDossier {
    procedures::Dossier dossier;
    Seq head = 0;
};

/// Everything that an answer about one dossier needs, of one moment.
struct DossierSnapshot {
    std::shared_ptr<const StoredDossier> stored;
    std::shared_ptr<const procedures::Law> law;
    std::shared_ptr<const procedures::OfficeState> office;  // people; not the codes given
    Seq as_of = 0;

    const procedures::Dossier& dossier() const { return stored->dossier; }
};

/// Any thread.
class Published {
public:
    /// Where a dossier stands: in memory, or only its head.
    struct Found {
        std::string id;
        std::shared_ptr<const StoredDossier> stored;
        Seq head = 0;
    };
    /// By id or official code, upper or lower case.
    std::optional<Found> find(std::string_view id_or_code) const;
    /// The same beside law, office and journal head of the same moment; `stored` may be empty.
    std::optional<DossierSnapshot> snapshot(std::string_view id_or_code, Seq& head) const;

    std::shared_ptr<const procedures::Law> law() const;
    std::shared_ptr<const procedures::OfficeState> office() const;
    Seq head() const;
    /// The last event of a stream that is no dossier's; 0 when it has none.
    Seq head_of(std::string_view stream) const;
    /// Dossiers known, and those held in memory.
    std::size_t size() const;
    std::size_t in_memory() const;
    /// Those held in memory, by id.
    std::vector<std::shared_ptr<const StoredDossier>> all_in_memory() const;

    // The writer's side.

    /// Null keeps what is published.
    void publish(Seq head, std::span<const std::shared_ptr<const StoredDossier>> changed,
                 std::shared_ptr<const procedures::Law> law,
                 std::shared_ptr<const procedures::OfficeState> office);
    void publish_heads(const std::map<std::string, Seq, std::less<>>& changed);
    /// Keeps only the head. Does nothing when the dossier changed after `head`.
    void let_go(const std::string& id, Seq head);
    /// A dossier that is not held in memory.
    void add_head(std::string id, std::string code, Seq head);

private:
    struct Entry {
        std::shared_ptr<const StoredDossier> stored;
        Seq head = 0;
    };
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Dossiers = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

    const Dossiers::value_type* look_up(std::string_view id_or_code) const;

    mutable std::shared_mutex mutex_;
    Dossiers dossiers_;
    std::unordered_map<std::string, std::string, Hash, std::equal_to<>> id_by_code_;
    std::shared_ptr<const procedures::Law> law_;
    std::shared_ptr<const procedures::OfficeState> office_;
    std::map<std::string, Seq, std::less<>> heads_;
    Seq head_ = 0;
    std::size_t in_memory_ = 0;
};

/// Folds a stream backwards from its last event. std::runtime_error when the chain is broken.
StoredDossier fold_dossier(storage::JournalReader& journal, Seq head);

}  // namespace motcua::engine
