// What every kind of views keeps. A fixture gives
//   Journal& journal();                 of which they are views
//   std::unique_ptr<Views> open();      the same views each time
// and the suite is instantiated over it: INSTANTIATE_TYPED_TEST_SUITE_P(Name, ViewsContract, Fixture).
#pragma once

#include "procedures/dossier/fields.hpp"
#include "storage/proofs/seal.hpp"
#include "storage/views.hpp"
#include "tests/procedures/dossier/desk.hpp"

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/split.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace motcua::storage {

namespace p = motcua::procedures;

/// Writes what happened at a desk into a journal.
class Scribe {
public:
    explicit Scribe(Journal& journal) : journal_(journal), epoch_(journal.take_over()) {}

    void write(const tests::Desk& desk) {
        std::vector<Record> records;
        for (; written_ < desk.journal().size(); ++written_) {
            const auto& event = desk.journal()[written_];
            now_ms_ = std::max(now_ms_, static_cast<std::int64_t>(event.at.time_since_epoch().count()));
            const auto type = p::to_string(event.type);
            const EventDraft draft{.seq = written_ + 1,
                                   .prev = heads_[event.stream],
                                   .recorded_at_ms = now_ms_,
                                   .at_ms = event.at.time_since_epoch().count(),
                                   .stream = event.stream,
                                   .type = type,
                                   .v = event.v,
                                   .person = event.actor.person,
                                   .on_behalf_of = event.actor.on_behalf_of,
                                   .via = event.actor.via,
                                   .body = event.data,
                                   .personal = event.personal};
            std::vector<std::uint8_t> salts(random_needed(draft), 7);
            seal(draft, salts, records.emplace_back());
            heads_[event.stream] = written_ + 1;
        }
        ASSERT_TRUE(journal_.append(journal_.head(), epoch_, records));
    }

private:
    Journal& journal_;
    Epoch epoch_;
    std::size_t written_ = 0;
    std::int64_t now_ms_ = 0;
    std::map<std::string, Seq> heads_;
};

/// Projects the journal from where the views stand up to `last`, `at_once` events in one transaction.
inline void catch_up(Views& views, JournalReader& journal, std::size_t at_once = 100, Seq last = ~Seq{0}) {
    for (;;) {
        std::vector<Projected> batch;
        const auto limit = std::min<Seq>(at_once, last + 1 - views.wants());
        journal.read(views.wants(), limit, [&](const Record& record) { batch.push_back(projected(record)); });
        if (batch.empty()) return;
        views.project(batch);
    }
}

/// A few dozen dossiers driven at random through their machines, with what happens beside them.
inline void live(tests::Desk& desk, unsigned seed, int acts) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    const std::vector<std::string> procedures{"cap-lai-giay-phep-lao-dong", "gia-han-giay-phep-xay-dung"};
    std::vector<std::string> ids;
    auto now = tests::moment("2026-07-06T07:30");
    for (int i = 0; i < acts; ++i) {
        now += std::chrono::minutes{1 + static_cast<int>(below(20))};
        const auto at = p::format_instant(now).substr(0, 19);
        if (ids.empty() || below(8) == 0) {
            ids.push_back(desk.file(procedures[below(2)], at, {},
                                    {{"summary", fmt::format("Vụ việc số {}", i)}, {"zone", "song-cong-1"}}));
            continue;
        }
        const auto& id = ids[below(ids.size())];
        try {
            switch (below(12)) {
                case 0: desk.besides(id, "an", p::CommandKind::note, at, {{"text", "ghi chú"}}); break;
                case 1:
                    desk.besides(id, "an", p::CommandKind::correct_intake, at,
                                 {{"reason", "gõ nhầm"}, {"summary", fmt::format("Đã sửa lần {}", i)}});
                    break;
                case 2:
                    desk.besides(id, desk.dossier(id).holder.person, p::CommandKind::acknowledge, at);
                    break;
                case 3:
                    desk.besides(id, "an", p::CommandKind::request_withdrawal, at, {{"reason", "xin rút"}});
                    break;
                default: {
                    const auto& definition = desk.definition(id);
                    const auto& actions = definition.step(desk.dossier(id).step)->actions;
                    if (actions.empty()) break;
                    const auto& action = actions[below(actions.size())];
                    // Most ways out are short ones: seldom taken, so that dossiers come far.
                    const auto& ending = definition.step(action.to)->ending;
                    if (!ending || *ending == p::Ending::returned || below(20) == 0)
                        desk.drive(id, action.id, now);
                }
            }
        } catch (const std::exception&) {
            // What the law refuses at random leaves nothing.
        }
    }
}

