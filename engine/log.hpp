// What the program tells its operator. A small interface of our own, so that the
// library behind it stays out of headers. At `info` and above no personal data:
// ids, codes, counts and times only.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace motcua::engine {

enum class LogLevel { debug, info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::string_view, long long> value;
};

/// Any thread.
class Log {
public:
    virtual ~Log() = default;
    /// `message` is a constant sentence, what varies travels in the fields.
    virtual void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) = 0;

    void debug(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::debug, message, fields);
    }
    void info(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::info, message, fields);
    }
    void warning(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::warning, message, fields);
    }
    void error(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::error, message, fields);
    }
};

/// To standard error: one JSON object a line, or words for a person when that is a terminal.
std::unique_ptr<Log> make_log(LogLevel least);
/// Says nothing.
Log& silent_log();

}  // namespace motcua::engine
