// What comes out of the printer is read back with the tools that read such papers: poppler for pages and words, zbar as the
// scanner at the counter and the applicant's telephone.
#include "server/papers/paper_pdf.hpp"

#include "server/papers/checkpoint_slip.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

namespace motcua::tests {
namespace {

class PaperPdf : public testing::Test {
protected:
    /// The PDF of a paper that was issued, as a file.
    std::string issued(const std::string& id, const std::string& body) {
        const auto told = json_of(office.post("/api/v1/dossiers/" + id + "/papers", body));
        const auto response = office.get(std::string(told.at("page").as_string()) + ".pdf");
        EXPECT_EQ(response.content_type, "application/pdf") << response.body;
        EXPECT_EQ(storage::to_hex(storage::bytes_of(storage::sha256(response.body))),
                  std::string(told.at("pdf_digest").as_string()));
        return saved(response.body);
    }
    std::string saved(const std::string& pdf) {
        const auto file = office.folder.path() / "paper.pdf";
        std::ofstream(file, std::ios::binary) << pdf;
        return file.string();
    }
    /// What a scanner reads from the pages as they are printed.
    std::string scanned(const std::string& file) {
        output_of(fmt::format("pdftoppm -r 300 -gray -png {0} {0}", file));
        return output_of(fmt::format("zbarimg -q --nodbus {}*.png", file));
    }

    DemoOffice office;
};

// Two signatures, as after a new key: the longest note that there is. A telephone gives it back byte for byte.
TEST_F(PaperPdf, ACheckpointIsReadBackFromItsSlip) {
    const std::string origin = "motcua/H55.242/3f2a91c0/1";
    const storage::SigningKey key(origin, std::array<std::uint8_t, 32>{7});
    const storage::SigningKey former(origin, std::array<std::uint8_t, 32>{8});
    const auto note = key.cosign(former.sign({origin, {12345678, storage::sha256({"root"})}}));
    const procedures::Office h55;
    const auto slip =
        server::checkpoint_slip({h55, note, key.verifier().text(), office.clock.now(), "Lê Thị Yến", false});
    const auto file = saved(server::paper_pdf(slip));
    EXPECT_TRUE(has(output_of("pdfinfo " + file), "Pages:           1"));
    EXPECT_TRUE(has(scanned(file), "QR-Code:" + note)) << scanned(file);
    const auto text = output_of("pdftotext -layout " + file + " -");
    EXPECT_TRUE(has(text, origin)) << text;
    EXPECT_TRUE(has(text, "12345678")) << text;
}

TEST_F(PaperPdf, AReceiptIsOneA5PageForEachLien) {
    const auto file = issued(office.receive(), R"({"form":"receipt"})");
    const auto told = output_of("pdfinfo " + file);
    EXPECT_TRUE(has(told, "Pages:           2")) << told;
    EXPECT_TRUE(has(told, "Page size:       419.528 x 595.276 pts")) << told;

    const auto words = output_of("pdftotext -layout " + file + " -");
    for (const auto* said :
         {"GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Giấy tiếp nhận", "Độc lập - Tự do - Hạnh phúc",
          "Công ty Mẫu", "Mẫu số 01", "Liên 2: Giao người nộp hồ sơ", "TẬP HUẤN"})
        EXPECT_TRUE(has(words, said)) << said << "\n" << words;
}

// Ế, ự and their like lie in few fonts: taken from another one they stand out of the line.
TEST_F(PaperPdf, AllLettersAreOfOneFace) {
    const auto fonts = output_of("pdffonts " + issued(office.receive(), R"({"form":"receipt"})"));
    std::set<std::string> faces;
    std::istringstream lines(fonts);
    for (std::string line; std::getline(lines, line);)
        if (const auto plus = line.find('+'); plus != std::string::npos)
            faces.insert(line.substr(plus + 1, line.find_first_of("- ", plus) - plus - 1));
    EXPECT_EQ(faces.size(), 1U) << fonts;
}

TEST_F(PaperPdf, ScannerAndTelephoneReadItsCodes) {
    const auto read = scanned(issued(office.receive(), R"({"form":"receipt"})"));
    EXPECT_TRUE(has(read, "CODE-128:H55.242-260713-0001\n")) << read;
    EXPECT_TRUE(has(read, "QR-Code:http://localhost/t/H55.242-260713-0001.")) << read;
}

// Every character that a code of another system may have.
TEST_F(PaperPdf, EveryPrintableCharacterHasItsBars) {
    server::Paper paper;
    paper.size = server::PaperSize::a4_wide;
    paper.copies = {""};
    paper.pages.resize(1);
    for (int first = '!'; first <= '~'; first += 16) {
        paper.code.clear();
        for (int c = first; c < first + 16 && c <= '~'; ++c) paper.code += static_cast<char>(c);
        const auto read = scanned(saved(server::paper_pdf(paper)));
        EXPECT_TRUE(has(read, "CODE-128:" + paper.code + "\n")) << paper.code << " was read as " << read;
    }
}

TEST_F(PaperPdf, TheSamePaperIsTheSameBytes) {
    server::Paper paper;
    paper.title = "GIẤY TIẾP NHẬN";
    paper.copies = {""};
    paper.pages.resize(1);
    paper.issued_at = "2026-07-13T08:10:00+07:00";
    EXPECT_EQ(server::paper_pdf(paper), server::paper_pdf(paper));
}

TEST_F(PaperPdf, LongNamesStillHoldOnOnePage) {
    server::Paper paper;
    paper.copies = {"Liên 1", "Liên 2"};
    paper.code = "H55.242-260713-0001";
    paper.lookup_url = "https://motcua.example/t/H55.242-260713-0001.0EXAMPLE0EXA";
    paper.pages.resize(1);
    server::PaperTable table{{{"TT", 1}, {"Tên giấy tờ", 9}}, {}};
    for (int i = 1; i <= 6; ++i)
        table.rows.push_back(
            {std::to_string(i),
             "Tài liệu chứng minh năng lực tài chính của nhà đầu tư (ít nhất một trong: báo cáo tài "
             "chính 02 năm gần nhất, cam kết hỗ trợ của công ty mẹ hoặc tổ chức tài chính, bảo lãnh, "
             "tài liệu khác)"});
    paper.pages[0].blocks.emplace_back(table);
    for (int i = 0; i < 10; ++i)
        paper.pages[0].blocks.emplace_back(server::PaperPoint{"Nội dung", std::string(90, 'x')});
    paper.pages[0].signatures = {{"NGƯỜI NỘP HỒ SƠ", "(Ký)", ""}, {"NGƯỜI TIẾP NHẬN", "(Ký)", "An"}};
    paper.foot = {"Tra cứu …", "Giờ làm việc …"};
    server::fit(paper);
    EXPECT_TRUE(has(output_of("pdfinfo " + saved(server::paper_pdf(paper))), "Pages:           2"));
}

}  // namespace
}  // namespace motcua::tests
