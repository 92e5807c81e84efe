#include "engine/clock_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace motcua::engine {

ClockGuard::ClockGuard(const Clock& clock, ClockTolerance tolerance, std::optional<Instant> last)
    : clock_(clock),
      tolerance_(tolerance),
      floor_(last),
      wall_(clock.now()),
      monotonic_(clock.monotonic()) {}

ClockGuard::Reading ClockGuard::read() {
    const auto now = clock_.now();
    if (doubt_) {
        doubt_->now = now;
        return *doubt_;
    }
    const auto monotonic = clock_.monotonic();
    const auto expected = wall_ + (monotonic - monotonic_);
    Reading reading{Kind::sound, now, expected};
    if (tolerance_.virtual_time) {
        reading.expected = now;
    } else if (now < expected - tolerance_.back) {
        reading.kind = Kind::back;
    } else if (now > expected + tolerance_.forward) {
        reading.kind = Kind::forward;
    }
    if (floor_ && reading.kind == Kind::sound) {
        if (now < *floor_ - tolerance_.back) {
            reading = {Kind::back, now, *floor_};
        } else if (now < *floor_) {
            return {Kind::wait, now, *floor_};
        } else if (!started_ && !tolerance_.virtual_time && now > *floor_ + tolerance_.since_last_event) {
            reading = {Kind::idle, now, *floor_};
        }
    }
    if (reading.is_doubted()) {
        doubt_ = reading;
        return reading;
    }
    started_ = true;
    wall_ = now;
    monotonic_ = monotonic;
    floor_ = now;
    return reading;
}

void ClockGuard::confirm() {
    doubt_.reset();
    started_ = true;
    wall_ = clock_.now();
    monotonic_ = clock_.monotonic();
    floor_ = wall_;
}

std::string_view to_string(ClockGuard::Kind kind) {
    switch (kind) {
        case ClockGuard::Kind::sound: return "sound";
        case ClockGuard::Kind::wait: return "wait";
        case ClockGuard::Kind::back: return "back";
        case ClockGuard::Kind::forward: return "forward";
        case ClockGuard::Kind::idle: return "idle";
    }
    return "?";
}

std::string explain(const ClockGuard::Reading& doubt) {
    const auto now = procedures::format_instant(std::chrono::floor<std::chrono::seconds>(doubt.now));
    const auto expected =
        procedures::format_instant(std::chrono::floor<std::chrono::seconds>(doubt.expected));
    const auto vi = doubt.kind == ClockGuard::Kind::back      ? "bị lùi lại"
                    : doubt.kind == ClockGuard::Kind::forward ? "nhảy về phía trước"
                                                              : "cách sự kiện cuối cùng hơn 7 ngày";
    const auto en = doubt.kind == ClockGuard::Kind::back      ? "was set back"
                    : doubt.kind == ClockGuard::Kind::forward ? "jumped forward"
                                                              : "is more than 7 days after the last event";
    return fmt::format(
        "Đồng hồ hệ thống {}: đang là {}, mốc tin cậy {}. Đã dừng ghi nhận và dừng các mốc thời hạn; không "
        "có gì bị mất. "
        "Hãy kiểm tra giờ của máy chủ (timedatectl), chỉnh lại nếu sai, rồi quản trị viên xác nhận giờ hệ "
        "thống. / "
        "The system clock {}: it says {}, trusted was {}. Nothing is written and no deadline fires; nothing "
        "is lost. "
        "Check the server's time (timedatectl), correct it if it is wrong, then let an administrator confirm "
        "the clock.",
        vi, now, expected, en, now, expected);
}

}  // namespace motcua::engine
