// The two codes on a paper: Code 128 for the scanner at the counter, QR for the applicant's telephone.
#pragma once

#include <string_view>
#include <vector>

namespace motcua::server {

/// ISO/IEC 15417, code set B: widths of bars and spaces in modules, a bar first. Empty when the text is, or holds anything but
/// printable ASCII. The quiet zones (ten modules) are the caller's.
std::vector<int> code128(std::string_view text);

/// ISO/IEC 18004, error correction M: `side` × `side` modules, row by row. The quiet zone (four modules) is the caller's.
struct QrCode {
    int side = 0;
    std::vector<bool> dark;
    bool is_dark(int x, int y) const { return dark[static_cast<std::size_t>(y * side + x)]; }
};
/// Throws std::invalid_argument for a text that no QR code holds.
QrCode qr_code(std::string_view text);

}  // namespace motcua::server
