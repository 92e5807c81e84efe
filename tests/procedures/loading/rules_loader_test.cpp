#include "procedures/loading/rules_loader.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace motcua::procedures {
namespace {

using testing::HasSubstr;

const Rules& rules() {
    static const Rules loaded = [] {
        Defects defects;
        auto all = load_rules(MOTCUA_SOURCE_DIR "/config", defects);
        if (!defects.empty()) throw DefinitionError(defects);
        return all;
    }();
    return loaded;
}

LocalDate on(const std::string& date) { return parse_date(date).value(); }

TEST(Rules, AreChosenByTheDayOfReceipt) {
    EXPECT_EQ(rules().for_receipt(on("2025-06-30")).id, "nd-61-2018");
    EXPECT_EQ(rules().for_receipt(on("2025-07-01")).id, "nd-118-2025");
    EXPECT_EQ(rules().for_receipt(on("2026-08-04")).id, "nd-118-2025");
    EXPECT_EQ(rules().for_receipt(on("2026-08-05")).id, "nd-118-2025-nd-309-2026");
    EXPECT_EQ(rules().for_receipt(on("2010-01-01")).id, "nd-61-2018");
    EXPECT_EQ(rules().find("nd-118-2025")->from, on("2025-07-01"));
    EXPECT_EQ(rules().find("nd-1-1999"), nullptr);
}

// Facts 2.3, 2.10, 3.2, 3.7, 1.15, 5.1, 5.2, 5.7, 12.1.
TEST(Rules, SayWhatTheDecreesSay) {
    const auto& before = rules().for_receipt(on("2025-06-30"));
    EXPECT_FALSE(before.applicant_has);
    EXPECT_FALSE(before.desk_may_close_unsupplemented);
    EXPECT_FALSE(before.transfer_other_level);
    EXPECT_FALSE(before.online_answer_within);

    const auto& since = rules().for_receipt(on("2025-07-01"));
    EXPECT_EQ(since.applicant_has, (Allowance{15, LimitUnit::calendar_day}));
    EXPECT_TRUE(since.desk_may_close_unsupplemented);
    EXPECT_EQ(since.transfer_other_level, (Allowance{1, LimitUnit::working_day}));
    EXPECT_EQ(since.online_answer_within, (Allowance{8, LimitUnit::working_hour}));
    EXPECT_EQ(since.online_alert_within, (Allowance{2, LimitUnit::working_hour}));
    EXPECT_FALSE(since.clock_starts_at_competent_agency);
    EXPECT_TRUE(rules().for_receipt(on("2026-08-05")).clock_starts_at_competent_agency);

    for (const auto& set : rules().rule_sets) {
        EXPECT_EQ(set.supplement_policy, SupplementPolicy::restart);
        EXPECT_EQ(set.supplement_times, 1);
        EXPECT_EQ(set.supplement_notice_within, (Allowance{3, LimitUnit::working_day}));
        EXPECT_EQ(set.transfer.cutoff_minute, 15 * 60);
        EXPECT_EQ(count(set.transfer.first_minutes), 60);
        EXPECT_EQ(set.apology_working_days_before, 1);
        EXPECT_EQ(set.new_appointments, 1);
        EXPECT_EQ(set.correction_within, (Allowance{3, LimitUnit::working_day}));
        for (const auto& [group, standing] : set.grounds) EXPECT_FALSE(standing.basis.empty()) << group;
    }
}

TEST(Rules, FormsFollowTheirCircular) {
    const auto& gap = rules().forms_for(on("2025-09-14"));
    EXPECT_EQ(gap.id, "tt-01-2018");
    EXPECT_EQ(gap.form("stop"), nullptr);
    EXPECT_EQ(gap.form("control_slip")->number, "Mẫu số 05");
    const auto& since = rules().forms_for(on("2025-09-15"));
    EXPECT_EQ(since.forms.size(), 7u);
    EXPECT_EQ(since.form("stop")->name_vi, "Thông báo dừng giải quyết hồ sơ");
    EXPECT_EQ(since.form("control_slip")->number, "Mẫu số 06");
}

TEST(Rules, CodesAreStrictOnIssueAndLenientOnImport) {
    const auto& pattern = rules().code_for(on("2026-04-22"));
    const std::regex strict(pattern.strict_regex);
    const std::regex lenient(pattern.import_regex);
    EXPECT_TRUE(std::regex_match("H55.242-260422-0001", strict));
    for (const auto* code : {"H55.242-260422-00001", "H55.242-260422-001", "Z55-260422-0001",
                             "h55.242-260422-0001", "H55.1234567890123456789012345678901234-260422-0001"})
        EXPECT_FALSE(std::regex_match(code, strict)) << code;
    for (const auto* code : {"H55.242-260422-0900123", "000.12.H55-201130-0001", "000.17.22.H56-210531-0001"})
        EXPECT_TRUE(std::regex_match(code, lenient)) << code;
    EXPECT_EQ(rules().code_for(on("2020-09-14")).id, "qcvn-102-2016");
}

// Two circulars, and the period's last day says which: July 2026 is the last of the former (facts 14.1).
TEST(Rules, AReportPeriodIsBoundByItsLastDay) {
    EXPECT_EQ(rules().report_form_for(on("2026-07-31"))->number, "II.06a/VPCP/KSTT");
    EXPECT_EQ(rules().report_form_for(on("2026-08-01"))->number, "07a/BTP/KSTT");
    EXPECT_EQ(Rules{}.report_form_for(on("2026-08-01")), nullptr);
}

// What a form left out or counted twice would make its printed checks fail for some dossier.
TEST(Rules, EveryReportFormCountsEachFigureOnce) {
    for (const auto& form : rules().report_forms) {
        std::map<std::string_view, int> counted;
        for (const auto& column : form.columns)
            for (const auto& figure : column.counts) ++counted[figure];
        for (const auto figures : {settlement_arrivals(), settlement_standings()})
            for (const auto figure : figures) EXPECT_EQ(counted[figure], 1) << form.number << ' ' << figure;
    }
}

TEST(Rules, DefectsAreLocatedInAllFiles) {
    std::string pattern = testing::TempDir() + "motcua-rules-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    const std::filesystem::path folder = pattern;
    std::filesystem::create_directory(folder / "rules");
    for (const auto* name : {"procedure-rules.toml", "forms.toml", "code-patterns.toml", "reports.toml"}) {
        std::ifstream original(std::string(MOTCUA_SOURCE_DIR "/config/rules/") + name);
        std::string text(std::istreambuf_iterator<char>(original), {});
        const auto exchange = [&](std::string_view from, std::string_view to) {
            if (const auto found = text.find(from); found != std::string::npos)
                text.replace(found, from.size(), to);
        };
        exchange("from = 2025-07-01", "from = 2017-07-01");
        exchange("cutoff = \"15:00\"", "cutoff = \"15h\"");
        exchange("basis = \"Nghị định 61/2018/NĐ-CP Điều 21\"\n", "");
        exchange("id = \"refusal\"", "id = \"receipt\"");
        exchange("{agency}-{yymmdd}-{nnnn}\"\nstrict", "{agency}-{day}\"\nstrict");
        exchange("examples = [\"000", "examples = [\"00");
        exchange("sum_of = [12, 13]", "sum_of = [12, 99]");
        exchange("\"waiting\"", "\"pending\"");
        exchange("sum_of = [14, 15]", "sum_of = [9, 15]");
        std::ofstream(folder / "rules" / name) << text;
    }
    Defects defects;
    load_rules(folder, defects);
    const auto found = defects.to_string();
    for (const auto* part :
         {"2017-07-01 does not come after", "\"15h\" is no time of day", "[correction] names no article",
          "two forms \"receipt\"", "has no {yymmdd}", "has an unknown part", "does not match strict_regex",
          "there is no column 99", "there is no figure \"pending\"", "column 9 is itself a sum"})
        EXPECT_THAT(found, HasSubstr(part));
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace motcua::procedures
