// Every report of a played office, computed a second time in the plainest way: fold each dossier from the
// journal up to the cut-off, look at it, and count.
#include "server/reports/report.hpp"

#include "engine/codec.hpp"
#include "engine/law_book.hpp"
#include "engine/log.hpp"
#include "engine/simulation.hpp"
#include "engine/writer.hpp"
#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/loading/law_loader.hpp"
#include "storage/memory/memory_journal.hpp"
#include "storage/sqlite/sqlite_views.hpp"
#include "tests/storage/temp_folder.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

namespace motcua::server::reports {
namespace {

using procedures::Dossier;
using procedures::Ending;
using procedures::StepKind;
namespace fields = procedures::fields;

/// Half a year of an office, its journal and its views.
struct Played {
    storage::MemoryJournal journal;
    engine::Published published;
    TempFolder folder;
    std::unique_ptr<storage::SqliteViews> views;
    std::shared_ptr<const procedures::Law> law;

    Played() {
        engine::SimulationOptions options;
        options.seed = 3;
        options.days = 110;
        options.per_day = 8;
        options.slow_per_thousand = 150;
        options.from = procedures::parse_date("2026-03-02").value();
        engine::ManualClock clock(procedures::moment_of(options.from, std::chrono::hours{6}));
        engine::SeededRandom random(3);
        engine::WriterOptions writing;
        writing.demonstration = true;
        writing.clock.virtual_time = true;
        engine::Writer writer({journal, clock, random, engine::silent_log(), published, {}}, writing);
        writer.adopt(engine::law_texts(procedures::load_config(MOTCUA_SOURCE_DIR "/config")),
                     {"system:setup", "", "simulation"});
        engine::Simulation simulation(engine::office_of(writer, journal, published), clock, options);
        simulation.run();
        law = published.law();
        views = std::make_unique<storage::SqliteViews>(folder.path() / "views.db",
                                                       [this] { return journal.reader(); });
        for (;;) {
            std::vector<storage::Projected> batch;
            journal.read(views->wants(), 2000,
                         [&](const storage::Record& record) { batch.push_back(storage::projected(record)); });
            if (batch.empty()) break;
            views->project(batch);
        }
    }
};

Played& played() {
    static Played office;
    return office;
}

/// What somebody sees who has only the dossier's file up to the cut-off before him.
struct Seen {
    Dossier dossier;
    std::string online_level, unit;
    bool is_refusal = false;
    struct Stretch {
        Instant until;
        procedures::Holder holder;
        std::int64_t minutes = 0;
        bool is_late = false, is_applicants = false;
    };
    std::vector<Stretch> stretches;

