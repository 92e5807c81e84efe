#include "server/tidying.hpp"

#include "tests/server/demo_office.hpp"

#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using namespace std::chrono_literals;

const std::string pdf = "%PDF-1.7\n% một bản quét\n%%EOF\n";

storage::Hash uploaded(DemoOffice& office, std::string_view content) {
    const auto upload = office.files.begin();
    upload->write(content);
    return upload->finish();
}

// The client was gone before its command came: nobody will ever ask for these bytes.
TEST(Tidying, AFileThatNoEventNamesGoesAfterAWeek) {
    DemoOffice office;
    const auto id = office.receive();
    const auto kept = office.post("/api/v1/dossiers/" + id + "/files?name=a.pdf", pdf,
                                  {.fields = {{"content-type", "application/pdf"}}});
    ASSERT_EQ(kept.status, 201) << kept.body;
    const auto lost = uploaded(office, "%PDF-1.7 never named");
    const auto now = std::chrono::system_clock::now();

    server::tidy_up(office.api.ports(), now + 24h * 6);
    EXPECT_TRUE(office.files.has(lost)) << "its command may still come";
    server::tidy_up(office.api.ports(), now + 24h * 8);
    EXPECT_FALSE(office.files.has(lost));

    const auto file = std::to_string(json_of(kept).at("file").to_number<int>());
    EXPECT_EQ(office.get("/api/v1/dossiers/" + id + "/files/" + file).body, pdf);
}

// An answer of another agency names its scan in a field of its own.
TEST(Tidying, AFileIsNamedByWhateverFieldHoldsItsDigest) {
    DemoOffice office;
    const auto scan = uploaded(office, "%PDF-1.7 the answer");
    storage::Record record;
    const auto digest = storage::to_hex(storage::bytes_of(scan));
    record.personal =
        R"({"answer":{"salt":"00","value":"Đồng ý"},"scan":{"salt":"00","value":")" + digest + R"("}})";
    struct OneRecord final : storage::JournalReader {
        explicit OneRecord(const storage::Record& of) : record(of) {}
        storage::JournalIdentity identity() override { return {}; }
        storage::Seq head() override { return 1; }
        storage::Seq read(storage::Seq from, std::size_t,
                          const std::function<void(const storage::Record&)>& take) override {
            if (from != 1) return from;
            take(record);
            return 2;
        }
        std::optional<storage::Record> find(storage::Seq) override { return record; }
        std::vector<storage::Hash> block_hashes(std::uint64_t, std::size_t) override { return {}; }
        std::vector<storage::StoredCheckpoint> checkpoints(storage::Seq) override { return {}; }
        const storage::Record& record;
    } journal(record);

    EXPECT_EQ(server::sweep_files(office.files, journal, std::chrono::system_clock::now() + 24h * 8), 0U);
    EXPECT_TRUE(office.files.has(scan));
}

TEST(Tidying, OldDraftsGoThoughNobodyAsksForThem) {
    DemoOffice office;
    office.private_data.put_draft({"an", "form", "t", "{}", office.clock.now()}, {}, 9);
    office.clock.pass(24h * 29);
    server::tidy_up(office.api.ports(), std::chrono::system_clock::now());
    EXPECT_TRUE(office.private_data.draft("an", "form"));
    office.clock.pass(24h * 2);
    server::tidy_up(office.api.ports(), std::chrono::system_clock::now());
    EXPECT_FALSE(office.private_data.draft("an", "form"));
}

// A server that is restarted every night still gets round to it, and stops at once.
TEST(Tidying, TheDailyWorkIsDoneAtTheBeginning) {
    DemoOffice office;
    server::Service service(office.answerer(), {}, engine::silent_log());
    service.listen({"127.0.0.1", 0});
    int done = 0;
    service.every_day(office.engine, [&] {
        ++done;
        service.stop();
    });
    service.run();
    EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace motcua::tests
