#include "server/archive.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <ctime>
#include <stdexcept>

namespace motcua::server {

struct ZipWriter::Writing {
    struct Free {
        void operator()(archive* written) const { archive_write_free(written); }
        void operator()(archive_entry* entry) const { archive_entry_free(entry); }
    };
    std::time_t at = 0;
    std::string out;
    std::unique_ptr<archive, Free> open{archive_write_new()};

    void must(int outcome) const {
        if (outcome != ARCHIVE_OK)
            throw std::runtime_error(
                fmt::format("the archive cannot be written: {}", archive_error_string(open.get())));
    }

    void begin(const std::string& name, unsigned type, unsigned rights, std::size_t size) const {
        const std::unique_ptr<archive_entry, Free> entry(archive_entry_new());
        archive_entry_set_pathname(entry.get(), name.c_str());
        archive_entry_set_filetype(entry.get(), type);
        archive_entry_set_perm(entry.get(), rights);
        archive_entry_set_mtime(entry.get(), at, 0);
        archive_entry_set_size(entry.get(), static_cast<la_int64_t>(size));
        must(archive_write_header(open.get(), entry.get()));
    }
};

namespace {

la_ssize_t keep(archive*, void* out, const void* part, std::size_t size) {
    static_cast<std::string*>(out)->append(static_cast<const char*>(part), size);
    return static_cast<la_ssize_t>(size);
}

}  // namespace

ZipWriter::ZipWriter(engine::Instant at) : writing_(std::make_unique<Writing>()) {
    writing_->at = std::chrono::system_clock::to_time_t(at);
    auto* open = writing_->open.get();
    writing_->must(archive_write_set_format_zip(open));
    writing_->must(archive_write_zip_set_compression_deflate(open));
    writing_->must(archive_write_set_bytes_in_last_block(open, 1));
    writing_->must(archive_write_open(open, &writing_->out, nullptr, keep, nullptr));
}

ZipWriter::~ZipWriter() = default;

void ZipWriter::add(const std::string& name, std::string_view content) {
    writing_->begin(name, AE_IFREG, 0644, content.size());
    const auto written = archive_write_data(writing_->open.get(), content.data(), content.size());
    if (written != static_cast<la_ssize_t>(content.size())) writing_->must(ARCHIVE_FATAL);
}

void ZipWriter::add_folder(const std::string& name) { writing_->begin(name + "/", AE_IFDIR, 0755, 0); }

std::string ZipWriter::take() {
    writing_->must(archive_write_close(writing_->open.get()));
    return std::move(writing_->out);
}

}  // namespace motcua::server