    std::optional<Instant> settled() const {
        return dossier.finished_at ? dossier.finished_at : dossier.closed_at;
    }
};

const std::vector<Seen>& seen_before(Instant cut_off) {
    static std::map<Instant, std::vector<Seen>> known;
    const auto [place, is_new] = known.try_emplace(cut_off);
    auto& out = place->second;
    if (!is_new) return out;
    std::map<std::string, Seen> all;
    std::set<std::string> voided;
    played().journal.read(1, 100'000'000, [&](const storage::Record& record) {
        if (!record.stream.starts_with("dossier:")) return;
        const auto [envelope, event] = engine::read_record(record);
        // A mistaken intake never was.
        if (event.type == procedures::EventType::intake_voided) voided.insert(event.stream);
        if (event.at >= cut_off) return;
        auto& seen = all[event.stream];
        const auto due = seen.dossier.step_due;
        const auto officer = seen.dossier.main_officer;
        const bool was_finished = seen.dossier.finished_at.has_value();
        procedures::apply(seen.dossier, event);
        if (event.type == procedures::EventType::received) {
            seen.online_level = fields::text(event.data, "online_level");
            seen.unit = seen.dossier.holder.unit;
        }
        if (seen.dossier.main_officer != officer) seen.unit = seen.dossier.holder.unit;
        // Whatever ended the clock: what was drafted then is what the applicant gets.
        if (seen.dossier.finished_at && !was_finished) seen.is_refusal = seen.dossier.refusal_drafted;
        if (const auto* charge = fields::object_if(event.data, "charge"))
            seen.stretches.push_back({event.at, fields::holder(*charge), fields::number(*charge, "minutes"),
                                      due && event.at > *due, fields::flag(*charge, "applicant")});
    });
    for (auto& [stream, seen] : all)
        if (seen.dossier.received_at && !voided.contains(stream)) out.push_back(std::move(seen));
    return out;
}

std::string verdict_on(const Seen& seen) {
    const auto& dossier = seen.dossier;
    // The applicant's time does not count: who never came back is judged by the day he got it.
    const auto stood = dossier.finished_at ? *dossier.finished_at : dossier.held.back().from;
    if (stood > dossier.legal_due->legal_end) return "late";
    return procedures::local_date(stood) < dossier.legal_due->last_day ? "early" : "on_time";
}

std::string standing_of(const Seen& seen, Instant cut_off) {
    const auto& dossier = seen.dossier;
    if (!seen.settled()) {
        if (dossier.kind == StepKind::held) return "waiting";
        return cut_off > dossier.legal_due->legal_end ? "running_late" : "running_in_time";
    }
    std::string how = seen.is_refusal ? "refused" : "result";
    if (dossier.ending == Ending::withdrawn) how = "withdrawn";
    if (dossier.ending == Ending::stopped) how = "stopped";
    if (dossier.ending == Ending::not_supplemented) how = "unsupplemented";
    return how + "_" + verdict_on(seen);
}

std::string arrival_of(const Seen& seen, Instant begin) {
    if (*seen.dossier.received_at < begin) return "carried_over";
    if (seen.dossier.channel == procedures::Channel::online)
        return seen.online_level == "full" ? "new_online_full" : "new_online_partial";
    return seen.dossier.channel == procedures::Channel::post ? "new_post" : "new_counter";
}

std::string group_of(const Seen& seen, By by) {
    if (by == By::unit) return seen.unit;
    if (by == By::procedure) return seen.dossier.procedure;
    if (by == By::officer) return seen.dossier.main_officer;
    return played().law->version(seen.dossier.version)->field.vi;
}

using Numbers = std::map<std::string, std::map<std::string, std::int64_t>>;  // row, column

Question question_of(const std::string& name, const char* period, By by = By::field) {
    return {name, parse_period(period, Closing::month_end).value(), by, procedures::Language::vi};
}

Material read(const Question& question, Instant now) {
    const auto reader = played().views->reader();
    return material_of(*reader, played().law, question, {}, now);
}

const Instant much_later = procedures::parse_instant("2027-01-01T00:00:00+07:00").value();

/// Calls for each dossier of the period.
void each_of(const Question& question, Instant cut_off, const std::function<void(const Seen&)>& take) {
    for (const auto& seen : seen_before(cut_off))
        if (!seen.settled() || *seen.settled() >= question.period.begin()) take(seen);
}

void expect_numbers(const Table& table, const Numbers& expected) {
    std::set<std::string> rows;
    for (const auto& row : table.rows) {
        rows.insert(row.id);
        ASSERT_TRUE(expected.contains(row.id)) << row.id;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto* count = std::get_if<std::int64_t>(&row.cells[i]);
            const auto& numbers = expected.at(row.id);
            const auto found = numbers.find(table.columns[i].id);
            if (count == nullptr) continue;
            EXPECT_EQ(*count, found == numbers.end() ? 0 : found->second)
                << table.name << ' ' << row.id << ' ' << table.columns[i].id;
        }
    }
    EXPECT_EQ(rows.size(), expected.size());
    for (const auto& check : table.checks) EXPECT_TRUE(check.holds) << table.name << ": " << check.text;
}

/// The numbers of the form's columns, added up by hand.
void add_form(std::map<std::string, std::int64_t>& row, const procedures::ReportForm& form,
              const std::string& figure) {
    for (const auto& column : form.columns)
        if (std::find(column.counts.begin(), column.counts.end(), figure) != column.counts.end()) {
            ++row[std::to_string(column.number)];
            for (const auto& sum : form.columns)
                if (std::find(sum.sum_of.begin(), sum.sum_of.end(), column.number) != sum.sum_of.end())
                    ++row[std::to_string(sum.number)];
        }
}

TEST(Settlement, IsWhatCountingByHandGives) {
    for (const auto* period : {"2026-04", "2026-q2", "2026-08", "2026"})
        for (const auto by : {By::field, By::unit, By::procedure, By::officer}) {
            const auto question = question_of("settlement", period, by);
            const auto material = read(question, much_later);
            const auto table = report_of(question, material);
            const auto& form = *played().law->rules->report_form_for(question.period.to);
            EXPECT_EQ(table.form, form.number);
            Numbers expected, total;
            each_of(question, material.cut_off, [&](const Seen& seen) {
                for (const auto& figure :
                     {arrival_of(seen, question.period.begin()), standing_of(seen, material.cut_off)}) {
                    add_form(expected[group_of(seen, by)], form, figure);
                    add_form(total[""], form, figure);
                }
            });
            EXPECT_FALSE(expected.empty());
            expect_numbers(table, expected);
            Table sum = table;
            sum.rows = table.total;
            expect_numbers(sum, total);
        }
}

TEST(Breakdown, IsWhatCountingByHandGives) {
    const auto question = question_of("breakdown", "2026-05", By::procedure);
    const auto material = read(question, much_later);
    const auto table = report_of(question, material);
    Numbers expected;
    std::set<std::string> states;
    each_of(question, material.cut_off, [&](const Seen& seen) {
        auto& row = expected[group_of(seen, By::procedure)];
        ++row[arrival_of(seen, question.period.begin())];
        ++row[standing_of(seen, material.cut_off)];
        ++row["all"];
        states.insert(standing_of(seen, material.cut_off));
    });
    expect_numbers(table, expected);
    EXPECT_GE(states.size(), 8U) << "the played office shows too little";
}

// "Từ kỳ trước" is what was open when the period before ended (facts 14.3).
TEST(Settlement, CarriesOverWhatWasOpen) {
    const auto open_in = [](const char* period, const char* column) {
        const auto question = question_of("settlement", period);
        const auto table = report_of(question, read(question, much_later));
        for (std::size_t i = 0; i < table.columns.size(); ++i)
            if (table.columns[i].id == column) return std::get<std::int64_t>(table.total.front().cells[i]);
        return std::int64_t{-1};
    };
    EXPECT_EQ(open_in("2026-05", "6"), open_in("2026-04", "11"));
    EXPECT_GT(open_in("2026-05", "6"), 0);
    // July is the last month of the former form, August the first of the new one.
    EXPECT_EQ(open_in("2026-08", "8"), open_in("2026-07", "11"));
}

TEST(Index, IsWhatCountingByHandGives) {
    const auto question = question_of("index", "2026-q2", By::procedure);
    const auto material = read(question, much_later);
    const auto table = report_of(question, material);
    Numbers expected;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> taken;  // minutes, results
    const auto& calendar = *played().law->calendar;
    each_of(question, material.cut_off, [&](const Seen& seen) {
        const auto& dossier = seen.dossier;
        auto& row = expected[dossier.procedure];
        // The time of the one supplement is taken off; whoever waits for it is judged by the day he asked.
        auto end = seen.settled().value_or(material.cut_off);
        for (const auto& span : dossier.held) end -= span.to.value_or(end) - span.from;
        const bool late = dossier.held.size() > 1 || end > dossier.original_due->legal_end;
        ++row["all"];
        ++row[late ? "index_late" : "index_on_time"];
        const auto standing = standing_of(seen, material.cut_off);
        ++row[standing.ends_with("_late") ? "legal_late" : "legal_on_time"];
        if (dossier.channel == procedures::Channel::online) ++row["online"];
        if (!standing.starts_with("result_")) return;
        ++row["results"];
        auto& [minutes, results] = taken[dossier.procedure];
        ++results;
        minutes +=
            procedures::count(calendar.working_minutes_between(*dossier.received_at, *dossier.finished_at));
        for (const auto& span : dossier.held)
            minutes -= procedures::count(calendar.working_minutes_between(span.from, *span.to));
    });
    expect_numbers(table, expected);
    for (const auto& row : table.rows) {
        const auto& numbers = expected.at(row.id);
        const auto of = [&](const char* name) {
            const auto found = numbers.find(name);
            return found == numbers.end() ? 0.0 : static_cast<double>(found->second);
        };
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const auto& id = table.columns[i].id;
            const auto* cell = std::get_if<Hundredths>(&row.cells[i]);
            if (cell == nullptr) continue;
            double value = 0;
            if (id == "index_percent") value = of("index_on_time") / of("all") * 100;
            if (id == "legal_percent") value = of("legal_on_time") / of("all") * 100;
            if (id == "online_percent") value = of("online") / of("all") * 100;
            if (id == "average_hours")
                value =
                    static_cast<double>(taken[row.id].first) / 60 / static_cast<double>(taken[row.id].second);
            EXPECT_NEAR(static_cast<double>(cell->value) / 100, value, 0.00501) << row.id << ' ' << id;
        }
    }
}

