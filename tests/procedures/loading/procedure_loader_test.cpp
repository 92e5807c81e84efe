#include "procedures/loading/procedure_loader.hpp"

#include "tests/procedures/loading/sample_procedure.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

const std::filesystem::path procedures_folder =
    std::filesystem::path(MOTCUA_SOURCE_DIR) / "config" / "procedures";

std::optional<Procedure> read(const std::string& text, Defects& defects) {
    const auto file = TomlFile::parse(text, "p.toml", defects);
    return file ? read_procedure(*file, defects) : std::nullopt;
}

/// The defects of the sample with `from` replaced by `to`.
std::string defects_of(std::string_view from, std::string_view to) {
    auto text = sample_procedure();
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    Defects defects;
    EXPECT_FALSE(read(text, defects).has_value()) << from;
    return defects.to_string();
}

TEST(ProcedureLoader, TheSampleIsSound) {
    Defects defects;
    const auto procedure = read(sample_procedure(), defects);
    ASSERT_TRUE(procedure) << defects.to_string();
    EXPECT_EQ(procedure->step("xu-ly")->action("finish")->role, "officer")
        << "the step's role where the action names none";
    const auto* withdraw = procedure->step("xu-ly")->action("withdraw");
    ASSERT_NE(withdraw, nullptr) << "[[everywhere]] is expanded";
    EXPECT_TRUE(withdraw->from_pattern);
    EXPECT_EQ(procedure->step("tra")->action("withdraw"), nullptr) << "only into the kinds it names";
}

TEST(ProcedureLoader, ADefectNamesPlaceAndNearestStep) {
    const auto defects = defects_of("to = \"xu-ly\"", "to = \"xu-li\"");
    EXPECT_NE(defects.find("p.toml:"), std::string::npos);
    EXPECT_NE(defects.find("there is no step \"xu-li\"; did you mean \"xu-ly\"?"), std::string::npos)
        << defects;
}

TEST(ProcedureLoader, AnUnknownKeyNamesTheNearest) {
    EXPECT_NE(
        defects_of("national_status = 4", "national_statos = 4").find("did you mean \"national_status\"?"),
        std::string::npos);
}

TEST(ProcedureLoader, AllDefectsOfAFileAreReported) {
    auto text = sample_procedure();
    text.replace(text.find("kind = \"finish\""), 15, "kind = \"finisch\"");
    text.replace(text.find("name_en = \"Filing\""), 18, "");
    text.replace(text.find("unit = \"working_day\""), 20, "unit = \"day\"");
    Defects defects;
    EXPECT_FALSE(read(text, defects).has_value());
    EXPECT_GE(defects.size(), 3U) << defects.to_string();
}

TEST(ProcedureLoader, AHeldStepNeedsAGround) {
    EXPECT_NE(defects_of("legal_ground = \"NĐ 118/2025/NĐ-CP Điều 19 khoản 5\"\n", "")
                  .find("holds the time without a ground"),
              std::string::npos);
}

TEST(ProcedureLoader, ResumeNeedsASectorLaw) {
    EXPECT_NE(defects_of("[supplement]\nbasis = \"luật\"", "[supplement]\npolicy = \"resume\"")
                  .find("without a basis"),
              std::string::npos);
}

TEST(ProcedureLoader, SilenceIsConsentOnlyWithAProvision) {
    const auto defects =
        defects_of("[[step.action]]\nkind = \"finish\"",
                   "[[step.consult]]\nparty = \"so\"\nname_vi = \"Sở\"\nname_en = \"Dept\"\n"
                   "answer_within = { count = 2, unit = \"working_day\" }\nsilence = \"is_consent\"\n"
                   "[[step.action]]\nkind = \"finish\"");
    EXPECT_NE(defects.find("silence is taken for consent"), std::string::npos) << defects;
}

TEST(ProcedureLoader, ExactlyTheFirstStepIsSubmitted) {
    EXPECT_NE(defects_of("kind = \"submitted\"", "kind = \"working\"").find("0 steps are submitted"),
              std::string::npos);
}

