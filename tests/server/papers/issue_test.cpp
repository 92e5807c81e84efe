#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

namespace motcua::tests {
namespace {

using boost::json::object;

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t n = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
    return n;
}

class Papers : public testing::Test {
protected:
    explicit Papers(const std::string& now = "2026-07-13T08:10:00+07:00") : office(now) {}

    server::Response print(const std::string& id, const std::string& body, Ask ask = {}) {
        return office.post("/api/v1/dossiers/" + id + "/papers", body, std::move(ask));
    }
    /// The page of the paper that was issued.
    std::string printed(const std::string& id, const std::string& body, const std::string& person = "an") {
        const auto issued = print(id, body, {.person = person});
        EXPECT_EQ(issued.status, 201) << issued.body;
        if (issued.status != 201) return {};
        return office.get(std::string(json_of(issued).at("page").as_string())).body;
    }

    void act(const std::string& id, const std::string& person, const std::string& body) {
        const auto done = office.post("/api/v1/dossiers/" + id + "/transitions", body, {.person = person});
        EXPECT_EQ(done.status, 200) << body << "\n" << done.body;
    }

    DemoOffice office;
};

TEST_F(Papers, AReceiptTellsWhatTheCircularAsks) {
    const auto id = office.receive();
    const auto page = printed(id, R"({"form":"receipt"})");

    for (const auto* said :
         {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mẫu số 01",
          "Thông tư 03/2025/TT-VPCP", "Số: 1/TNHS", "H55.242-260713-0001", "Công ty Mẫu",
          "Gia hạn giấy phép xây dựng", "5 ngày làm việc", "08 giờ 10 phút, ngày 13/07/2026",
          "17 giờ 00 phút, ngày 20/07/2026", "Liên 1: Lưu", "Liên 2: Giao người nộp", "NGƯỜI TIẾP NHẬN HỒ SƠ",
          "Nguyễn Thị An", "Mã tra cứu: <strong>", "TẬP HUẤN", "Giấy tiếp nhận hồ sơ này"})
        EXPECT_TRUE(has(page, said)) << said;
    EXPECT_FALSE(has(page, "<script"));
    EXPECT_FALSE(has(page, "style="));
    EXPECT_FALSE(has(page, "Bản in lần"));
    EXPECT_EQ(count(page, "<section"), 2U) << "one page for each liên";
    EXPECT_EQ(count(page, "class=\"qr\""), 2U);
    EXPECT_EQ(count(page, "class=\"bars\""), 2U);
}

TEST_F(Papers, WhatWasPrintedIsShownAgainByteForByte) {
    const auto id = office.receive();
    const auto issued = json_of(print(id, R"({"form":"receipt"})", {.key = "print-1"}));
    const std::string where(issued.at("page").as_string());
    const auto first = office.get(where);
    EXPECT_EQ(first.content_type, "text/html; charset=utf-8");
    // Its sheet is part of it; a browser takes that one and no other.
    const auto begin = first.body.find("<style>") + 7;
    const auto sheet = first.body.substr(begin, first.body.find("</style>") - begin);
    EXPECT_TRUE(has(sheet, "@page a5"));
    EXPECT_TRUE(has(field_of(first, "Content-Security-Policy"),
                    "default-src 'none'; script-src 'self'; style-src 'sha256-" +
                        storage::to_base64(storage::bytes_of(storage::sha256({sheet}))) + "';"));
    EXPECT_FALSE(has(first.body, "<link rel=\"stylesheet\""));
    EXPECT_EQ(storage::to_hex(storage::bytes_of(storage::sha256(first.body))),
              std::string(issued.at("digest").as_string()));

    office.clock.pass(std::chrono::hours{2});
    office.post("/api/v1/dossiers/" + id + "/acts/correct_intake",
                R"({"reason":"sai tên","applicant":{"name":"Công ty Khác"}})");
    EXPECT_EQ(office.get(where).body, first.body);
    EXPECT_EQ(office.get(fmt::format("/giay/{}/receipt", id)).body, first.body);
    // The same command again is the same paper, though it would be made otherwise now.
    const auto repeated = print(id, R"({"form":"receipt"})", {.key = "print-1"});
    EXPECT_EQ(repeated.status, 201);
    EXPECT_EQ(json_of(repeated).at("digest"), issued.at("digest"));
}

TEST_F(Papers, AReprintSaysSoAndWhy) {
    const auto id = office.receive();
    printed(id, R"({"form":"receipt"})");
    EXPECT_EQ(code_of(print(id, R"({"form":"receipt"})")), "reprint_reason_required");
    const auto page = printed(id, R"({"form":"receipt","reason":"jam"})");
    EXPECT_TRUE(has(page, "Bản in lần 2 – 08:10 ngày 13/07/2026 – Nguyễn Thị An – lý do: kẹt giấy"));
    EXPECT_TRUE(has(page, "Số: 1/TNHS"));

    const auto listed = json_of(office.get("/api/v1/dossiers/" + id + "/papers"));
    EXPECT_EQ(listed.at("items").as_array().size(), 2U);
    EXPECT_EQ(listed.at("items").at(1).at("reason"), "jam");
    EXPECT_EQ(listed.at("due").at(0).at("form"), "receipt");
    EXPECT_EQ(listed.at("due").at(0).at("prints"), 2);
}

TEST_F(Papers, ANoTakesNoNumberAndStrangersSeeNothing) {
    const auto first = office.receive();
    const auto second = office.receive();
    EXPECT_EQ(code_of(print(first, R"({"form":"receipt"})", {.person = "yen"})), "wrong_role");
    EXPECT_EQ(code_of(print(first, R"({"form":"letter"})")), "invalid_argument");
    EXPECT_EQ(code_of(print(first, R"({"form":"receipt","colour":"red"})")), "invalid_argument");
    EXPECT_EQ(code_of(print(first, R"({"form":"refusal"})")), "paper_not_due");
    EXPECT_TRUE(has(printed(second, R"({"form":"receipt"})"), "Số: 1/TNHS"));
    EXPECT_TRUE(has(printed(first, R"({"form":"receipt"})"), "Số: 2/TNHS"));
    EXPECT_EQ(office.get(fmt::format("/giay/{}/receipt", first), {.person = "khoa"}).status, 404);
    EXPECT_EQ(office.get(fmt::format("/giay/{}/refusal", first)).status, 404);
}

TEST_F(Papers, OfTheEarlierRegimeHaveItsForms) {
    DemoOffice earlier("2021-06-02T08:10:00+07:00");
    const auto id = earlier.receive();
    const auto issued =
        json_of(earlier.post("/api/v1/dossiers/" + id + "/papers", R"({"form":"control_slip"})"));
    const auto page = earlier.get(std::string(issued.at("page").as_string())).body;
    EXPECT_TRUE(has(page, "Mẫu số 05"));
    const auto receipt = json_of(earlier.post("/api/v1/dossiers/" + id + "/papers", R"({"form":"receipt"})"));
    const auto slip = earlier.get(std::string(receipt.at("page").as_string())).body;
    for (const auto* said : {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Mẫu số 01",
                             "Thông tư 01/2018/TT-VPCP", "08 giờ 10 phút, ngày 02/06/2021"})
        EXPECT_TRUE(has(slip, said)) << said;
    EXPECT_TRUE(has(page, "Thông tư 01/2018/TT-VPCP"));
    EXPECT_EQ(code_of(earlier.post("/api/v1/dossiers/" + id + "/papers", R"({"form":"stop"})")),
              "paper_unknown");
}

// Bộ phận Một cửa sends the slip; the applicant comes back; the new receipt names the date that it takes the place of.
TEST_F(Papers, ASupplementHasItsSlipAndThenANewReceipt) {
    const auto id = office.receive();
    EXPECT_TRUE(has(printed(id, R"({"form":"receipt"})"), "17 giờ 00 phút, ngày 20/07/2026"));
    act(id, "phuc", R"({"action":"assign","assignee":"nam"})");
    act(id, "nam",
        R"({"action":"request_supplement","reason":"chưa đúng","lines":[)"
        R"({"document":"don-de-nghi","reason":"thiếu chữ ký của chủ đầu tư"}]})");
    act(id, "an", R"({"action":"issue_supplement","number":"15/HDHS"})");
    const auto slip = printed(id, R"({"form":"supplement"})");
    for (const auto* said : {"PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Số: 15/HDHS", "Mẫu số 02",
                             "Đơn đề nghị gia hạn giấy phép xây dựng", "thiếu chữ ký của chủ đầu tư",
                             "Bổ sung chậm nhất", "NGƯỜI HƯỚNG DẪN"})
        EXPECT_TRUE(has(slip, said)) << said;

    office.clock.pass_to(procedures::parse_instant("2026-07-15T09:00:00+07:00").value());
    act(id, "an", R"({"action":"complete_supplement","all_right":true})");
    const auto receipt = printed(id, R"({"form":"receipt"})");
    EXPECT_TRUE(has(receipt, "Số: 2/TNHS"));
    EXPECT_TRUE(has(receipt, "4. Thời gian nhận đủ hồ sơ sau bổ sung"));
    EXPECT_TRUE(has(receipt, "09 giờ 00 phút, ngày 15/07/2026"));
    EXPECT_TRUE(has(receipt, "Thay cho ngày hẹn trước: <span>17 giờ 00 phút, ngày 20/07/2026"));
}

TEST_F(Papers, AnApologyNamesBothDatesAndTheReason) {
    const auto id = office.receive();
    const auto done =
        office.post("/api/v1/dossiers/" + id + "/acts/reschedule",
                    R"({"appointment":"2026-07-24","requested_by":"phuc","reason":"chờ ý kiến Sở"})");
    ASSERT_EQ(done.status, 200) << done.body;
    const auto page = printed(id, R"({"form":"apology"})");
    for (const auto* said :
         {"VĂN BẢN XIN LỖI", "Số: 1/PXL", "17 giờ 00 phút, ngày 20/07/2026", "chờ ý kiến Sở",
          "17 giờ 00 phút, ngày 24/07/2026", "chân thành xin lỗi", "THỦ TRƯỞNG ĐƠN VỊ"})
        EXPECT_TRUE(has(page, said)) << said;
}

TEST_F(Papers, ARefusalAtTheCounterTellsWhyAndHasNoCode) {
    const auto id = office.submit();
    act(id, "an", R"({"action":"refuse_intake","reason":"không thuộc thẩm quyền của Ban"})");
    const auto page = printed(id, R"({"form":"refusal"})");
    for (const auto* said : {"PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "không thuộc thẩm quyền của Ban",
                             "thông báo không tiếp nhận hồ sơ này"})
        EXPECT_TRUE(has(page, said)) << said;
    EXPECT_FALSE(has(page, "Mã hồ sơ"));
}

TEST_F(Papers, AStopNoticeAndTheSlipThatTravelledAlong) {
    const auto id = office.receive();
    ASSERT_EQ(office
                  .post("/api/v1/dossiers/" + id + "/acts/request_withdrawal",
                        R"({"reason":"đổi kế hoạch","channel":"counter"})")
                  .status,
              200);
    act(id, "an", R"({"action":"stop","reason":"đổi kế hoạch"})");
    const auto notice = printed(id, R"({"form":"stop"})");
    for (const auto* said : {"THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Mẫu số 05", "đổi kế hoạch", "Trực tiếp"})
        EXPECT_TRUE(has(notice, said)) << said;
    const auto slip = printed(id, R"({"form":"control_slip"})");
    for (const auto* said :
         {"PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mẫu số 06", "1. Giao:", "2. Nhận:"})
        EXPECT_TRUE(has(slip, said)) << said;
}

TEST_F(Papers, TheRegisterCountsTheYearFromOne) {
    const auto id = office.receive();
    office.receive();
    const auto issued = office.post("/api/v1/papers", R"({"form":"register","year":2026})");
    ASSERT_EQ(issued.status, 201) << issued.body;
    const auto page = office.get(std::string(json_of(issued).at("page").as_string())).body;
    for (const auto* said : {"SỔ THEO DÕI HỒ SƠ", "Mẫu số 07", "H55.242-260713-0001", "H55.242-260713-0002",
                             "từ số 1 đến số 2", "TRƯỞNG BỘ PHẬN MỘT CỬA"})
        EXPECT_TRUE(has(page, said)) << said;

    const auto list =
        office.post("/api/v1/papers", R"({"form":"hand_over","unit":"phong-quy-hoach-xay-dung"})");
    ASSERT_EQ(list.status, 201) << list.body;
    const auto handed = office.get(std::string(json_of(list).at("page").as_string())).body;
    for (const auto* said : {"DANH SÁCH BÀN GIAO HỒ SƠ", "Tổng số hồ sơ", "BÊN NHẬN"})
        EXPECT_TRUE(has(handed, said)) << said;
    EXPECT_EQ(code_of(office.get(std::string(json_of(list).at("page").as_string()), {.person = "nam"})),
              "wrong_role");
    EXPECT_EQ(code_of(office.get("/api/v1/papers/1")), "no_such_resource");
}

// A name that had to go stands in no print that the office keeps; a list without it stays as it was.
TEST_F(Papers, AnErasureReachesTheListsThatNameThePerson) {
    const auto id = office.receive();
    const auto listed = [&](const std::string& body) {
        const auto issued = office.post("/api/v1/papers", body);
        EXPECT_EQ(issued.status, 201) << issued.body;
        return json_of(issued);
    };
    const auto book = listed(R"({"form":"register","year":2026})");
    const auto handed = listed(R"({"form":"hand_over","unit":"phong-quy-hoach-xay-dung"})");
    const auto other = listed(R"({"form":"hand_over","unit":"phong-quy-hoach-xay-dung","day":"2026-07-10"})");
    const std::string page(book.at("page").as_string());
    ASSERT_TRUE(has(office.get(page).body, "Công ty Mẫu"));
    storage::Seq filed = 0;
    office.journal.read(1, 10'000, [&](const storage::Record& record) {
        if (record.stream == "dossier:" + id && record.type == "submitted") filed = record.seq;
    });
    const auto redact = fmt::format(
        R"({{"event":{},"fields":["applicant.name"],"ground":"Luật 91/2025/QH15 Điều 14"}})", filed);
    const auto at = "/api/v1/dossiers/" + id + "/acts/redact";
    EXPECT_EQ(office.post(at + "?dry_run=true", redact, {.person = "xuan"}).status, 200);
    EXPECT_TRUE(has(office.get(page).body, "Công ty Mẫu")) << "it was a rehearsal";
    const auto done = office.post(at, redact, {.person = "xuan"});
    ASSERT_EQ(done.status, 200) << done.body;