TEST(Workload, IsWhatCountingByHandGives) {
    const auto question = question_of("workload", "2026-05", By::officer);
    const auto material = read(question, much_later);
    const auto table = report_of(question, material);
    Numbers expected;
    each_of(question, material.cut_off, [&](const Seen& seen) {
        auto& row = expected[seen.dossier.main_officer];
        const auto standing = standing_of(seen, material.cut_off);
        ++row["all"];
        ++row[arrival_of(seen, question.period.begin()) == "carried_over" ? "carried_over" : "new"];
        ++row[seen.settled() ? "settled" : "open"];
        if (standing.ends_with("_late")) ++row[seen.settled() ? "settled_late" : "open_late"];
        if (standing == "waiting") ++row["waiting"];
    });
    // Whose time it was is asked of every dossier, also of one that has no place in the settlement.
    played().journal.read(
        1, 100'000'000, [&, due = std::map<std::string, Dossier>()](const storage::Record& record) mutable {
            if (!record.stream.starts_with("dossier:")) return;
            const auto [envelope, event] = engine::read_record(record);
            auto& dossier = due[event.stream];
            const auto step_due = dossier.step_due;
            procedures::apply(dossier, event);
            const auto* charge = fields::object_if(event.data, "charge");
            if (charge == nullptr || event.at < question.period.begin() || event.at >= material.cut_off)
                return;
            const auto holder = fields::holder(*charge);
            if (fields::flag(*charge, "applicant") || holder.person.empty() ||
                procedures::is_outside_role(holder.role))
                return;
            auto& row = expected[holder.person];
            row["minutes"] += fields::number(*charge, "minutes");
            ++row["stretches"];
            if (step_due && event.at > *step_due) ++row["late_stretches"];
        });
    expect_numbers(table, expected);
}

