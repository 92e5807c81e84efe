#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <thread>

namespace motcua::tests {
namespace {

namespace fs = std::filesystem;
using boost::json::object;

const std::string pdf = "%PDF-1.7\n% một bản quét\n%%EOF\n";

class Files : public testing::Test {
protected:
    Files() : id(office.receive()), at("/api/v1/dossiers/" + id + "/files") {}

    server::Response upload(const std::string& query, const std::string& content, Ask ask = {}) {
        ask.fields.try_emplace("content-type", "application/pdf");
        ask.fields["idempotency-key"] = "";
        ask.fields["if-match"] = "";
        return office.post(at + query, content, std::move(ask));
    }
    std::string added(const std::string& query, const std::string& content = pdf) {
        const auto response = upload(query, content);
        EXPECT_EQ(response.status, 201) << response.body;
        return std::to_string(json_of(response).at("file").to_number<int>());
    }
    object listed() { return json_of(office.get(at)); }

    DemoOffice office;
    std::string id;
    std::string at;
};

TEST_F(Files, AreKeptUnderTheirHashAndHandedOutToBeSaved) {
    const auto file = added("?name=" + server::percent_encoded("Đơn đề nghị.pdf") + "&digitised=true");
    const auto back = office.get(at + "/" + file, {.person = "phuc"});

    EXPECT_EQ(back.body, pdf);
    EXPECT_EQ(back.content_type, "application/pdf");
    EXPECT_EQ(field_of(back, "content-disposition"),
              "attachment; filename=\"__n __ ngh_.pdf\"; "
              "filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf");
    EXPECT_EQ(field_of(back, "content-security-policy"), "default-src 'none'; sandbox");
    EXPECT_EQ(field_of(back, "x-content-type-options"), "nosniff");
    const auto all = listed();
    const auto& one = all.at("items").at(0).as_object();
    EXPECT_EQ(one.at("name"), "Đơn đề nghị.pdf");
    EXPECT_EQ(one.at("digitised"), true);
    EXPECT_EQ(one.at("reused"), false);
    EXPECT_EQ(one.at("size"), pdf.size());
}

TEST_F(Files, TheSameFileIsAddedOnceAndANewVersionReplacesIt) {
    const auto first = added("?name=a.pdf");
    EXPECT_EQ(added("?name=a.pdf"), first);
    const auto second = added("?name=a.pdf&replaces=" + first, pdf + "%2");
    const auto all = listed();

    ASSERT_EQ(all.at("items").as_array().size(), 2U);
    EXPECT_EQ(std::to_string(all.at("items").at(0).at("replaced_by").to_number<int>()), second);
    EXPECT_EQ(std::to_string(all.at("items").at(1).at("replaces").to_number<int>()), first);
    EXPECT_EQ(code_of(upload("?name=b.pdf&replaces=999999", pdf)), "bad_parameter");
}

TEST_F(Files, ANoLeavesNothing) {
    const auto head = office.engine.status().head;
    for (const auto* name : {"..%5Cx.pdf", "..%2F..%2Fetc%2Fpasswd", "%2Fetc%2Fpasswd", "..", "C%3A%5Cx.pdf"})
        EXPECT_EQ(code_of(upload(std::string("?name=") + name, pdf)), "bad_parameter") << name;
    EXPECT_EQ(code_of(upload("?name=a%0D%0Ab.pdf", pdf)), "bad_parameter");
    EXPECT_EQ(code_of(upload("?name=a.pdf", pdf, {.fields = {{"content-disposition", "x"}}})), "");
    EXPECT_EQ(
        code_of(upload("", pdf, {.fields = {{"content-disposition", "attachment; filename=\"../x\""}}})),
        "bad_parameter");
    EXPECT_EQ(code_of(upload("?name=a.exe", std::string("MZ\0\0", 4))), "file_type_refused");
    EXPECT_EQ(code_of(upload("?name=a.png", pdf, {.fields = {{"content-type", "image/png"}}})),
              "file_type_refused");
    EXPECT_EQ(code_of(upload("?name=a.pdf&document=no-such", pdf)), "document_unknown");
    EXPECT_EQ(code_of(upload("?name=a.pdf&colour=red", pdf)), "bad_parameter");
    EXPECT_EQ(code_of(upload("?name=b.pdf", pdf + std::string(server::largest_file, ' '))), "file_too_large");
    EXPECT_EQ(upload("?name=a.pdf", pdf, {.person = "khoa"}).status, 404);
    EXPECT_EQ(code_of(upload("?name=a.pdf", pdf, {.person = "yen"})), "wrong_role");
    // The one upload that was right, and what was refused to the auditor.
    EXPECT_EQ(office.engine.status().head, head + 2);
}

// The same content in another dossier stays there, and with it the file.
TEST_F(Files, AnErasedOneIsGoneAtOnceUnlessAnotherEventNamesIt) {
    std::string other = "/api/v1/dossiers/" + office.receive() + "/files";
    const auto file = added("?name=a.pdf");
    at.swap(other);
    const auto twin = added("?name=b.pdf");
    at.swap(other);
    const auto content = storage::sha256(pdf);
    const auto order = [](const std::string& event) {
        return fmt::format(
            R"({{"event":{},"fields":["digest","name"],"ground":"Luật 91/2025/QH15 Điều 14"}})", event);
    };
    const auto acts = [](const std::string& files) {
        return files.substr(0, files.size() - 5) + "acts/redact";
    };
    EXPECT_EQ(code_of(office.post(acts(at), order(file))), "wrong_role");
    EXPECT_EQ(office.post(acts(at), order(file), {.person = "xuan"}).status, 200);
    EXPECT_TRUE(office.files.has(content));
    EXPECT_EQ(office.get(at + "/" + file).status, 404);
    EXPECT_EQ(office.post(acts(other), order(twin), {.person = "xuan"}).status, 200);
    EXPECT_FALSE(office.files.has(content));
}

TEST_F(Files, AreHiddenWithTheirDossier) {
    const auto file = added("?name=a.pdf");

    EXPECT_EQ(office.get(at + "/" + file, {.person = "khoa"}).status, 404);
    EXPECT_EQ(office.get(at, {.person = "khoa"}).status, 404);
    EXPECT_EQ(office.get(at + "/" + file + "0").status, 404);
    EXPECT_EQ(office.get(at + "/x").status, 404);
}

TEST_F(Files, WhatIsNotWhatWasKeptIsNotHandedOutAndIsToldTheAuditor) {
    const auto file = added("?name=a.pdf");
    for (const auto& entry : fs::recursive_directory_iterator(office.folder.path() / "files"))
        if (entry.is_regular_file()) {
            fs::permissions(entry.path(), fs::perms::owner_write, fs::perm_options::add);
            std::ofstream(entry.path(), std::ios::app) << "x";
        }
    const auto head = office.engine.status().head;
    const auto no = office.get(at + "/" + file);

    EXPECT_EQ(code_of(no), "file_damaged");
    EXPECT_EQ(no.body.find("%PDF"), std::string::npos);
    const auto told = office.journal.find(head + 1);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->type, "file_damaged");
    EXPECT_EQ(told->stream, "security");
    EXPECT_EQ(code_of(office.get(at + "/" + file)), "file_damaged");
    EXPECT_EQ(office.engine.status().head, head + 1);
}

// The header alone arrives; who may not send a file need not.
TEST_F(Files, WhoMayNotSendOneIsToldBeforeHeSendsIt) {
    server::Service service(office.answerer(), server::limits_of_api(office.api), engine::silent_log());
    const auto port = service.listen({"127.0.0.1", 0});
    std::thread thread([&] { service.run(); });
    const auto told = [&](const std::string& target, const std::string& person) {
        RawClient client(port);
        client.send(fmt::format("POST {} HTTP/1.1\r\nHost: localhost\r\n{}Content-Length: 10000000\r\n\r\n",
                                target, person.empty() ? "" : "X-Motcua-Person: " + person + "\r\n"));
        const auto answer = client.receive();
        return answer ? code_of(*answer) : "nothing";
    };
    EXPECT_EQ(told(at + "?name=a.pdf", ""), "authentication_required");
    EXPECT_EQ(told(at + "?name=a.pdf", "khoa"), "not_found");
    EXPECT_EQ(told("/api/v1/dossiers/no-such/files", "an"), "not_found");
    service.stop();
    thread.join();
}

TEST_F(Files, OnlyAnUploadMayBeLarge) {
    server::Service service(office.answerer(), server::limits_of_api(office.api), engine::silent_log());
    const auto port = service.listen({"127.0.0.1", 0});
    std::thread thread([&] { service.run(); });
    const auto large = pdf + std::string(1024 * 1024, ' ');
    {
        RawClient client(port);
        client.send(wire("POST", at + "?name=large.pdf", {{"X-Motcua-Person", "an"}}, large));
        EXPECT_EQ(client.receive()->status, 201);
    }
    {
        RawClient client(port);
        client.send(
            wire("POST", "/api/v1/dossiers/" + id + "/transitions", {{"X-Motcua-Person", "an"}}, large));
        EXPECT_EQ(client.receive()->status, 413);
    }
    service.stop();
    thread.join();
}

TEST(Scans, OfACounterAppearAndAreAttachedOnce) {
    TempFolder folder;
    server::ApiOptions options{true, {}};
    options.scans = folder.path().string();
    DemoOffice office("2026-07-13T08:10:00+07:00", options);
    const auto counter = office.engine.published().law()->office->counters.front().id;
    const auto scans = "/api/v1/counters/" + counter + "/scans";
    const auto id = office.receive();
    EXPECT_TRUE(json_of(office.get(scans)).at("items").as_array().empty());

    fs::create_directories(folder.path() / counter);
    std::ofstream(folder.path() / counter / "scan 1.pdf") << pdf;
    std::ofstream(folder.path() / counter / "notes.txt") << "x";
    fs::create_symlink("/etc/passwd", folder.path() / counter / "link.pdf");
    const auto there = json_of(office.get(scans));
    ASSERT_EQ(there.at("items").as_array().size(), 1U);
    EXPECT_EQ(there.at("items").at(0).at("name"), "scan 1.pdf");

    const auto body = fmt::format(R"({{"dossier":"{}"}})", id);
    const auto added = office.post(scans + "/scan%201.pdf", body);
    EXPECT_EQ(added.status, 201) << added.body;
    EXPECT_TRUE(json_of(office.get(scans)).at("items").as_array().empty());
    EXPECT_EQ(field_of(office.post(scans + "/scan%201.pdf", body), "Idempotency-Replayed"), "true");
    EXPECT_EQ(json_of(office.get("/api/v1/dossiers/" + id + "/files")).at("items").at(0).at("digitised"),
              true);

    EXPECT_EQ(office.post(scans + "/link.pdf", body).status, 404);
    EXPECT_EQ(office.post(scans + "/..%5Cx.pdf", body).status, 400);
    EXPECT_EQ(office.get("/api/v1/counters/no-such/scans").status, 404);
    EXPECT_EQ(code_of(office.get(scans, {.person = "nam"})), "wrong_role");
    EXPECT_EQ(code_of(office.post(scans + "/x.pdf", R"({"dossier":1})")), "bad_parameter");
}

}  // namespace
}  // namespace motcua::tests