    for (const auto* list : {&book, &handed})
        for (const auto* ending : {"", ".pdf"})
            EXPECT_EQ(code_of(office.get(std::string(list->at("page").as_string()) + ending)),
                      "no_such_resource")
                << ending;
    EXPECT_EQ(office.get(std::string(other.at("page").as_string())).status, 200);
    const auto told =
        json_of(office.get("/api/v1/journal?action=personal_redacted&object=office", {.person = "yen"}));
    const auto& events = told.at("items").as_array();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].at("data").at("seq"), book.at("paper"));
    EXPECT_EQ(events[0].at("data").at("seq"), handed.at("paper"));
    EXPECT_EQ(events[0].at("data").at("follows"), json_of(done).at("events").at(0).at("seq"));
    EXPECT_EQ(events[0].at("actor").at("person"), "system:redaction");
    const auto anew = listed(R"({"form":"register","year":2026})");
    const auto printed_anew = office.get(std::string(anew.at("page").as_string())).body;
    EXPECT_TRUE(has(printed_anew, "H55.242-260713-0001"));
    EXPECT_FALSE(has(printed_anew, "Công ty Mẫu"));
}

TEST_F(Papers, TheQrOfAReceiptLeadsToTheOwnDossier) {
    const auto id = office.receive();
    std::string lookup_code;
    office.engine.wait_for_views(office.engine.status().head, std::chrono::seconds{30});
    for (const auto& told : office.views.reader()->trail(id, 100).events)
        if (told.event.type == procedures::EventType::received)
            lookup_code = std::string(told.event.personal.at("lookup_code").as_string());
    const Ask nobody{.person = ""};
    const auto page = office.get("/t/H55.242-260713-0001." + lookup_code, nobody);
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(has(page.body, "C*** t* M**"));
    EXPECT_EQ(office.get("/t/H55.242-260713-0001.0EXAMPLE0EXA", nobody).status, 404);
    EXPECT_EQ(office.get("/t/H55.242-260713-0001", nobody).status, 404) << "half a link is none";
    EXPECT_EQ(office.get("/t/H55.242-260713-0001.", nobody).status, 404);
}

}  // namespace
}  // namespace motcua::tests
