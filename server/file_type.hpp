// What a file is, by its bytes and never by its name; and names that are safe to send back. Private to server/.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace motcua::server {

/// The media type of what an office takes in: PDF, PNG, JPEG, TIFF, DOCX, XLSX, ODT, ODS, XML, plain text in
/// UTF-8. Nothing for anything else, office files with macros among them.
std::optional<std::string_view> sniffed_type(std::string_view content);

/// A file name without a path, control characters or bytes that are no text; at most 200 bytes.
bool is_file_name(std::string_view name);

/// The file name that a Content-Disposition tells, RFC 6266: filename* before filename; "" when it tells none.
std::string name_in_disposition(std::string_view field);
/// "attachment" with the name for every browser: ASCII, and in full as RFC 5987 writes it.
std::string attachment_named(std::string_view name);

}  // namespace motcua::server
