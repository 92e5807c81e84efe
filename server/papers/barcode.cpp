#include "server/papers/barcode.hpp"

#include <qrencode.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace motcua::server {

namespace {

// ISO/IEC 15417, table 1: three bars and three spaces of each symbol; 0 to 94 are the ASCII characters from the space on.
constexpr std::string_view symbols[] = {
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212", "221213",
    "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221", "223211", "221132",
    "221231", "213212", "223112", "312131", "311222", "321122", "321221", "312212", "322112", "322211",
    "212123", "212321", "232121", "111323", "131123", "131321", "112313", "132113", "132311", "211313",
    "231113", "231311", "112133", "112331", "132131", "113123", "113321", "133121", "313121", "211331",
    "231131", "213113", "213311", "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421", "141122", "141221", "112214",
    "112412", "122114", "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111",
    "111242", "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311", "113141",
    "114131", "311141", "411131", "211412", "211214", "211232"};
constexpr std::string_view stop_symbol = "2331112";
constexpr int start_b = 104;

struct FreeQr {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::vector<int> code128(std::string_view text) {
    std::vector<int> widths;
    const auto put = [&](std::string_view symbol) {
        for (const char width : symbol) widths.push_back(width - '0');
    };
    int sum = start_b;
    put(symbols[start_b]);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] < ' ' || text[i] > '~') return {};
        const int value = text[i] - ' ';
        put(symbols[value]);
        sum += value * static_cast<int>(i + 1);
    }
    if (text.empty()) return {};
    put(symbols[sum % 103]);
    put(stop_symbol);
    return widths;
}

QrCode qr_code(std::string_view text) {
    const std::unique_ptr<QRcode, FreeQr> made(QRcode_encodeData(
        static_cast<int>(text.size()), reinterpret_cast<const unsigned char*>(text.data()), 0, QR_ECLEVEL_M));
    if (!made) throw std::invalid_argument("no QR code holds \"" + std::string(text) + "\"");
    QrCode code;
    code.side = made->width;
    const auto modules = static_cast<std::size_t>(made->width) * static_cast<std::size_t>(made->width);
    for (std::size_t i = 0; i < modules; ++i) code.dark.push_back((made->data[i] & 1U) != 0);
    return code;
}

}  // namespace motcua::server
