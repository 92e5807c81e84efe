// Unicode forms of Vietnamese text: stored and compared as NFC, searched without accents.
#pragma once

#include <string>
#include <string_view>

namespace motcua::procedures {

/// Well-formed: no overlong form, no surrogate, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text);

/// Valid UTF-8 in normalisation form C, the only form that is stored ("ế" is one code point).
bool is_nfc(std::string_view text);

/// The same text in NFC. Bytes that are not UTF-8 become U+FFFD.
std::string to_nfc(std::string_view text);

/// As titles of papers are set: "Giấy tiếp nhận" → "GIẤY TIẾP NHẬN".
std::string to_upper(std::string_view text);

/// Lower case without accents, "đ" as "d": "Giấy phép XÂY DỰNG" → "giay phep xay dung".
std::string fold_for_search(std::string_view text);

}  // namespace motcua::procedures
