#include "procedures/text/normalize.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <stdexcept>

namespace motcua::procedures {

namespace {

const icu::Normalizer2& checked(const icu::Normalizer2* normalizer, UErrorCode status) {
    if (U_FAILURE(status))
        throw std::runtime_error(std::string("ICU has no normalisation data: ") + u_errorName(status));
    return *normalizer;
}

const icu::Normalizer2& nfc() {
    UErrorCode status = U_ZERO_ERROR;
    return checked(icu::Normalizer2::getNFCInstance(status), status);
}

const icu::Normalizer2& nfd() {
    UErrorCode status = U_ZERO_ERROR;
    return checked(icu::Normalizer2::getNFDInstance(status), status);
}

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(const icu::UnicodeString& text) {
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    const auto length = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < length;) {
        UChar32 point = 0;
        U8_NEXT(bytes, at, length, point);
        if (point < 0) return false;
    }
    return true;
}

bool is_nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const bool normal =
        nfc().isNormalizedUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), status);
    // The quick check passes over ill-formed bytes.
    return U_SUCCESS(status) && normal && is_utf8(text);
}

std::string to_nfc(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    return to_utf8(nfc().normalize(from_utf8(text), status));
}

std::string to_upper(std::string_view text) { return to_utf8(from_utf8(text).toUpper(icu::Locale("vi"))); }

std::string fold_for_search(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString apart = nfd().normalize(from_utf8(text), status).toLower(icu::Locale::getRoot());
    icu::UnicodeString folded;
    for (std::int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        const UChar32 point = apart.char32At(at);
        // "đ" is a letter of its own: no decomposition takes its stroke off.
        if (point == 0x0111)
            folded.append(static_cast<UChar32>('d'));
        else if (u_charType(point) != U_NON_SPACING_MARK)
            folded.append(point);
    }
    return to_utf8(folded);
}

}  // namespace motcua::procedures
