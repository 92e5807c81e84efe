// The few calls of the operating system that make files durable.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace motcua::storage {

/// An open file, closed at the end.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const { return number_; }

private:
    int number_ = -1;
};

/// std::system_error naming the file where opening fails; `flags` as for open(2).
Descriptor open_file(const std::filesystem::path& file, int flags);

/// On disk when it returns; for a folder its entries are. std::system_error.
void sync(const Descriptor& opened, const std::filesystem::path& name);
void sync_folder(const std::filesystem::path& folder);

/// All of it. std::system_error.
void write_all(const Descriptor& opened, std::string_view bytes, const std::filesystem::path& name);

/// The file has the old content or the new one, whatever happens, and is on disk when this returns. std::system_error.
void replace_file(const std::filesystem::path& file, std::string_view text, unsigned mode);

/// std::system_error with the errno of the call that just failed.
[[noreturn]] void throw_errno(const std::string& doing);

}  // namespace motcua::storage
