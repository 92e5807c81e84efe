// Port of file contents: scans, signed results, attachments. A file is named by
// the hash of its content, so it cannot change and is kept once.
#pragma once

#include "storage/proofs/hash.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace motcua::storage {

/// A file on its way in. Gone without a trace unless finished.
class Upload {
public:
    virtual ~Upload() = default;

    virtual void write(std::string_view part) = 0;
    /// The content is durable on return; after it the upload is over.
    virtual Hash finish() = 0;
};

/// Blocking; any thread. std::system_error when the storage fails.
class Files {
public:
    virtual ~Files() = default;

    virtual std::unique_ptr<Upload> begin() = 0;

    virtual bool has(const Hash& file) = 0;
    /// Hands over the content part by part; false when there is no such file. std::runtime_error
    /// after the last part when the content does not have its hash any more.
    virtual bool read(const Hash& file, const std::function<void(std::string_view part)>& take) = 0;

    /// Removes what no event names and nobody touched since `before` (uploads whose command never
    /// came), and returns how many files went.
    virtual std::size_t sweep(std::chrono::system_clock::time_point before,
                              const std::function<bool(const Hash& file)>& is_named) = 0;
};

}  // namespace motcua::storage
