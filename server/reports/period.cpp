#include "server/reports/period.hpp"

#include "server/http.hpp"

namespace motcua::server::reports {

using namespace std::chrono;

namespace {

/// All days of `count` months from `first` on.
Period months_from(year_month first, int count, Closing closing) {
    const auto last = first + months{count - 1};
    if (closing == Closing::day_14) return {local_days{(first - months{1}) / 15}, local_days{last / 14}};
    return {local_days{first / 1}, local_days{last / std::chrono::last}};
}

}  // namespace

std::optional<Period> parse_period(std::string_view text, Closing closing) {
    const auto said_year = text.size() >= 4 ? number_in<int>(text.substr(0, 4)) : std::nullopt;
    if (!said_year || *said_year < 2000 || *said_year > 2200) return std::nullopt;
    const year of{*said_year};
    if (text.size() == 4) return months_from(of / January, 12, closing);
    if (text.size() != 7 || text[4] != '-') return std::nullopt;
    const auto part = text.substr(5);
    const auto number = number_in<unsigned>(part[0] == 'q' || part[0] == 'h' ? part.substr(1) : part);
    if (!number || *number < 1) return std::nullopt;
    if (part[0] == 'q')
        return *number <= 4 ? std::optional(months_from(of / month{*number * 3 - 2}, 3, closing))
                            : std::nullopt;
    if (part[0] == 'h')
        return *number <= 2 ? std::optional(months_from(of / month{*number * 6 - 5}, 6, closing))
                            : std::nullopt;
    return *number <= 12 ? std::optional(months_from(of / month{*number}, 1, closing)) : std::nullopt;
}

}  // namespace motcua::server::reports
