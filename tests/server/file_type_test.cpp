#include "server/file_type.hpp"

#include <gtest/gtest.h>

namespace motcua::server {
namespace {

using namespace std::string_literals;

std::string package(const std::string& entry) {
    return "PK\x03\x04"s + std::string(26, '\0') + "[Content_Types].xml" + std::string(40, '\1') + entry;
}

TEST(FileType, IsWhatTheBytesSay) {
    EXPECT_EQ(sniffed_type("%PDF-1.7\n…"), "application/pdf");
    EXPECT_EQ(sniffed_type("\x89PNG\r\n\x1A\n…"), "image/png");
    EXPECT_EQ(sniffed_type("\xFF\xD8\xFF\xE0"), "image/jpeg");
    EXPECT_EQ(sniffed_type("II*\0\x08"s), "image/tiff");
    EXPECT_EQ(sniffed_type(package("word/document.xml")),
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    EXPECT_EQ(sniffed_type(package("xl/workbook.xml")),
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    EXPECT_EQ(sniffed_type("PK\x03\x04"s + std::string(26, '\0') +
                           "mimetypeapplication/vnd.oasis.opendocument.textPK"),
              "application/vnd.oasis.opendocument.text");
    EXPECT_EQ(sniffed_type("\xEF\xBB\xBF<?xml version=\"1.0\"?><a/>"), "application/xml");
    EXPECT_EQ(sniffed_type("Đơn đề nghị\r\n"), "text/plain");
}

TEST(FileType, WhatAnOfficeHasNoUseForIsNone) {
    for (const auto& content :
         {""s, "MZ\x90\0\x03"s, "\x7F"s + "ELF\2\1\1\0"s, package("word/document.xml word/vbaProject.bin"),
          package("META-INF/MANIFEST.MF"), "PK\x03\x04"s, "text\0hidden"s, "\xFF\xFEx\0"s, "caf\xE9"s,
          "#!\x1B[2J"s})
        EXPECT_FALSE(sniffed_type(content)) << content;
}

TEST(FileName, HasNoPathAndNoLine) {
    EXPECT_TRUE(is_file_name("Đơn đề nghị (bản 2).pdf"));
    for (const auto& name : {""s, "."s, ".."s, "../x.pdf"s, "a/b.pdf"s, "C:\\x.pdf"s, "a\r\nSet-Cookie: b"s,
                             "a\0b"s, "\xFF.pdf"s, std::string(201, 'a')})
        EXPECT_FALSE(is_file_name(name)) << name;
}

TEST(FileName, ComesFromADispositionAndGoesBackInOne) {
    EXPECT_EQ(name_in_disposition("attachment; filename=\"don \\\"moi\\\".pdf\""), "don \"moi\".pdf");
    EXPECT_EQ(name_in_disposition("attachment; filename=x.pdf; filename*=UTF-8''%C4%90%C6%A1n.pdf"),
              "Đơn.pdf");
    EXPECT_EQ(name_in_disposition("attachment"), "");
    EXPECT_FALSE(is_file_name(name_in_disposition("attachment; filename*=UTF-8''..%2Fetc%2Fpasswd")));
    EXPECT_FALSE(is_file_name(name_in_disposition("attachment; filename*=UTF-8''a%0D%0Ab")));
    EXPECT_EQ(
        attachment_named("Đơn \"mới\";.pdf"),
        "attachment; filename=\"__n _m_i__.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%22m%E1%BB%9Bi%22%3B.pdf");
}

}  // namespace
}  // namespace motcua::server