inline std::string at(const std::optional<Instant>& moment) {
    return moment ? p::format_instant(*moment) : "-";
}

inline std::string who(const p::Holder& holder) {
    return fmt::format("{}/{}/{}", holder.role, holder.unit, holder.person);
}

/// What a row says, as text.
inline std::string picture(const DossierRow& r) {
    return fmt::format("{} {} {} {} {} {} {}|{} {}|{} {} {} {}|{} {} {} {}|{} {} {} {} {} {} {} {} {} {}",
                       r.id, r.code, r.external_code, r.procedure, r.version, r.step, p::to_string(r.kind),
                       who(r.holder), r.sender ? who(*r.sender) : "-", at(r.received_at), at(r.finished_at),
                       at(r.closed_at), at(r.submitted_at), at(r.original_due),
                       at(r.legal_due) + (r.provisional ? "?" : ""), at(r.appointment), at(r.step_due),
                       r.main_officer, r.fees_settled.size(), r.supplements_used, r.consults_open, r.extended,
                       r.rescheduled, r.signed_result, r.has_result,
                       r.ending ? static_cast<int>(*r.ending) : -1, r.version_number);
}

inline const Moment noon{tests::moment("2026-07-08T12:00"), tests::moment("2026-07-08T17:00"),
                         tests::moment("2026-07-09T17:00")};

inline DossierFilter everything() {
    DossierFilter filter;
    filter.kinds = {p::StepKind::submitted, p::StepKind::working, p::StepKind::held, p::StepKind::finished,
                    p::StepKind::closed};
    return filter;
}

/// All pages of a list.
inline std::vector<DossierRow> all_rows(ViewsReader& reader, const DossierFilter& filter,
                                        std::size_t limit = 7) {
    std::vector<DossierRow> rows;
    std::string cursor;
    do {
        auto page = reader.worklist(filter, noon, limit, cursor);
        EXPECT_LE(page.rows.size(), limit);
        std::move(page.rows.begin(), page.rows.end(), std::back_inserter(rows));
        cursor = page.next;
    } while (!cursor.empty());
    return rows;
}

/// Everything that the views answer, as text.
inline std::string dump(ViewsReader& reader) {
    std::string out = fmt::format("as of {} {}\n", reader.as_of().seq, at(reader.as_of().time));
    for (const auto& row : all_rows(reader, everything())) {
        out += fmt::format("{} {} {} {} {} {} {}\n", picture(row), row.title, row.zone, row.head,
                           row.result_number, row.legal_verdict, row.index_verdict);
        for (const auto& handover : reader.control_slip(row.id).handovers)
            out += fmt::format("  {} {} {} {}\n", handover.seq, to_string(handover.charged_to),
                               who(handover.holder), p::count(handover.minutes));
    }
    for (const auto& cell : reader.board(everything(), noon).cells)
        out += fmt::format("{} {} {} {} {}\n", who(cell.holder), cell.procedure, cell.step,
                           to_string(cell.timeliness), cell.count);
    for (const auto* text : {"vu viec", "thu nghiem", "0001", "da sua"}) {
        for (const auto& row : reader.search(text, everything(), noon, 1000).rows) out += row.id + " ";
        out += '\n';
    }
    for (const auto& row :
         reader
             .register_of({p::parse_date("2026-07-01").value(), p::parse_date("2026-12-31").value(), {}, {}},
                          1000)
             .rows)
        out += row.code + '\n';
    for (const auto& [id, name] : reader.people()) out += id + " " + name + '\n';
    return out;
}

