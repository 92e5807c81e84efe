// What every verb that asks an office has in common: which folder, who asks, in which language, and how an
// answer or a lawful no is told.
#pragma once

#include "app/door.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace motcua::app {

struct AskOptions {
    DoorOptions door;
    std::string data, config, clock;
    std::string as, on_behalf_of;
    std::string token_file, token;  // the API token of whoever asks; from MOTCUA_TOKEN when no file is named
    std::string language = "vi";
    bool json = false;
    std::string key;            // made up when empty
    std::uint64_t version = 0;  // of the dossier that was looked at; 0: whatever it is now

    /// --data, --as, --token-file, --for, --clock, --lang, --json.
    void add_to(CLI::App& verb);
};

/// One way in, for as many requests as a verb needs. A no is a std::runtime_error in words; with --json its
/// document is printed first.
class Asking {
public:
    explicit Asking(const AskOptions& options);

    boost::json::object get(const std::string& target);
    /// The bytes of an answer that is no JSON.
    std::string file(const std::string& target);
    boost::json::object post(const std::string& target, const boost::json::object& body,
                             bool with_version = false);

private:
    std::string send(const std::string& method, const std::string& target, std::string body,
                     bool with_version);

    const AskOptions& options_;
    std::unique_ptr<Door> door_;
};

/// Finishes the options that come as texts. UsageError when one cannot be used.
void complete(AskOptions& options);
/// That, with somebody who asks; does the work, and tells wrong usage as `noun` would.
int asked(AskOptions& options, std::string_view noun, const std::function<int()>& work);

/// Prints the answer as JSON or in words; the exit code.
int tell(const AskOptions& options, const boost::json::object& answer, const std::string& text);

}  // namespace motcua::app
