// A pattern stands in the definition as if it had been written there, and its faults are told where they are.
#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/procedure_loader.hpp"
#include "tests/procedures/loading/sample_procedure.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

constexpr std::string_view review = R"(
parameters = ["officer", "to", "minutes", "papers", "when"]
[defaults]
when = {}
papers = []
[[on]]
step = "{officer}"
[[on.action]]
kind = "submit"
name_vi = "Trình {minutes} phút"
name_en = "Submit"
to = "duyet"
when = "{when}"
[[step]]
id = "duyet"
kind = "working"
name_vi = "Duyệt"
name_en = "Review"
role = "head"
unit = "phong"
stage = "giai-quyet"
budget = { working_minutes = "{minutes}" }
inputs = ["ho-so", "{papers}"]
public_vi = "Đang xử lý"
public_en = "In process"
national_status = 4
[[step.action]]
kind = "approve"
name_vi = "Duyệt"
name_en = "Approve"
to = "{to}"
)";

constexpr std::string_view use = R"(
[[use]]
pattern = "duyet"
after = "xu-ly"
with = { officer = "xu-ly", to = "tra", minutes = 90, papers = ["don"] }
)";

struct Reading {
    Defects defects;
    std::optional<Procedure> procedure;
};

/// The sample with `uses` behind it, beside the pattern "duyet".
Reading read(const std::string& uses, std::string_view pattern = review) {
    Reading reading;
    Patterns patterns;
    if (auto file = TomlFile::parse(pattern, "patterns/duyet.toml", reading.defects))
        patterns.add(std::move(*file), "duyet", reading.defects);
    if (const auto file = TomlFile::parse(sample_procedure() + uses, "mau.toml", reading.defects))
        reading.procedure = read_procedure(*file, patterns, reading.defects);
    return reading;
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string changed(text);
    changed.replace(changed.find(from), from.size(), to);
    return changed;
}

bool says(const Reading& reading, std::string_view part) {
    return !reading.procedure && reading.defects.to_string().find(part) != std::string::npos;
}

TEST(Patterns, AnExpandedPatternReadsLikeTheFileItself) {
    const auto reading = read(std::string(use));
    ASSERT_TRUE(reading.procedure) << reading.defects.to_string();
    const auto* step = reading.procedure->step("duyet");
    ASSERT_NE(step, nullptr);
    EXPECT_EQ(step->pattern, "duyet");
    EXPECT_EQ(step->budget.working_minutes, WorkingMinutes{90}) << "a number takes the placeholder's place";
    EXPECT_EQ(step->inputs, (std::vector<std::string>{"ho-so", "don"})) << "a list joins the list";
    EXPECT_EQ(step->action("approve")->to, "tra");
    const auto* submit = reading.procedure->step("xu-ly")->action("submit");
    ASSERT_NE(submit, nullptr) << "[[on]] adds to a step of the file";
    EXPECT_EQ(submit->names.vi, "Trình 90 phút") << "inside a text, too";
    EXPECT_TRUE(submit->when.always()) << "what stands for nothing is left out";
    EXPECT_EQ(reading.procedure->steps[2].id, "duyet") << "after = places it";
    EXPECT_EQ(reading.procedure->steps.back().kind, StepKind::closed) << "closed steps come last";
}

TEST(Patterns, AdoptedTextNeedsNoPattern) {
    const auto reading = read(std::string(use));
    ASSERT_TRUE(reading.procedure);
    const auto text = to_json(*reading.procedure);
    EXPECT_EQ(boost::json::serialize(text), boost::json::serialize(to_json(procedure_from_json(text))));
}

TEST(Patterns, ADefectInsideNamesThePatternAndItsUse) {
    const auto reading =
        read(std::string(use), replaced(review, "national_status = 4", "national_status = 40"));
    EXPECT_TRUE(says(reading, "patterns/duyet.toml:26:")) << reading.defects.to_string();
    EXPECT_TRUE(says(reading, "(used at mau.toml:")) << reading.defects.to_string();
}

TEST(Patterns, ParametersAreExact) {
    EXPECT_TRUE(says(read(replaced(use, "minutes = 90", "minuts = 90")), "has no parameter \"minuts\""));
    EXPECT_TRUE(says(read(replaced(use, "minutes = 90, ", "")), "needs \"minutes\""));
    EXPECT_TRUE(says(read(replaced(use, "\"duyet\"", "\"duyêt\"")), "there is no pattern"));
    EXPECT_TRUE(
        says(read(replaced(use, "after = \"xu-ly\"", "after = \"xu-li\"")), "there is no step \"xu-li\""));
    EXPECT_TRUE(
        says(read(replaced(use, "officer = \"xu-ly\"", "officer = \"ai\"")), "there is no step \"ai\""));
    EXPECT_TRUE(says(read(replaced(use, "minutes = 90", "minutes = [90]")), "neither text nor number"));
}

TEST(Patterns, APatternIsCheckedWhereItIsWritten) {
    EXPECT_TRUE(
        says(read(std::string(use), replaced(review, "\"{to}\"", "\"{too}\"")), "\"{too}\" is no parameter"));
    EXPECT_FALSE(read("", replaced(review, "\"to\",", "\"to\", \"idle\",")).defects.empty());
    EXPECT_TRUE(says(
        read(std::string(use), replaced(review, "[defaults]", "[[use]]\npattern = \"duyet\"\n[defaults]")),
        "a pattern uses another pattern"));
    EXPECT_FALSE(read("", replaced(review, "when = {}", "wann = {}")).defects.empty());
}

// Every definition that was moved to patterns says which step came from where, and the moved machine is whole.
TEST(Patterns, TheShippedDefinitionsUseThem) {
    const auto law = load_config(std::filesystem::path(MOTCUA_SOURCE_DIR) / "config");
    for (const auto& loaded : law.procedures) {
        const auto& first = loaded.procedure->steps.front();
        EXPECT_EQ(first.kind, StepKind::submitted) << loaded.file;
        EXPECT_EQ(first.pattern, "tiep-nhan") << loaded.file;
        EXPECT_EQ(first.actions.size(), 4U) << loaded.file;
    }
}

}  // namespace
}  // namespace motcua::procedures