/// The first line in which they differ, "" when there is none.
inline std::string difference(const std::string& a, const std::string& b) {
    const auto [at_a, at_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (at_a == a.end() && at_b == b.end()) return {};
    const auto line = [](const std::string& text, std::string::const_iterator at) {
        const auto from = text.rfind('\n', static_cast<std::size_t>(at - text.begin()));
        const auto start = from == std::string::npos ? 0 : from + 1;
        return text.substr(start, text.find('\n', start) - start);
    };
    return line(a, at_a) + "\n    instead of\n" + line(b, at_b);
}

inline std::vector<std::string> ids(const DossierPage& page) {
    std::vector<std::string> out;
    for (const auto& row : page.rows) out.push_back(row.id);
    return out;
}

inline std::string file_for(tests::Desk& desk, const std::string& id, const std::string& name,
                            boost::json::object applicant = {}, boost::json::object more = {}) {
    applicant["name"] = name;
    p::Command command;
    command.kind = p::CommandKind::submit;
    command.actor = {"an", {}, "cli"};
    command.dossier = id;
    command.args = std::move(more);
    command.args["procedure"] = "cap-lai-giay-phep-lao-dong";
    command.args["applicant"] = std::move(applicant);
    EXPECT_TRUE(desk.tell(command, "2026-07-06T08:00"));
    return id;
}

template <class Fixture> class ViewsContract : public testing::Test {
protected:
    /// What happened so far, projected.
    std::unique_ptr<Views> seen(std::size_t at_once = 100) {
        scribe.write(desk);
        auto views = storage.open();
        catch_up(*views, storage.journal(), at_once);
        return views;
    }

    Fixture storage;
    tests::Desk desk;
    Scribe scribe{storage.journal()};
};

TYPED_TEST_SUITE_P(ViewsContract);

TYPED_TEST_P(ViewsContract, AreEmptyAtFirst) {
    const auto views = this->storage.open();
    EXPECT_EQ(views->wants(), 1u);
    EXPECT_EQ(views->position().seq, 0u);
    const auto reader = views->reader();
    EXPECT_EQ(reader->as_of().seq, 0u);
    EXPECT_FALSE(reader->dossier("d1"));
    EXPECT_TRUE(reader->worklist({}, noon, 10).rows.empty());
    EXPECT_TRUE(reader->trail("d1", 10).events.empty());
}

TYPED_TEST_P(ViewsContract, ShowEveryDossierAsItFolds) {
    live(this->desk, 11, 600);
    const auto views = this->seen(37);
    EXPECT_EQ(views->position().seq, this->desk.journal().size());
    const auto reader = views->reader();
    std::size_t dossiers = 0;
    for (const auto& event : this->desk.journal()) {
        if (event.type != p::EventType::submitted) continue;
        const auto id = event.stream.substr(8);
        const auto row = reader->dossier(id);
        ASSERT_TRUE(row) << id;
        EXPECT_EQ(deviation(*row, this->desk.dossier(id)), "");
        if (!row->code.empty()) {
            EXPECT_EQ(reader->dossier(row->code)->id, id);
        }
        ++dossiers;
    }
    EXPECT_GT(dossiers, 40u);
    EXPECT_EQ(all_rows(*reader, everything()).size(), dossiers);
}

TYPED_TEST_P(ViewsContract, AreTheSameHoweverTheyWereProjected) {
    live(this->desk, 5, 400);
    this->scribe.write(this->desk);
    auto views = this->storage.open();
    catch_up(*views, this->storage.journal(), 64);
    const auto at_once = dump(*views->reader());

    views->begin_rebuild();
    EXPECT_EQ(views->wants(), 1u);
    // One by one, and stopped halfway: what was folded is folded again from the journal.
    catch_up(*views, this->storage.journal(), 1);
    views->finish_rebuild();
    EXPECT_EQ(difference(dump(*views->reader()), at_once), "");
}

TYPED_TEST_P(ViewsContract, GoOnWhereTheyWereLeft) {
    live(this->desk, 3, 400);
    this->scribe.write(this->desk);
    const Seq head = this->storage.journal().head();
    for (Seq stop = 50; stop < head; stop += 97) {
        const auto views = this->storage.open();
        catch_up(*views, this->storage.journal(), 20, stop);
        EXPECT_EQ(views->position().seq, stop);
    }
    const auto views = this->storage.open();
    catch_up(*views, this->storage.journal());
    const auto interrupted = dump(*views->reader());
    views->begin_rebuild();
    catch_up(*views, this->storage.journal());
    views->finish_rebuild();
    EXPECT_EQ(difference(dump(*views->reader()), interrupted), "");
}

TYPED_TEST_P(ViewsContract, AFailedBatchLeavesNothing) {
    live(this->desk, 4, 200);
    this->scribe.write(this->desk);
    const auto views = this->storage.open();
    catch_up(*views, this->storage.journal(), 100, 150);
    const auto before = dump(*views->reader());
    std::vector<Projected> batch;
    this->storage.journal().read(151, 30, [&](const Record& record) { batch.push_back(projected(record)); });
    batch.push_back(batch.front());
    EXPECT_THROW(views->project(batch), std::runtime_error);
    EXPECT_EQ(views->position().seq, 150u);
    EXPECT_EQ(views->wants(), 151u);
    EXPECT_EQ(difference(dump(*views->reader()), before), "");
    catch_up(*views, this->storage.journal());
    EXPECT_EQ(views->position().seq, this->storage.journal().head());
}

TYPED_TEST_P(ViewsContract, ReadersSeeTheFormerViewsUntilTheRebuiltOnesAreWhole) {
    live(this->desk, 6, 150);
    const auto views = this->seen();
    const auto reader = views->reader();
    const auto before = dump(*reader);
    views->begin_rebuild();
    catch_up(*views, this->storage.journal(), 50, 100);
    EXPECT_EQ(views->position().seq, this->storage.journal().head());
    EXPECT_EQ(difference(dump(*reader), before), "");
    EXPECT_THROW(views->finish_rebuild(), std::runtime_error);
    catch_up(*views, this->storage.journal());
    views->finish_rebuild();
    EXPECT_EQ(difference(dump(*reader), before), "");
    live(this->desk, 7, 20);
    this->scribe.write(this->desk);
    catch_up(*views, this->storage.journal());
    EXPECT_EQ(reader->as_of().seq, this->storage.journal().head());
}

// "Nguyễn Đức" is typed "nguyen duc" at the counter, and a phone number in groups.
TYPED_TEST_P(ViewsContract, FindWithoutAccents) {
    file_for(this->desk, "D1", "Nguyễn Đức Thắng", {{"phone", "0912 345 678"}, {"id", "019085001234"}},
             {{"summary", "Cấp lại giấy phép lao động bị mất"}});
    file_for(this->desk, "D2", "Công ty TNHH Samsung–Việt Nam", {{"id", "4600123456-001"}},
             {{"project", "Nhà máy Điềm Thụy"}});
    file_for(this->desk, "D3", "Nguyễn Thị Đào");
    const auto views = this->seen();
    const auto reader = views->reader();
    const auto found = [&](std::string_view text) {
        return ids(reader->search(text, everything(), noon, 10));
    };
    using Ids = std::vector<std::string>;
    EXPECT_EQ(found("nguyen duc"), Ids{"D1"});
    EXPECT_EQ(found("ĐỨC nguyễn"), Ids{"D1"});
    EXPECT_EQ(found("nguyen"), (Ids{"D1", "D3"}));
    EXPECT_EQ(found("nguy"), (Ids{"D1", "D3"}));
    EXPECT_EQ(found("viet nam"), Ids{"D2"});
    EXPECT_EQ(found("diem thuy"), Ids{"D2"});
    EXPECT_EQ(found("bi mat"), Ids{"D1"});
    EXPECT_EQ(found("0912.345.678"), Ids{"D1"});
    EXPECT_EQ(found("4600123456"), Ids{"D2"});
    EXPECT_EQ(found("4600123456-001"), Ids{"D2"});
    EXPECT_EQ(found("\"*' OR ("), Ids{});
    EXPECT_EQ(found(""), Ids{});
    EXPECT_EQ(found("tran"), Ids{});
}

TYPED_TEST_P(ViewsContract, FindByCodeAndByItsLastFourDigits) {
    std::string second;
    for (int i = 0; i < 3; ++i) {
        const auto id = this->desk.receive("cap-lai-giay-phep-lao-dong", "2026-07-06T08:00");
        if (i == 1) second = id;
    }
    const auto views = this->seen();
    const auto reader = views->reader();
    EXPECT_EQ(ids(reader->search("0002", everything(), noon, 10)), std::vector{second});
    EXPECT_EQ(ids(reader->search(this->desk.dossier(second).code, everything(), noon, 10)),
              std::vector{second});
    EXPECT_EQ(reader->search("260706", everything(), noon, 10).rows.size(), 3u);
    EXPECT_EQ(reader->dossier(boost::algorithm::to_lower_copy(this->desk.dossier(second).code))->id, second);
}

// A rare word and one that everybody has are looked for in two ways; both give the order of the list.
TYPED_TEST_P(ViewsContract, FindInTheOrderOfWorkPageByPage) {
    for (int i = 0; i < 1100; ++i)
        file_for(this->desk, fmt::format("E{}", i), i % 100 == 0 ? "Công ty Hiếm" : "Công ty Chung",
                 {{"id", fmt::format("46{:08}", i)}});
    const auto views = this->seen();
    const auto reader = views->reader();
    DossierFilter closed;
    closed.kinds = {p::StepKind::closed};
    DossierFilter elsewhere;
    elsewhere.procedure = "no-such";
    const std::tuple<const char*, DossierFilter, std::size_t> questions[] = {
        {"cong ty", {}, 1100}, {"hiem", {}, 11}, {"cong ty", closed, 0}, {"hiem", elsewhere, 0}};
    for (const auto& [text, filter, expected] : questions) {
        std::vector<std::string> paged;
        std::string cursor;
        do {
            const auto page = reader->search(text, filter, noon, 400, cursor);
            for (const auto& row : page.rows) paged.push_back(row.id);
            cursor = page.next;
        } while (!cursor.empty());
        std::vector<std::string> listed;
        for (const auto& row : all_rows(*reader, filter))
            if (std::string_view(text) == "cong ty" || row.applicant == "Công ty Hiếm")
                listed.push_back(row.id);
        EXPECT_EQ(paged.size(), expected) << text;
        EXPECT_EQ(paged, listed) << text;
    }
    const auto first = reader->search("cong ty", {}, noon, 1);
    EXPECT_THROW(reader->search("hiem", {}, noon, 1, first.next), BadCursor);
}

// What a correction took out is no longer found.
TYPED_TEST_P(ViewsContract, ForgetWhatWasCorrected) {
    file_for(this->desk, "D1", "Trần Văn Sai");
    ASSERT_TRUE(this->desk.besides("D1", "an", p::CommandKind::correct_intake, "2026-07-06T08:05",
                                   {{"reason", "gõ nhầm"}, {"applicant", {{"name", "Trần Văn Đúng"}}}}));
    const auto views = this->seen();
    const auto reader = views->reader();
    EXPECT_TRUE(reader->search("sai", everything(), noon, 10).rows.empty());
    EXPECT_EQ(ids(reader->search("dung", everything(), noon, 10)), std::vector<std::string>{"D1"});
    EXPECT_EQ(reader->dossier("D1")->applicant, "Trần Văn Đúng");
    EXPECT_EQ(reader->dossier("D1")->title, "Trần Văn Đúng");
}

TYPED_TEST_P(ViewsContract, ListInTheOrderOfWorkHeldOnesLast) {
    live(this->desk, 12, 900);
    const auto views = this->seen();
    const auto reader = views->reader();
    const auto rows = all_rows(*reader, {}, 1000);
    ASSERT_GT(rows.size(), 20u);
    const auto band = [](const DossierRow& row) {
        return row.kind == p::StepKind::finished ? 2 : row.kind == p::StepKind::held ? 1 : 0;
    };
    for (std::size_t i = 1; i < rows.size(); ++i) {
        EXPECT_LE(band(rows[i - 1]), band(rows[i]));
        if (rows[i - 1].kind == p::StepKind::working && rows[i].kind == p::StepKind::working &&
            rows[i - 1].step_due && rows[i].step_due) {
            EXPECT_LE(*rows[i - 1].step_due, *rows[i].step_due);
        }
    }
    // Pages of any size make up the same list.
    for (const std::size_t limit : {1u, 5u, 19u}) {
        const auto paged = all_rows(*reader, {}, limit);
        ASSERT_EQ(paged.size(), rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(paged[i].id, rows[i].id);
    }
}

TYPED_TEST_P(ViewsContract, RefuseACursorOfAnotherList) {
    live(this->desk, 12, 200);
    const auto views = this->seen();
    const auto reader = views->reader();
    const auto next = reader->worklist({}, noon, 3).next;
    ASSERT_FALSE(next.empty());
    DossierFilter other;
    other.procedure = "gia-han-giay-phep-xay-dung";
    EXPECT_THROW(reader->worklist(other, noon, 3, next), BadCursor);
    EXPECT_THROW(reader->worklist({}, noon, 3, "1.2"), BadCursor);
    EXPECT_THROW(reader->worklist({}, noon, 3, next + "0"), BadCursor);
    EXPECT_THROW(reader->worklist({}, noon, 3, "x"), BadCursor);
    // A page boundary does not move with the clock.
    Moment later = noon;
    later.now += std::chrono::hours{1};
    EXPECT_NO_THROW(reader->worklist({}, later, 3, next));
}

TYPED_TEST_P(ViewsContract, CountWhatTheListBehindANumberShows) {
    live(this->desk, 13, 900);
    const auto views = this->seen();
    const auto reader = views->reader();
    std::set<Timeliness> seen;
    for (const auto due_of : {DueOf::step, DueOf::dossier}) {
        DossierFilter filter = everything();
        filter.due_of = due_of;
        const auto board = reader->board(filter, noon);
        EXPECT_EQ(board.as_of.seq, this->storage.journal().head());
        std::uint64_t sum = 0;
        for (const auto& cell : board.cells) {
            const auto list = behind(cell, filter);
            EXPECT_EQ(reader->count(list, noon), cell.count);
            EXPECT_EQ(all_rows(*reader, list).size(), cell.count);
            sum += cell.count;
            seen.insert(cell.timeliness);
        }
        EXPECT_EQ(sum, reader->count(filter, noon));
        EXPECT_EQ(sum, all_rows(*reader, filter).size());
    }
    EXPECT_GE(seen.size(), 5u);
}

TYPED_TEST_P(ViewsContract, ListThoseThatFinishedLate) {
    live(this->desk, 13, 900);
    const auto views = this->seen();
    const auto reader = views->reader();
    std::set<std::string> expected, found;
    for (const auto& row : all_rows(*reader, everything()))
        if (row.finished_at && row.legal_end && *row.finished_at > *row.legal_end) expected.insert(row.id);
    auto late = everything();
    late.finished_late = true;
    for (const auto& row : all_rows(*reader, late)) found.insert(row.id);
    EXPECT_EQ(found, expected);
    EXPECT_EQ(reader->count(late, noon), expected.size());
    EXPECT_FALSE(expected.empty());
}

// An inbox: what somebody has, and the pools of his roles that nobody took yet.
TYPED_TEST_P(ViewsContract, ListAnInboxByPersonAndByPool) {
    live(this->desk, 14, 900);
    const auto views = this->seen();
    const auto reader = views->reader();
    std::map<std::string, std::size_t> expected;
    for (const auto& row : all_rows(*reader, {})) ++expected[who(row.holder)];
    for (const auto& [holder, number] : expected) {
        std::vector<std::string> parts;
        boost::algorithm::split(parts, holder, [](char c) { return c == '/'; });
        DossierFilter filter;
        filter.places = {{parts[0], parts[1], parts[2]}};
        EXPECT_EQ(all_rows(*reader, filter).size(), number) << holder;
    }
    DossierFilter desk_and_pool;
    desk_and_pool.places = {{std::nullopt, std::nullopt, "lan"}, {"clerk", std::nullopt, ""}};
    for (const auto& row : all_rows(*reader, desk_and_pool))
        EXPECT_TRUE(row.holder.person == "lan" || (row.holder.role == "clerk" && row.holder.person.empty()));
}

TYPED_TEST_P(ViewsContract, ShowOnlyWhatAPersonMaySee) {
    live(this->desk, 15, 600);
    const auto views = this->seen();
    const auto reader = views->reader();
    DossierFilter filter = everything();
    filter.sight = {false, {"gia-han-giay-phep-xay-dung"}, "lan"};
    const auto rows = all_rows(*reader, filter);
    std::size_t expected = 0;
    for (const auto& row : all_rows(*reader, everything()))
        expected += row.procedure == "gia-han-giay-phep-xay-dung" || row.main_officer == "lan" ? 1 : 0;
    EXPECT_EQ(rows.size(), expected);
    EXPECT_EQ(reader->count(filter, noon), expected);
    for (const auto& row : reader->search("thu nghiem", filter, noon, 1000).rows)
        EXPECT_TRUE(row.procedure == "gia-han-giay-phep-xay-dung" || row.main_officer == "lan");
    filter.sight = {false, {}, ""};
    EXPECT_TRUE(reader->search("thu nghiem", filter, noon, 1000).rows.empty());
}

TYPED_TEST_P(ViewsContract, TellTheTrailNewestFirst) {
    live(this->desk, 16, 400);
    const auto views = this->seen();
    const auto reader = views->reader();
    const auto busiest = [&] {
        std::map<std::string, int> acts;
        for (const auto& event : this->desk.journal())
            if (event.stream.starts_with("dossier:")) ++acts[event.stream.substr(8)];
        return std::max_element(acts.begin(), acts.end(),
                                [](auto& a, auto& b) { return a.second < b.second; })
            ->first;
    }();
    std::vector<Seq> told;
    Seq from = 0;
    do {
        const auto trail = reader->trail(busiest, 2, from);
        for (const auto& event : trail.events) {
            told.push_back(event.seq);
            EXPECT_EQ(event.event.stream, "dossier:" + busiest);
            EXPECT_EQ(event.event.type, this->desk.journal()[event.seq - 1].type);
        }
        from = trail.next;
    } while (from != 0);
    std::vector<Seq> expected;
    for (Seq seq = this->desk.journal().size(); seq > 0; --seq)
        if (this->desk.journal()[seq - 1].stream == "dossier:" + busiest) expected.push_back(seq);
    EXPECT_EQ(told, expected);
    // Nobody reads another dossier's trail by a guessed place.
    EXPECT_TRUE(reader->trail(busiest, 10, 1).events.empty());
}

TYPED_TEST_P(ViewsContract, ChargeEachStretchToWhoHeldIt) {
    const auto id = this->desk.receive("cap-lai-giay-phep-lao-dong", "2026-07-06T08:00");
    auto now = tests::moment("2026-07-06T08:30");
    for (const auto* action : {"assign", "request_supplement", "issue_supplement", "complete_supplement"}) {
        const auto* step = this->desk.definition(id).step(this->desk.dossier(id).step);
        const auto found =
            std::find_if(step->actions.begin(), step->actions.end(),
                         [&](const p::Action& one) { return p::to_string(one.kind) == action; });
        ASSERT_NE(found, step->actions.end()) << action << " in " << step->id;
        ASSERT_TRUE(this->desk.drive(id, found->id, now)) << action;
        now += std::chrono::hours{1};
    }
    const auto views = this->seen();
    const auto slip = views->reader()->control_slip(id);
    ASSERT_EQ(slip.handovers.size(), 5u);
    EXPECT_EQ(slip.handovers[0].charged_to, Handover::ChargedTo::unit);
    // Nobody acknowledged it: the desk that handed it over answers for the wait.
    EXPECT_EQ(who(slip.handovers[1].holder), "clerk/mot-cua/an");
    EXPECT_EQ(slip.handovers[1].charged_to, Handover::ChargedTo::officer);
    EXPECT_EQ(p::count(slip.handovers[1].minutes), 30);
    EXPECT_EQ(slip.handovers[2].charged_to, Handover::ChargedTo::officer);
    EXPECT_EQ(p::count(slip.handovers[2].minutes), 60);
    EXPECT_EQ(slip.handovers[4].charged_to, Handover::ChargedTo::applicant);
    EXPECT_EQ(p::count(slip.handovers[4].minutes), 60);
}

TYPED_TEST_P(ViewsContract, KeepTheBookOfAPeriodInTheOrderOfReceipt) {
    live(this->desk, 17, 500);
    const auto views = this->seen();
    const auto reader = views->reader();
    const RegisterQuestion question{
        p::parse_date("2026-07-06").value(), p::parse_date("2026-07-07").value(), {}, {}};
    std::vector<DossierRow> book;
    std::string cursor;
    do {
        auto page = reader->register_of(question, 4, cursor);
        std::move(page.rows.begin(), page.rows.end(), std::back_inserter(book));
        cursor = page.next;
    } while (!cursor.empty());
    std::size_t received = 0;
    for (const auto& row : all_rows(*reader, everything())) {
        if (row.received_at && p::local_date(*row.received_at) >= question.from &&
            p::local_date(*row.received_at) <= question.to)
            ++received;
    }
    EXPECT_GT(received, 4u);
    EXPECT_EQ(book.size(), received);
    EXPECT_TRUE(std::is_sorted(book.begin(), book.end(),
                               [](auto& a, auto& b) { return *a.received_at < *b.received_at; }));
}

TYPED_TEST_P(ViewsContract, NamePeople) {
    const auto views = this->seen();
    const auto people = views->reader()->people();
    EXPECT_GT(people.size(), 10u);
    EXPECT_TRUE(std::none_of(people.begin(), people.end(), [](auto& one) { return one.second.empty(); }));
}

REGISTER_TYPED_TEST_SUITE_P(ViewsContract, AreEmptyAtFirst, ShowEveryDossierAsItFolds,
                            AreTheSameHoweverTheyWereProjected, GoOnWhereTheyWereLeft,
                            AFailedBatchLeavesNothing, ReadersSeeTheFormerViewsUntilTheRebuiltOnesAreWhole,
                            FindWithoutAccents, FindByCodeAndByItsLastFourDigits,
                            FindInTheOrderOfWorkPageByPage, ForgetWhatWasCorrected,
                            ListInTheOrderOfWorkHeldOnesLast, RefuseACursorOfAnotherList,
                            CountWhatTheListBehindANumberShows, ListThoseThatFinishedLate,
                            ListAnInboxByPersonAndByPool, ShowOnlyWhatAPersonMaySee, TellTheTrailNewestFirst,
                            ChargeEachStretchToWhoHeldIt, KeepTheBookOfAPeriodInTheOrderOfReceipt,
                            NamePeople);

}  // namespace motcua::storage
