// GET /metrics: the program in figures, as OpenMetrics text. Labels hold route patterns, states and numbers,
// never an id, a code or a name.
#pragma once

#include "engine/engine.hpp"
#include "engine/histogram.hpp"
#include "procedures/dossier/law.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace motcua::server {

/// Counts what was answered. Any thread.
class Metrics {
public:
    /// `route` is the pattern, "" when none fits.
    void count(std::string_view method, std::string_view route, int status,
               std::chrono::duration<double> took);
    void write(std::string& out) const;

private:
    struct Answered {
        std::map<int, std::uint64_t> by_status;
        engine::Histogram seconds{{0.001, 0.005, 0.02, 0.1, 0.5, 2, 10}};
    };

    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Answered, std::less<>> answered_;  // by route and method
};

/// Queue, batches, commits, lag of the views; live listeners.
void write_engine(std::string& out, const engine::EngineStatus& status, std::size_t listeners);
/// Open dossiers by state, and how late the late ones are.
void write_dossiers(std::string& out, const engine::Published& published, procedures::Instant now);

}  // namespace motcua::server
