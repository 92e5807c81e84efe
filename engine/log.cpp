#include "engine/log.hpp"

#include "procedures/calendar/time.hpp"

#include <boost/json.hpp>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

namespace motcua::engine {

namespace {

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

class SpdLog final : public Log {
public:
    SpdLog(LogLevel least, bool human) : human_(human) {
        auto sink = human ? spdlog::sink_ptr(std::make_shared<spdlog::sinks::stderr_color_sink_mt>())
                          : spdlog::sink_ptr(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        logger_ = std::make_unique<spdlog::logger>("motcua", std::move(sink));
        logger_->set_level(level_of(least));
        logger_->set_pattern(human ? "%H:%M:%S %^%l%$ %v" : "%v");
        logger_->flush_on(spdlog::level::info);
    }

    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) override {
        const auto spd_level = level_of(level);
        if (!logger_->should_log(spd_level)) return;
        logger_->log(spd_level, "{}", human_ ? sentence(message, fields) : line(level, message, fields));
    }

private:
    static std::string sentence(std::string_view message, std::initializer_list<LogField> fields) {
        std::string out(message);
        for (const auto& field : fields) {
            out += fmt::format("  {}=", field.name);
            std::visit([&](const auto& value) { out += fmt::format("{}", value); }, field.value);
        }
        return out;
    }

    static std::string line(LogLevel level, std::string_view message,
                            std::initializer_list<LogField> fields) {
        static constexpr std::string_view names[] = {"debug", "info", "warning", "error"};
        const auto now =
            std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        boost::json::object object{{"time", procedures::format_instant(now)},
                                   {"level", names[static_cast<std::size_t>(level)]},
                                   {"message", message}};
        for (const auto& field : fields) {
            std::visit([&](const auto& value) { object[field.name] = value; }, field.value);
        }
        return boost::json::serialize(object);
    }

    bool human_;
    std::unique_ptr<spdlog::logger> logger_;
};

class SilentLog final : public Log {
    void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}  // namespace

std::unique_ptr<Log> make_log(LogLevel least) {
    return std::make_unique<SpdLog>(least, isatty(STDERR_FILENO) == 1);
}

Log& silent_log() {
    static SilentLog log;
    return log;
}

}  // namespace motcua::engine
