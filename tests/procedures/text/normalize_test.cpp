#include "procedures/text/normalize.hpp"

#include <gtest/gtest.h>

namespace motcua::procedures {
namespace {

TEST(Normalize, ComposedTextIsNfc) {
    EXPECT_TRUE(is_nfc("Giấy tiếp nhận hồ sơ"));
    EXPECT_FALSE(is_nfc("Gia\xcc\x82\xcc\x81y"));
    EXPECT_FALSE(is_nfc("\xff"));
    EXPECT_FALSE(is_nfc("\xc3"));
    EXPECT_TRUE(is_nfc(""));
}

TEST(Normalize, ComposesDecomposedText) { EXPECT_EQ(to_nfc("Gia\xcc\x82\xcc\x81y"), "Giấy"); }

// A clerk types without accents and finds all the same.
TEST(Normalize, SearchFormHasNoAccentsAndNoStrokes) {
    EXPECT_EQ(fold_for_search("Giấy phép XÂY DỰNG ở Đường Điện"), "giay phep xay dung o duong dien");
    EXPECT_EQ(fold_for_search("Gia\xcc\x82\xcc\x81y"), "giay");
}

}  // namespace
}  // namespace motcua::procedures
