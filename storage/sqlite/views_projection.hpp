// Writes the views: folds dossiers with procedures::apply() and keeps what changed.
// Private to storage/sqlite; one thread.
#pragma once

#include "storage/sqlite/database.hpp"
#include "storage/sqlite/views_schema.hpp"
#include "storage/views.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

namespace motcua::storage::sqlite {

/// A row per distinct key, numbered as it first came.
class Places {
public:
    explicit Places(Database& database);
    std::int64_t id_of(const procedures::Holder& holder);
    void reload();

private:
    Database& database_;
    Statement insert_;
    std::map<std::vector<std::string>, std::int64_t> ids_;
};

class Posts {
public:
    explicit Posts(Database& database);
    std::int64_t id_of(const Post& post);
    void reload();

private:
    Database& database_;
    Statement insert_;
    std::map<Post, std::int64_t> ids_;
};

/// A dossier with what the views tell of it beyond what decide() reads.
struct FoldedDossier {
    Seq number = 0;  // seq of its first event
    Seq head = 0;
    procedures::Dossier dossier;
    std::string zone;
    std::string return_method;
    bool demonstration = false;
    std::map<std::string, std::string, std::less<>> personal;  // of the intake, by field
    std::string result_number;
    std::string legal_verdict;
    std::string index_verdict;

    bool was_closed = false;     // as the views hold it
    bool is_new = true;          // the views do not hold it yet
    bool texts_changed = false;  // `dossier` must be written too …
    bool code_changed = false;   // … or only what a receipt says
    std::uint64_t used = 0;      // the batch that touched it last

    void fold(const Projected& event);
    std::string title() const;
    std::string words() const;
};

class Projection {
public:
    /// Opens `file`, or starts anew when it is missing, or not of this format and this journal.
    Projection(const std::filesystem::path& file, std::unique_ptr<JournalReader> journal);

    AsOf position() const { return position_; }
    void project(std::span<const Projected> events);

    Database& database() { return database_; }

    /// Dossiers kept folded between batches; others are folded from the journal when they are touched.
    static constexpr std::size_t kept_dossiers = 32'768;

private:
    FoldedDossier& dossier_of(const Projected& event);
    void forget_erased(FoldedDossier& folded);
    void take(const Projected& event);
    void write_turns(const Projected& event, const FoldedDossier& folded, const BeforeTurn& before);
    void write(FoldedDossier& folded);
    void write_texts(const FoldedDossier& folded);
    void write_code(const FoldedDossier& folded);
    void forget_some();

    std::unique_ptr<JournalReader> journal_;
    Database database_;
    Places places_;
    Posts posts_;
    Statement advance_, insert_dossier_, update_dossier_, receive_dossier_, words_now_, add_words_,
        remove_words_, standing_, ended_, leave_standing_, leave_ended_, person_, turn_, charge_, issued_;
    AsOf position_;
    std::uint64_t batch_ = 0;
    bool erased_ = false;                                      // personal values were taken out in this batch
    std::unordered_map<std::string, FoldedDossier> dossiers_;  // by stream
    std::vector<FoldedDossier*> touched_;
};

/// Removes a database with its log.
void remove_database(const std::filesystem::path& file);

}  // namespace motcua::storage::sqlite
