// Files in one: a ZIP archive, which every office computer opens.
#pragma once

#include "engine/clock.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace motcua::server {

/// Written in memory; the same files at the same moment give the same bytes. std::runtime_error when memory is short.
/// One thread.
class ZipWriter {
public:
    /// `at`: when the files were made, as the archive tells.
    explicit ZipWriter(engine::Instant at);
    ~ZipWriter();

    /// `name`: ASCII, folders with slashes. Once each.
    void add(const std::string& name, std::string_view content);
    /// Not needed by what lies in it.
    void add_folder(const std::string& name);

    /// The archive. Nothing may be added after it.
    std::string take();

private:
    struct Writing;
    std::unique_ptr<Writing> writing_;
};

}  // namespace motcua::server
