#include "storage/proofs/seal.hpp"

#include "storage/proofs/canonical.hpp"
#include "storage/proofs/merkle.hpp"
#include "tests/storage/sample_events.hpp"

#include <gtest/gtest.h>

namespace motcua::storage {
namespace {

namespace json = boost::json;

Record sealed(const json::object& body, const json::object& personal, std::string_view substitute_for = "") {
    const EventDraft draft{.seq = 9,
                           .prev = 4,
                           .recorded_at_ms = 2000,
                           .at_ms = 1000,
                           .stream = "dossier:7",
                           .type = "received",
                           .v = 2,
                           .person = "hoa",
                           .on_behalf_of = substitute_for,
                           .via = "http",
                           .key = "hoa/\"1\"",
                           .request = "ab",
                           .body = body,
                           .personal = personal};
    std::vector<std::uint8_t> random(random_needed(draft));
    for (std::size_t i = 0; i < random.size(); ++i) random[i] = static_cast<std::uint8_t>(i);
    Record record;
    seal(draft, random, record);
    return record;
}

TEST(Seal, TheLeafIsCanonicalAndHoldsEverything) {
    const Record record = sealed({{"z", 1}, {"due", "2026-02-27T17:00:00+07:00"}}, {}, "lan");
    EXPECT_EQ(
        record.leaf,
        R"({"actor":{"on_behalf_of":"lan","person":"hoa","via":"http"},"at":1000,)"
        R"("body":{"due":"2026-02-27T17:00:00+07:00","z":1},"key":"hoa/\"1\"","prev":4,"recorded_at":2000,"request":"ab",)"
        R"("salt":"000102030405060708090a0b0c0d0e0f","seq":9,"stream":"dossier:7","type":"received","v":2})");
    EXPECT_TRUE(is_canonical(record.leaf));
    EXPECT_EQ(record.hash, leaf_hash(record.leaf));
    EXPECT_EQ(record.personal, "");
}

TEST(Seal, PersonalValuesStandBesideTheLeaf) {
    const Record record = sealed({}, {{"phone", "0912"}, {"name", "Nguyễn Thị Hoa"}});
    EXPECT_EQ(record.leaf.find("Hoa"), std::string::npos);
    EXPECT_EQ(record.personal,
              R"({"name":{"salt":"101112131415161718191a1b1c1d1e1f","value":"Nguyễn Thị Hoa"},)"
              R"("phone":{"salt":"202122232425262728292a2b2c2d2e2f","value":"0912"}})");
    const std::string expected =
        to_hex(bytes_of(sha256({*from_hex("101112131415161718191a1b1c1d1e1f"), "\"Nguyễn Thị Hoa\""})));
    EXPECT_NE(record.leaf.find("\"personal\":{\"name\":\"" + expected + "\","), std::string::npos)
        << record.leaf;
    EXPECT_TRUE(is_canonical(record.leaf));
    EXPECT_TRUE(is_canonical(record.personal));
}

TEST(Seal, OpenedIsWhatWasSealed) {
    const json::object body{{"documents", {"a", "b"}}, {"fee", 450000}};
    const json::object personal{{"name", "Nguyễn Thị Hoa"}, {"note", "đã gọi\n\"hai lần\""}};
    const OpenedEvent event = open_event(sealed(body, personal, "lan"));
    EXPECT_EQ(event.person, "hoa");
    EXPECT_EQ(event.on_behalf_of, "lan");
    EXPECT_EQ(event.via, "http");
    EXPECT_EQ(event.request, "ab");
    EXPECT_EQ(event.body, body);
    EXPECT_EQ(event.personal, personal);
}

TEST(Seal, ErasedFieldsAreGoneAndTheOthersStay) {
    Record record = sealed({}, {{"name", "Hoa"}, {"phone", "0912"}});
    record.personal = without_fields(record.personal, std::vector<std::string>{"name"});
    EXPECT_EQ(open_event(record).personal, (json::object{{"phone", "0912"}}));
    record.personal = without_fields(record.personal, std::vector<std::string>{"phone"});
    EXPECT_EQ(record.personal, "");
}

TEST(Seal, ARecordIsReusedWithoutARest) {
    SampleEvents events;
    Record record = events.next("dossier:1", "received", {{"a", 1}}, {{"name", "Hoa"}});
    const json::object none;
    const EventDraft draft{.seq = 2,
                           .stream = "office",
                           .type = "noted",
                           .person = "lan",
                           .via = "cli",
                           .body = none,
                           .personal = none};
    const std::vector<std::uint8_t> salt(salt_size);
    seal(draft, salt, record);
    Record fresh;
    seal(draft, salt, fresh);
    EXPECT_EQ(record, fresh);
}

TEST(Seal, AnUnreadableLeafIsNamed) {
    Record record = sealed({}, {});
    record.leaf.pop_back();
    EXPECT_THROW(open_event(record), std::runtime_error);
}

}  // namespace
}  // namespace motcua::storage
