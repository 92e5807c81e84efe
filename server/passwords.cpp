#include "server/passwords.hpp"

#include "procedures/text/normalize.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <stdexcept>

namespace motcua::server {

namespace {

void require_sodium() {
    static const bool is_ready = sodium_init() >= 0;
    if (!is_ready) throw std::runtime_error("libsodium cannot be used on this machine");
}

/// Without accents, case, spaces and punctuation: "Mật khẩu 123!" is "matkhau123".
std::string plainest(std::string_view text) {
    auto folded = procedures::fold_for_search(text);
    std::erase_if(folded, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
    return folded;
}

std::string without_digits(std::string text) {
    std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
    return text;
}

// What is tried first, here and elsewhere; digits at the end make no difference.
constexpr std::string_view common_words[] = {
    "password",   "passw0rd",      "matkhau",   "matkhaumoi",   "qwerty",        "qwertyuiop",   "asdfghjkl",
    "asdfgh",     "zxcvbnm",       "zxcvbn",    "abc",          "abcd",          "abcdef",       "abcxyz",
    "admin",      "administrator", "quantri",   "root",         "welcome",       "xinchao",      "letmein",
    "iloveyou",   "anhyeuem",      "emyeuanh",  "yeuem",        "yeuanh",        "vietnam",      "thainguyen",
    "hanoi",      "saigon",        "motcua",    "bophanmotcua", "khucongnghiep", "banquanly",    "congchuc",
    "hoso",       "nguyen",        "user",      "guest",        "test",          "demo",         "changeme",
    "doimatkhau", "secret",        "football",  "bongda",       "dragon",        "monkey",       "sunshine",
    "princess",   "qazwsx",        "qazwsxedc", "superman",     "batman",        "computer",     "internet",
    "khongbiet",  "khongco",       "giadinh",   "hanhphuc",     "mothaiba",      "qwertyasdfgh",
};

bool is_run(const std::string& text) {
    const auto steps_by = [&](int by) {
        return std::adjacent_find(text.begin(), text.end(), [by](char a, char b) {
                   return b - a != by && !(by == 1 && a == '9' && b == '0') &&
                          !(by == -1 && a == '0' && b == '9');
               }) == text.end();
    };
    return steps_by(1) || steps_by(-1);
}

/// One word said over and over, such as "quangquang".
bool is_repeated(const std::string& text, const std::string& word) {
    if (word.size() < 2 || text.size() < word.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != word[i % word.size()]) return false;
    return true;
}

}  // namespace

PasswordCost PasswordCost::interactive() {
    return {crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE};
}
PasswordCost PasswordCost::least() { return {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN}; }

std::string digest_of_password(std::string_view password, const PasswordCost& cost) {
    require_sodium();
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), cost.operations, cost.memory_bytes) !=
        0)
        throw std::runtime_error("there is not enough memory to digest a password");
    return out.data();
}

bool is_password(std::string_view digest, std::string_view password) {
    require_sodium();
    const std::string terminated(digest);
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

std::string_view weakness_of(std::string_view password, std::string_view person, std::string_view name) {
    if (password.size() > longest_password) return "too_long";
    const auto characters =
        static_cast<std::size_t>(std::count_if(password.begin(), password.end(), [](char c) {
            return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        }));
    if (characters < shortest_password) return "too_short";
    const auto plain = plainest(password);
    const auto letters = without_digits(plain);
    const auto id = plainest(person);
    const auto called = plainest(name);
    if (!letters.empty() && (letters == id || letters == called || is_repeated(letters, id) || plain == id))
        return "like_the_name";
    const bool is_common = std::any_of(
        std::begin(common_words), std::end(common_words),
        [&](std::string_view word) { return letters == word || is_repeated(letters, std::string(word)); });
    const std::set<char> different(password.begin(), password.end());
    if (is_common || different.size() < 4 || (!plain.empty() && is_run(plain))) return "common";
    return {};
}

}  // namespace motcua::server
