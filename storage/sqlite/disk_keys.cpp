#include "storage/sqlite/disk_keys.hpp"

#include "storage/sqlite/posix.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace motcua::storage {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::optional<SigningKey> key_in(const fs::path& file) {
    if (!fs::exists(file)) return std::nullopt;
    auto key = SigningKey::parse(content_of(file));
    if (!key)
        throw std::runtime_error(
            fmt::format("{}: this is no signing key; restore it from a safe copy, or take it "
                        "away and run motcua audit key rotate",
                        file.string()));
    return key;
}

constexpr mode_t owner_alone = S_IRUSR | S_IWUSR;
constexpr mode_t everybody_reads = owner_alone | S_IRGRP | S_IROTH;

}  // namespace

std::optional<SigningKey> DiskKeys::signing() { return key_in(folder_ / "signing.txt"); }
std::optional<SigningKey> DiskKeys::next() { return key_in(folder_ / "next.txt"); }

void DiskKeys::keep_next(const SigningKey& key) {
    replace_file(folder_ / "next.txt", key.text() + "\n", owner_alone);
}

void DiskKeys::adopt_next() {
    const auto key = next();
    if (!key) throw std::logic_error("there is no next key");
    const auto published = folder_ / "public.txt";
    const auto line = key->verifier().text() + "\n";
    auto all = content_of(published);
    // Again after a crash between the two files.
    if (!all.ends_with(line)) replace_file(published, all + line, everybody_reads);
    fs::rename(folder_ / "next.txt", folder_ / "signing.txt");
    sync_folder(folder_);
}

}  // namespace motcua::storage
