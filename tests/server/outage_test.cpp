// Scene 11 over HTTP: numbers reserved and printed, the outage declared, its paper entered, its numbers accounted for.
#include "tests/server/demo_office.hpp"

#include <boost/json/array.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>

namespace motcua::tests {
namespace {

using boost::json::object;

std::string text_at(const object& from, std::string_view field) {
    return std::string(from.at(field).as_string());
}

class Outage : public testing::Test {
protected:
    Outage() {
        reserved = post("", "an", R"({"day":"2026-07-13","count":4})", "/reservations", 201);
        office.clock.pass_to(procedures::parse_instant("2026-07-13T13:10:00+07:00").value());
    }

    object post(const std::string& target, const std::string& person, const std::string& body,
                const std::string& more = {}, int status = 200) {
        const auto answer = office.post("/api/v1/outages" + target + more, body, {.person = person});
        EXPECT_EQ(answer.status, status) << answer.body;
        return json_of(answer);
    }
    void declare() {
        post("", "dung",
             R"({"begin":"2026-07-13T09:30:00+07:00","end":"2026-07-13T11:00:00+07:00","cause":"power"})", {},
             201);
    }
    /// Filed and received at that time of the morning with a number that was on a blank; the dossier.
    std::string enter(const std::string& time, const std::string& code) {
        const auto at = fmt::format("2026-07-13T{}:00+07:00", time);
        const auto filed = office.post(
            "/api/v1/dossiers",
            fmt::format(
                R"({{"procedure":"gia-han-giay-phep-xay-dung","applicant":{{"name":"Công ty Mẫu"}},"at":"{}","outage":1}})",
                at));
        EXPECT_EQ(filed.status, 201) << filed.body;
        const auto id = text_at(json_of(filed), "dossier");
        const auto received = office.post(
            "/api/v1/dossiers/" + id + "/transitions",
            fmt::format(
                R"({{"action":"receive","all_right":true,"at":"{}","outage":1,"reserved_code":"{}"}})", at,
                code));
        EXPECT_EQ(received.status, 200) << received.body;
        return id;
    }
    object print(const std::string& body, int status = 201) {
        const auto answer = office.post("/api/v1/papers", body);
        EXPECT_EQ(answer.status, status) << answer.body;
        return json_of(answer);
    }
    std::string saved(const object& paper) {
        const auto pdf = office.get(text_at(paper, "pdf"));
        const auto file = office.folder.path() / "paper.pdf";
        std::ofstream(file, std::ios::binary) << pdf.body;
        return file.string();
    }
    object listed() { return json_of(office.get("/api/v1/outages")); }

