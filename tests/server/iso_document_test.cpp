#include "server/iso_document.hpp"

#include "procedures/loading/law_loader.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

using namespace procedures;

class IsoDocumentTest : public testing::Test {
protected:
    std::string print(const Procedure& procedure, std::string_view day = "2026-11-22") const {
        return iso_document({procedure,
                             law_.office,
                             law_.rules.forms_for(*parse_date(day)),
                             "4f2a",
                             {&procedure},
                             *parse_date(day)});
    }
    Procedure permit() const {
        return *law_.in_force("cap-giay-phep-xay-dung-moi", *parse_date("2026-11-22"))->procedure;
    }
    static Procedure approved(Procedure procedure) {
        procedure.approval =
            Approval{"123/QĐ-BQL", *parse_date("2026-06-20"), "Nguyễn Văn A", "", *parse_date("2026-07-01")};
        return procedure;
    }
    static bool has(const std::string& text, std::string_view part) {
        return text.find(part) != std::string::npos;
    }

    const Config law_ = load_config(std::filesystem::path(MOTCUA_SOURCE_DIR) / "config");
};

TEST_F(IsoDocumentTest, EveryPartOfTheDocumentedProcedureIsThere) {
    const auto text = print(permit());
    std::size_t at = 0;
    for (const auto* part :
         {"Biên soạn", "Bảng theo dõi sửa đổi", "1. Mục đích", "2. Phạm vi", "3. Tài liệu viện dẫn",
          "4. Định nghĩa", "5.1. Cơ sở pháp lý", "5.2. Thành phần hồ sơ", "5.3. Số lượng", "5.4. Thời gian",
          "5.5. Nơi tiếp nhận", "5.6. Phí", "Trình tự</th>", "6. Biểu mẫu", "7. Hồ sơ lưu"}) {
        const auto found = text.find(part, at);
        ASSERT_NE(found, std::string::npos) << part;
        at = found;
    }
    EXPECT_TRUE(has(text, "size: A4"));
    EXPECT_TRUE(has(text, "10 ngày làm việc"));
    EXPECT_TRUE(has(text, "Mẫu số 01 – Giấy tiếp nhận hồ sơ và hẹn trả kết quả"));
}

TEST_F(IsoDocumentTest, ItIsADraftUntilADecisionApprovesIt) {
    EXPECT_TRUE(has(print(permit()), "<div class=\"stamp\">DỰ THẢO</div>"));
    const auto text = print(approved(permit()));
    EXPECT_FALSE(has(text, "DỰ THẢO"));
    EXPECT_TRUE(has(text, "Ban hành kèm theo 123/QĐ-BQL ngày 20/06/2026 (Nguyễn Văn A)"));
}

TEST_F(IsoDocumentTest, AnObsoleteVersionSaysSo) {
    auto old = approved(permit());
    old.in_force_until = *parse_date("2026-11-21");
    EXPECT_TRUE(has(print(old), "HẾT HIỆU LỰC"));
    EXPECT_FALSE(has(print(old, "2026-11-21"), "HẾT HIỆU LỰC")) << "the last day is in force";
}

TEST_F(IsoDocumentTest, TextOfADefinitionCannotBecomeMarkup) {
    auto odd = approved(permit());
    const std::string markup = "<script>alert('x')</script>";
    odd.names.vi = odd.steps[1].names.vi = odd.documents[0].names.vi = odd.limits[0].names.vi = markup;
    odd.steps[1].actions[0].names.vi = odd.notes_vi = odd.approval->signer = odd.iso.code = markup;
    const auto text = print(odd);
    EXPECT_FALSE(has(text, "<script"));
    EXPECT_TRUE(has(text, "&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST_F(IsoDocumentTest, EveryShippedVersionShowsAllItsStepsAndPapers) {
    for (const auto& loaded : law_.procedures) {
        const auto text = print(*loaded.procedure);
        for (const auto& step : loaded.procedure->steps)
            EXPECT_TRUE(has(text, step.names.vi)) << loaded.file << " " << step.id;
        for (const auto& document : loaded.procedure->documents)
            EXPECT_TRUE(document.output || has(text, document.names.vi)) << loaded.file << " " << document.id;
    }
}

}  // namespace
}  // namespace motcua::server