TEST(Late, NamesEachLateDossierAndWhoHeldIt) {
    const auto question = question_of("late", "2026-q2");
    const auto material = read(question, much_later);
    const auto table = report_of(question, material);
    std::map<std::string, Seen> expected;
    each_of(question, material.cut_off, [&](const Seen& seen) {
        if (standing_of(seen, material.cut_off).ends_with("_late")) expected.emplace(seen.dossier.code, seen);
    });
    ASSERT_FALSE(expected.empty());
    EXPECT_EQ(table.rows.size(), expected.size());
    for (const auto& row : table.rows) {
        ASSERT_TRUE(expected.contains(row.name)) << row.name;
        const auto& seen = expected.at(row.name);
        std::int64_t lost = 0;
        for (const auto& stretch : seen.stretches)
            if (stretch.is_late && !stretch.is_applicants) lost += stretch.minutes;
        EXPECT_EQ(std::get<std::int64_t>(row.cells.back()), lost) << row.name;
        const auto minutes = procedures::count(played().law->calendar->working_minutes_between(
            seen.dossier.legal_due->legal_end, seen.settled().value_or(material.cut_off)));
        EXPECT_EQ(std::get<Hundredths>(row.cells[6]), ratio(minutes, 60, 1)) << row.name;
    }
}

