// How far a long work has come, on standard error; nothing when that is not a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace motcua::app {

class ProgressBar {
public:
    explicit ProgressBar(std::string what);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// Drawn at most ten times a second; `note` stands behind the bar.
    void show(std::uint64_t done, std::uint64_t all, const std::string& note = {});
    /// Wipes the line.
    void clear();

private:
    std::string what_;
    bool is_terminal_;
    std::chrono::steady_clock::time_point drawn_;
};

}  // namespace motcua::app