    DemoOffice office;
    object reserved;
};

TEST_F(Outage, NumbersArePrintedAheadOnBlankReceipts) {
    ASSERT_EQ(reserved.at("items").as_array().size(), 1U);
    const auto paper = print(R"({"form":"blank_receipt","reservation":1})");
    const auto page = office.get(text_at(paper, "page")).body;
    for (const auto* said : {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "PHIẾU TRẮNG", "H55.242-260713-0004",
                             "Ngày 13 tháng 07 năm 2026", "Liên 2: Giao người nộp hồ sơ", "TẬP HUẤN"})
        EXPECT_TRUE(has(page, said)) << said;

    const auto file = saved(paper);
    EXPECT_TRUE(has(output_of("pdfinfo " + file), "Pages:           8")) << "two liên of four numbers";
    output_of(fmt::format("pdftoppm -r 300 -gray -png -f 7 -l 7 {0} {0}", file));
    const auto read = output_of(fmt::format("zbarimg -q --nodbus {}*.png", file));
    EXPECT_TRUE(has(read, "CODE-128:H55.242-260713-0004\n")) << read;
    EXPECT_TRUE(has(read, "QR-Code:http://localhost/tra-cuu/H55.242-260713-0004\n")) << read;
    // Whoever follows it has only to press the button.
    EXPECT_TRUE(has(office.get("/tra-cuu/H55.242-260713-0004").body, "value=\"H55.242-260713-0004\""));

    EXPECT_EQ(code_of(office.post("/api/v1/papers", R"({"form":"blank_receipt","reservation":1})")),
              "reprint_reason_required");
    const auto again = print(R"({"form":"blank_receipt","reservation":1,"reason":"jam"})");
    EXPECT_TRUE(has(office.get(text_at(again, "page")).body, "Bản in lần 2"));
    EXPECT_EQ(listed().at("reservations").at(0).at("prints"), 2);
    EXPECT_EQ(code_of(office.post("/api/v1/papers", R"({"form":"blank_receipt","reservation":2})")),
              "invalid_argument");
}

TEST_F(Outage, TheHeadOfTheDeskDeclaresIt) {
    const std::string body =
        R"({"begin":"2026-07-13T09:30:00+07:00","end":"2026-07-13T11:00:00+07:00","cause":"power"})";
    EXPECT_EQ(code_of(office.post("/api/v1/outages", body, {.person = "an"})), "wrong_role");
    EXPECT_EQ(code_of(office.get("/api/v1/outages", {.person = "khoa"})), "wrong_role");
    const auto declared = office.post("/api/v1/outages", body, {.person = "dung", .key = "once"});
    EXPECT_EQ(declared.status, 201);
    EXPECT_EQ(json_of(declared).at("cause_name"), "mất điện");
    EXPECT_EQ(office.post("/api/v1/outages", body, {.person = "dung", .key = "once"}).body, declared.body);
    EXPECT_EQ(listed().at("outages").as_array().size(), 1U);
    EXPECT_TRUE(json_of(office.get("/api/v1/outages?from=2026-07-14")).at("outages").as_array().empty());
    EXPECT_EQ(code_of(office.get("/api/v1/outages?from=heute")), "bad_parameter");
}

TEST_F(Outage, WhatWasWrittenOnPaperSaysSo) {
    declare();
    const auto promised = json_of(office.get(
        "/api/v1/procedures/gia-han-giay-phep-xay-dung/dates?received_at=2026-07-13T09:45:00%2B07:00"));
    const auto id = enter("09:45", "H55.242-260713-0002");
    const auto dossier = json_of(office.get("/api/v1/dossiers/" + id));
    EXPECT_EQ(dossier.at("dates").at("appointment"), promised.at("appointment"));
    EXPECT_EQ(dossier.at("code"), "H55.242-260713-0002");
    EXPECT_EQ(dossier.at("dates").at("received_at"), "2026-07-13T09:45:00+07:00");
    const auto trail = json_of(office.get("/api/v1/dossiers/" + id + "/timeline")).at("items").as_array();
    const auto told = std::find_if(trail.begin(), trail.end(),
                                   [](const auto& one) { return one.at("type") == "received"; });
    ASSERT_NE(told, trail.end());
    const auto& received = told->as_object();
    EXPECT_EQ(received.at("late_entry"), true);
    EXPECT_EQ(received.at("at"), "2026-07-13T09:45:00+07:00");
    EXPECT_EQ(received.at("recorded_at"), "2026-07-13T13:10:00+07:00");

    const auto receipt = json_of(office.post("/api/v1/dossiers/" + id + "/papers", R"({"form":"receipt"})"));
    const auto page = office.get(text_at(receipt, "page")).body;
    EXPECT_TRUE(has(page, "Nhập sau"));
    EXPECT_TRUE(has(page, "13 giờ 10 phút, ngày 13/07/2026"));

    const auto handed = office.post("/api/v1/dossiers/" + id + "/acts/acknowledge",
                                    R"({"at":"2026-07-13T10:30:00+07:00","outage":1,"received_by":"phuc"})");
    EXPECT_EQ(handed.status, 200) << handed.body;
    const auto outside = office.post("/api/v1/dossiers/" + id + "/acts/acknowledge",
                                     R"({"at":"2026-07-13T11:30:00+07:00","outage":1})");
    EXPECT_EQ(code_of(outside), "outside_outage");
}

TEST_F(Outage, EveryNumberIsAccountedFor) {
    declare();
    enter("09:45", "H55.242-260713-0001");
    post("/codes", "an", R"({"codes":["H55.242-260713-0002"],"as":"spoilt","reason":"miswritten"})");
    post("/codes", "an", R"({"codes":["H55.242-260713-0003"],"as":"missing","note":"tìm trong tủ"})");
    EXPECT_EQ(
        code_of(office.post("/api/v1/outages/codes",
                            R"({"codes":["H55.242-260713-0004","H55.242-260713-0001"],"as":"returned"})")),
        "code_settled");
    const auto known = listed();
    const auto& codes = known.at("reservations").at(0).at("codes").as_array();
    EXPECT_EQ(codes.at(0).at("state"), "used");
    EXPECT_EQ(codes.at(1).at("reason_name"), "viết sai");
    EXPECT_EQ(codes.at(3).at("state"), "reserved") << "all of them or none";

    const auto paper = print(R"({"form":"outage_list","outage":1})");
    const auto page = office.get(text_at(paper, "page")).body;
    for (const auto* said :
         {"DANH SÁCH SỐ ĐÃ DÙNG, HỎNG VÀ THIẾU", "mất điện", "H55.242-260713-0002", "viết sai",
          "đã dùng 1; hỏng 1; thiếu 1; không dùng, đã thu lại 0; chưa ghi kết cục 1",
          "09:45 ngày 13/07/2026"})
        EXPECT_TRUE(has(page, said)) << said;
    EXPECT_TRUE(has(output_of("pdftotext -layout " + saved(paper) + " -"), "H55.242-260713-0003"));
    EXPECT_EQ(code_of(office.post("/api/v1/papers", R"({"form":"outage_list","outage":2})")),
              "outage_unknown");
    // The next at the counter gets the number after all that were kept.
    const auto next = office.receive();
    EXPECT_EQ(json_of(office.get("/api/v1/dossiers/" + next)).at("code"), "H55.242-260713-0005");
}

}  // namespace
}  // namespace motcua::tests
