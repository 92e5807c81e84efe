// Events for tests of the journal: sealed like real ones, the same from the same seed.
#pragma once

#include "storage/proofs/seal.hpp"

#include <boost/json.hpp>

#include <map>
#include <random>
#include <string>
#include <vector>

namespace motcua::storage {

class SampleEvents {
public:
    explicit SampleEvents(unsigned seed = 7) : random_(seed) {}

    Record next(const std::string& stream, const std::string& type = "advanced",
                const boost::json::object& body = {{"step", "thẩm định"}},
                const boost::json::object& personal = {}) {
        ++seq_;
        now_ms_ += 250;
        const std::string key = seq_ % 2 == 1 ? "hoa/k" + std::to_string(seq_) : "";
        const EventDraft draft{.seq = seq_,
                               .prev = heads_[stream],
                               .recorded_at_ms = now_ms_,
                               .at_ms = now_ms_ - 250,
                               .stream = stream,
                               .type = type,
                               .v = 1,
                               .person = "hoa",
                               .on_behalf_of = "",
                               .via = "cli",
                               .key = key,
                               .request = "",
                               .body = body,
                               .personal = personal};
        std::vector<std::uint8_t> salts(random_needed(draft));
        for (auto& byte : salts) byte = static_cast<std::uint8_t>(random_());
        Record record;
        seal(draft, salts, record);
        heads_[stream] = seq_;
        return record;
    }

    /// Events in turn of a few dossiers, each third with a personal value.
    std::vector<Record> some(std::size_t count) {
        std::vector<Record> records;
        for (std::size_t i = 0; i < count; ++i)
            records.push_back(
                next("dossier:" + std::to_string(i % 5), "advanced", {{"step", "thẩm định"}, {"number", i}},
                     i % 3 == 0 ? boost::json::object{{"name", "Nguyễn Thị Hoa"}, {"phone", "0912345678"}}
                                : boost::json::object{}));
        return records;
    }

    /// Goes on after `seq` as if the later events had never been.
    void go_back_to(Seq seq, const std::vector<Record>& kept) {
        seq_ = seq;
        heads_.clear();
        for (const Record& record : kept)
            if (record.seq <= seq) heads_[record.stream] = record.seq;
    }

private:
    std::mt19937 random_;
    std::map<std::string, Seq> heads_;
    Seq seq_ = 0;
    std::int64_t now_ms_ = 1'770'000'000'000;
};

}  // namespace motcua::storage