TEST(Evaluation, SaysWhatTheRegimesCanTakeFromTheJournal) {
    const auto question = question_of("evaluation", "2026");
    const auto material = read(question, much_later);
    const auto table = report_of(question, material);
    std::int64_t settled = 0, in_time = 0;
    each_of(question, material.cut_off, [&](const Seen& seen) {
        if (!seen.settled()) return;
        ++settled;
        in_time += verdict_on(seen) == "late" ? 0 : 1;
    });
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [](const Row& one) { return one.id == "nd118-b"; });
    EXPECT_EQ(std::get<std::int64_t>(row->cells[0]), in_time);
    EXPECT_EQ(std::get<std::int64_t>(row->cells[1]), settled);
    EXPECT_EQ(std::get<Hundredths>(row->cells[2]), ratio(in_time, settled));
    // Nothing was received under the former regime: a dash, not a zero.
    EXPECT_TRUE(std::holds_alternative<std::monostate>(table.rows.front().cells[2]));
    EXPECT_FALSE(table.notes.empty());
}

// The book of a month goes on with the numbers of the year.
TEST(Register, NumbersEveryReceiptOfTheYear) {
    const auto question = question_of("register", "2026-05");
    const auto table = report_of(question, read(question, much_later));
    std::vector<std::pair<Instant, std::string>> book;
    played().journal.read(1, 100'000'000, [&](const storage::Record& record) {
        if (record.type != "received") return;
        const auto [envelope, event] = engine::read_record(record);
        book.emplace_back(fields::instant(event.data, "received_at"), fields::text(event.data, "code"));
    });
    std::stable_sort(book.begin(), book.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::size_t shown = 0;
    for (std::size_t i = 0; i < book.size(); ++i) {
        const auto day = procedures::local_date(book[i].first);
        if (day < question.period.from || day > question.period.to) continue;
        ASSERT_LT(shown, table.rows.size());
        const auto& row = table.rows[shown++];
        EXPECT_EQ(std::get<std::int64_t>(row.cells[0]), static_cast<std::int64_t>(i + 1));
        EXPECT_EQ(std::get<Instant>(row.cells[5]), book[i].first);
    }
    EXPECT_EQ(shown, table.rows.size());
    EXPECT_GT(shown, 50U);
    EXPECT_EQ(table.form, "Mẫu số 07");
}

// Each number is the length of the list behind it.
TEST(Reports, EveryNumberOpensToItsDossiers) {
    for (const auto name : report_names()) {
        if (name == "late" || name == "evaluation" || name == "register") continue;
        const auto question = question_of(std::string(name), "2026-06", groupings_of(name).front());
        const auto material = read(question, much_later);
        const auto table = report_of(question, material);
        for (const auto& row : table.rows)
            for (std::size_t i = 0; i < table.columns.size(); ++i)
                if (table.columns[i].is_link) {
                    const auto behind_it = behind(question, material, row.id, table.columns[i].id);
                    EXPECT_EQ(static_cast<std::int64_t>(behind_it.size()),
                              std::get<std::int64_t>(row.cells[i]))
                        << name << ' ' << row.id << ' ' << table.columns[i].id;
                }
    }
}

// A period that has not ended is told as it stands now, and says so.
TEST(Reports, AreCutOffAtTheMomentWhenTheyAreAsked) {
    const auto question = question_of("breakdown", "2026");
    const auto now = procedures::parse_instant("2026-05-15T10:00:00+07:00").value();
    const auto material = read(question, now);
    EXPECT_EQ(material.cut_off, now + std::chrono::milliseconds{1});
    const auto table = report_of(question, material);
    // What is voided later is still there for whoever asks now.
    std::set<std::string> received;
    played().journal.read(1, 100'000'000, [&](const storage::Record& record) {
        if (record.at_ms >= material.cut_off.time_since_epoch().count()) return;
        if (record.type == "received") received.insert(record.stream);
        if (record.type == "intake_voided") received.erase(record.stream);
    });
    EXPECT_EQ(std::get<std::int64_t>(table.total.front().cells.back()),
              static_cast<std::int64_t>(received.size()));
}

}  // namespace
}  // namespace motcua::server::reports
