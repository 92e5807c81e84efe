#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace motcua::app {

namespace {
constexpr std::uint64_t width = 30;
}

ProgressBar::ProgressBar(std::string what)
    : what_(std::move(what)),
      is_terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() { clear(); }

void ProgressBar::show(std::uint64_t done, std::uint64_t all, const std::string& note) {
    const auto now = std::chrono::steady_clock::now();
    if (!is_terminal_ || all == 0 || (done < all && now - drawn_ < std::chrono::milliseconds{100})) return;
    drawn_ = now;
    const auto full = std::min(width, done * width / all);
    std::string bar;
    for (std::uint64_t i = 0; i < width; ++i) bar += i < full ? "█" : "░";
    fmt::print(stderr, "\r\x1b[K{} {} {:3}% {}", what_, bar, std::min<std::uint64_t>(100, done * 100 / all),
               note);
    std::fflush(stderr);
}

void ProgressBar::clear() {
    if (!is_terminal_ || drawn_ == std::chrono::steady_clock::time_point{}) return;
    fmt::print(stderr, "\r\x1b[K");
    std::fflush(stderr);
    drawn_ = {};
}

}  // namespace motcua::app