TEST(ProcedureLoader, TimeStandsStillOnlyAfterASlip) {
    EXPECT_NE(defects_of("kind = \"issue_supplement\"", "kind = \"advance\"")
                  .find("holds the time without a supplement slip"),
              std::string::npos);
}

TEST(ProcedureLoader, AConditionNamesAKnownValue) {
    const auto defects = defects_of("when = { group = [\"one\"] }", "when = { group = [\"three\"] }");
    EXPECT_NE(defects.find("\"group\" has no value \"three\""), std::string::npos) << defects;
}

/// Every definition that is shipped.
std::vector<std::filesystem::path> shipped() {
    Defects defects;
    auto files = toml_files_in(procedures_folder, "", defects);
    for (auto& file : toml_files_in(procedures_folder / "earlier", "", defects)) files.push_back(file);
    return files;
}

TEST(ProcedureLoader, EveryShippedDefinitionIsReadAndReadBack) {
    const auto files = shipped();
    ASSERT_GE(files.size(), 4U);
    Defects unsound;
    const auto patterns = Patterns::read(procedures_folder / "patterns", unsound);
    ASSERT_TRUE(unsound.empty()) << unsound.to_string();
    for (const auto& path : files) {
        Defects defects;
        const auto file = TomlFile::read(path, defects);
        ASSERT_TRUE(file) << defects.to_string();
        const auto procedure = read_procedure(*file, patterns, defects);
        ASSERT_TRUE(procedure) << defects.to_string();
        const auto text = to_json(*procedure);
        EXPECT_EQ(to_json(procedure_from_json(text)), text)
            << "adopted law means the same as the file: " << path;
    }
}

TEST(ProcedureLoader, AVariantLendsItsConditionToWhatNamesIt) {
    const std::string variants = R"([[variant]]
id = "nhanh"
name_vi = "Rút gọn"
name_en = "Short"
when = { group = ["one"] }
dossier_sets = 2

)";
    auto text = sample_procedure();
    text.insert(text.find("[[limit]]"), variants);
    text.insert(text.find("to = \"tra\""), "variant = \"nhanh\"\n");
    Defects defects;
    const auto procedure = read(text, defects);
    ASSERT_TRUE(procedure) << defects.to_string();
    EXPECT_EQ(procedure->variants.front().dossier_sets, 2);
    EXPECT_EQ(procedure->variant_for({{"group", "one"}})->id, "nhanh");
    EXPECT_EQ(procedure->variant_for({{"group", "two"}}), nullptr);
    EXPECT_FALSE(procedure->step("xu-ly")->action("finish")->when.holds({{"group", "two"}}));
    EXPECT_EQ(to_json(procedure_from_json(to_json(*procedure))), to_json(*procedure));

    text.replace(text.find("variant = \"nhanh\""), 17, "variant = \"nhan\"");
    EXPECT_FALSE(read(text, defects));
    EXPECT_NE(defects.to_string().find("there is no variant \"nhan\"; did you mean \"nhanh\"?"),
              std::string::npos);
}

TEST(ProcedureLoader, AConditionThatContradictsItsVariantIsADefect) {
    auto text = sample_procedure();
    text.insert(text.find("[[limit]]"),
                "[[variant]]\nid = \"nhanh\"\nname_vi = \"Rút gọn\"\nname_en = \"Short\"\n"
                "when = { group = [\"one\"] }\n\n");
    text.insert(text.find("to = \"tra\""), "variant = \"nhanh\"\nwhen = { group = [\"two\"] }\n");
    Defects defects;
    EXPECT_FALSE(read(text, defects));
    EXPECT_NE(defects.to_string().find("excludes variant \"nhanh\" by \"group\""), std::string::npos);
}

TEST(ProcedureLoader, ATextThatIsNoDefinitionIsRefused) {
    EXPECT_THROW(procedure_from_json({{"id", "x"}}), DefinitionError);
}

}  // namespace
}  // namespace motcua::procedures
