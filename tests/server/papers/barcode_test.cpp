#include "server/papers/barcode.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace motcua::server {
namespace {

// ISO/IEC 15417: start, data, check and stop; "A" alone has the check (104 + 33) mod 103 = 34.
TEST(Code128, StartsEndsAndChecksItself) {
    const auto widths = code128("A");
    const std::vector<int> expected{2, 1, 1, 2, 1, 4, 1, 1, 1, 3, 2, 3, 1,
                                    3, 1, 1, 2, 3, 2, 3, 3, 1, 1, 1, 2};
    EXPECT_EQ(widths, expected);
    EXPECT_EQ(std::accumulate(widths.begin(), widths.end(), 0), 4 * 11 + 2);
}

TEST(Code128, HoldsNothingThatAScannerCouldNotType) {
    EXPECT_TRUE(code128("").empty());
    EXPECT_TRUE(code128("Hồ sơ").empty());
    EXPECT_FALSE(code128("H55.242-260713-0001").empty());
}

TEST(QrCodes, HaveTheirThreeEyes) {
    const auto code = qr_code("https://motcua.example/t/H55.242-260713-0001.0EXAMPLE0EXA");
    EXPECT_EQ((code.side - 17) % 4, 0);
    EXPECT_TRUE(code.is_dark(0, 0));
    EXPECT_TRUE(code.is_dark(code.side - 1, 0));
    EXPECT_TRUE(code.is_dark(0, code.side - 1));
    EXPECT_THROW(qr_code(std::string(5000, 'x')), std::invalid_argument);
}

}  // namespace
}  // namespace motcua::server
