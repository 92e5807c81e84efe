// How a command line verb reaches an office: through the running server's socket, or, when none runs,
// by opening the data folder itself. Either way the same requests get the same answers.
#pragma once

#include "procedures/calendar/time.hpp"
#include "server/http.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace motcua::app {

struct DoorOptions {
    std::filesystem::path data;
    /// Law to adopt first; founds a folder that is not there. Only when no server runs.
    std::optional<std::filesystem::path> config;
    bool demonstration = false;
    /// Read again when law is reloaded, adopted by nobody before. Only when no server runs: that one has its own.
    std::string reload_from = {};
    /// The time that it is; demonstrations only, and only when no server runs.
    std::optional<procedures::Instant> clock;
};

class Door {
public:
    virtual ~Door() = default;
    virtual server::Response ask(server::Request request) = 0;
};

/// std::runtime_error says why there is no way in.
std::unique_ptr<Door> open_door(const DoorOptions& options);

}  // namespace motcua::app
