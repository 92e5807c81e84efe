#include "procedures/text/catalogue.hpp"

#include "procedures/text/normalize.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

constexpr Language both[] = {Language::vi, Language::en};

/// The values of an enumeration, from 0 on, as long as they have a stored name.
template <class Enum> std::vector<Enum> every() {
    std::vector<Enum> values;
    while (to_string(static_cast<Enum>(values.size())) != "?")
        values.push_back(static_cast<Enum>(values.size()));
    return values;
}

void expect_words(std::string_view text, std::string_view about) {
    EXPECT_FALSE(text.empty()) << about;
    EXPECT_TRUE(is_nfc(text)) << about;
}

TEST(Catalogue, EveryRefusalHasATitleAndASentenceInBothLanguages) {
    const auto codes = every<Refusal::Code>();
    EXPECT_EQ(codes.back(), Refusal::Code::personal_data_refused);
    for (const auto code : codes) {
        const auto vi = words_of({code, {}}, Language::vi);
        const auto en = words_of({code, {}}, Language::en);
        for (const auto& text : {vi.title, vi.detail, en.title, en.detail}) {
            expect_words(text, to_string(code));
            EXPECT_EQ(text.find_first_of("{}[]"), std::string::npos) << text;
        }
        EXPECT_NE(vi.title, en.title);
    }
}

TEST(Catalogue, EveryEventCommandAndDeadlineHasItsName) {
    EXPECT_EQ(every<EventType>().back(), EventType::file_damaged);
    EXPECT_EQ(every<CommandKind>().back(), CommandKind::declare_outage);
    for (const auto language : both) {
        for (const auto type : every<EventType>()) expect_words(name_of(type, language), to_string(type));
        for (const auto kind : every<CommandKind>()) expect_words(name_of(kind, language), to_string(kind));
        for (const auto kind : every<DeadlineKind>()) expect_words(name_of(kind, language), to_string(kind));
        for (const auto form : every<PaperForm>()) expect_words(name_of(form, language), to_string(form));
        for (const auto cause : every<OutageCause>())
            expect_words(name_of(cause, language), to_string(cause));
        for (const auto state : every<CodeState>()) expect_words(name_of(state, language), to_string(state));
        for (const auto reason : every<SpoiltReason>())
            expect_words(name_of(reason, language), to_string(reason));
        for (const auto mark : every<Mark>()) expect_words(name_of(mark, language), to_string(mark));
        for (int status = 1; status <= 10; ++status)
            EXPECT_FALSE(name_of_national_status(status, language).empty());
    }
    EXPECT_EQ(name_of(EventType::refused, Language::vi), "Từ chối một thao tác");
    EXPECT_EQ(name_of(EventType::storage_recovered, Language::en), "Storage recovered");
    EXPECT_EQ(name_of(ActionKind::void_intake, Language::vi), "Hủy tiếp nhận nhầm");
    EXPECT_EQ(name_of_national_status(10, Language::vi), "Đã trả kết quả");
    EXPECT_EQ(name_of_national_status(11, Language::vi), "");
    EXPECT_EQ(name_of(Channel::post, Language::vi), "Bưu chính");
}

TEST(Catalogue, OpenMattersAreToldAsTheGlossarySays) {
    EXPECT_EQ(name_of(Timeliness::on_track, Language::vi), "Còn hạn");
    EXPECT_EQ(name_of(Timeliness::due_soon, Language::vi), "Sắp đến hạn");
    EXPECT_EQ(name_of(Timeliness::due_today, Language::vi), "Đến hạn hôm nay");
    EXPECT_EQ(name_of(Timeliness::overdue, Language::vi), "Quá hạn – đang giải quyết");
    EXPECT_EQ(name_of(Verdict::late, Language::vi), "Quá hạn – đã giải quyết");
}

Procedure extension_of_a_permit() {
    Procedure procedure;
    procedure.id = "gia-han";
    procedure.documents.resize(2);
    procedure.documents[0].id = "don";
    procedure.documents[0].names = {"Đơn đề nghị", "Application"};
    procedure.documents[1].id = "giay-phep";
    procedure.documents[1].names = {"Giấy phép đã cấp", "The permit issued"};
    Step appraisal;
    appraisal.id = "tham-dinh";
    appraisal.names = {"Thẩm định", "Appraisal"};
    procedure.steps = {appraisal};
    return procedure;
}

// The substitute appraised the dossier last week; on it she may not approve, and is told who may.
TEST(Catalogue, FourEyesNamesTheStepAndWhoCould) {
    const auto procedure = extension_of_a_permit();
    const auto no =
        refuse(Refusal::Code::four_eyes, {{"person", "lan"}, {"step", "tham-dinh"}, {"could", "hung, minh"}});

    EXPECT_EQ(words_of(no, Language::vi, {nullptr, &procedure}).detail,
              "Người đã thực hiện bước “Thẩm định” (lan) không được thực hiện việc này; người có thể thực "
              "hiện: hung, minh.");
    EXPECT_EQ(words_of(no, Language::en, {nullptr, &procedure}).detail,
              "Whoever acted in step \"Appraisal\" (lan) may not do this; who could: hung, minh.");
}

TEST(Catalogue, WhatIsEmptyIsNotTalkedAbout) {
    Office office;
    office.roles.resize(1);
    office.roles[0].id = "clerk";
    office.roles[0].names = {"Công chức tiếp nhận", "Reception clerk"};
    const auto no = refuse(Refusal::Code::wrong_role, {{"role", "clerk, desk_head"}, {"unit", ""}});

    EXPECT_EQ(words_of(no, Language::vi, {&office, nullptr}).detail,
              "Việc này dành cho Công chức tiếp nhận, desk_head.");
    EXPECT_NE(
        words_of(refuse(Refusal::Code::four_eyes, {{"step", "x"}}), Language::vi).detail.find("chưa có ai"),
        std::string::npos);
}

TEST(Catalogue, ArgumentsAreReadAsAPersonReadsThem) {
    const auto procedure = extension_of_a_permit();

    EXPECT_EQ(words_of(refuse(Refusal::Code::document_missing, {{"documents", "don, giay-phep"}}),
                       Language::vi, {nullptr, &procedure})
                  .detail.find("Chưa có hoặc chưa kiểm tra: Đơn đề nghị, Giấy phép đã cấp."),
              0U);
    EXPECT_EQ(
        words_of(refuse(Refusal::Code::correction_open, {{"due", "2026-05-04T17:00:00+07:00"}}), Language::vi)
            .detail,
        "Kết quả đang được đính chính, hạn 17:00 thứ Hai 04/05/2026.");
    EXPECT_EQ(words_of(refuse(Refusal::Code::invalid_argument, {{"field", "channel"}, {"why", "required"}}),
                       Language::vi)
                  .detail,
              "Mục “channel”: cần ghi.");
}

TEST(Language, TheHeavierOfTheTwoIsPreferred) {
    EXPECT_EQ(preferred_language(""), Language::vi);
    EXPECT_EQ(preferred_language("fr, de;q=0.9"), Language::vi);
    EXPECT_EQ(preferred_language("en-GB,en;q=0.9,vi;q=0.8"), Language::en);
    EXPECT_EQ(preferred_language("en;q=0.5, vi-VN"), Language::vi);
    EXPECT_EQ(preferred_language("en;q=0"), Language::vi);
    EXPECT_EQ(preferred_language("en;q=nonsense,,;;,vi"), Language::vi);
}

}  // namespace
}  // namespace motcua::procedures
