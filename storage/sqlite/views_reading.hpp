// Answers from the views' tables, each from one moment of them. Private to storage/sqlite; one thread.
#pragma once

#include "storage/sqlite/database.hpp"
#include "storage/sqlite/views_schema.hpp"
#include "storage/views.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace motcua::storage::sqlite {

class ViewsReading final : public ViewsReader {
public:
    ViewsReading(const std::filesystem::path& file, std::unique_ptr<JournalReader> journal);

    AsOf as_of() override;
    std::optional<DossierRow> dossier(std::string_view id_or_code) override;
    DossierPage worklist(const DossierFilter& filter, const Moment& moment, std::size_t limit,
                         std::string_view cursor) override;
    std::uint64_t count(const DossierFilter& filter, const Moment& moment) override;
    Board board(const DossierFilter& filter, const Moment& moment) override;
    DossierPage search(std::string_view text, const DossierFilter& filter, const Moment& moment,
                       std::size_t limit, std::string_view cursor) override;
    DossierPage register_of(const RegisterQuestion& question, std::size_t limit,
                            std::string_view cursor) override;
    Trail trail(std::string_view dossier_id, std::size_t limit, Seq from) override;
    ControlSlip control_slip(std::string_view dossier_id) override;
    AsOf turns(Instant until, const std::function<void(const Turn&)>& take) override;
    AsOf charges(Instant from, Instant until, const std::function<void(const Charge&)>& take) override;
    std::vector<DossierRow> rows(std::span<const Seq> dossiers) override;
    std::vector<IssuedReport> issued_reports() override;
    std::map<std::string, std::string, std::less<>> people() override;

private:
    /// One read transaction, and the places and posts as they are in it.
    class Snapshot {
    public:
        explicit Snapshot(ViewsReading& reading);
        Snapshot(const Snapshot&) = delete;
        ~Snapshot();

    private:
        ViewsReading& reading_;
    };

    /// What a filter asks of the short row, looked up once for each place and post.
    class Sieve;
    struct Tally;

    std::optional<std::int64_t> number_of(std::string_view id_or_code);
    std::optional<DossierRow> row(std::int64_t number);
    Seq head_of(std::string_view dossier_id);
    /// Where a list goes on: after this sort key.
    struct Cursor {
        std::int64_t rank = 0;
        std::int64_t number = 0;
        auto operator<=>(const Cursor&) const = default;
    };
    /// In the order of work, reading no further than the page; `only` restricts it to these numbers, ascending.
    void list(const DossierFilter& filter, const Moment& moment, const Cursor& start, std::size_t limit,
              std::uint32_t question, const std::vector<std::int64_t>* only, DossierPage& page);
    static std::string written(const Cursor& cursor, std::uint32_t question);
    static std::optional<Cursor> read_cursor(std::string_view text, std::uint32_t question);
    void each(const DossierFilter& filter, const Moment& moment,
              const std::function<void(std::int64_t place, std::int64_t post, Timeliness)>& take);
    void load_names();

    std::unique_ptr<JournalReader> journal_;
    Database database_;
    Statement begin_, end_, position_, by_id_, by_code_, by_external_, standing_, ended_, all_standing_,
        all_ended_, short_of_, search_, register_, head_, places_, posts_, people_, turns_, charges_, issued_;
    std::vector<procedures::Holder> place_names_;       // by id
    std::vector<Post> post_names_;                      // by id
    std::vector<std::unique_ptr<Statement>> at_place_;  // of standing, one for each list that is merged
    Statement of_ended_;
};

}  // namespace motcua::storage::sqlite
