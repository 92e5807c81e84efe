#include "bench/reports.hpp"

#include "server/reports/report.hpp"
#include "storage/sqlite/sqlite_views.hpp"

#include <chrono>

namespace motcua::bench {

namespace reports = server::reports;

std::vector<std::pair<std::string, double>> report_times(const std::filesystem::path& folder,
                                                         storage::Journal& journal,
                                                         std::shared_ptr<const procedures::Law> law) {
    constexpr std::size_t at_once = 10'000;
    storage::SqliteViews views(folder / "reports.db", [&] { return journal.reader(); });
    for (;;) {
        std::vector<storage::Projected> batch;
        journal.read(views.wants(), at_once,
                     [&](const storage::Record& record) { batch.push_back(storage::projected(record)); });
        if (batch.empty()) break;
        views.project(batch);
    }
    const auto reader = views.reader();
    const auto period = reports::parse_period("2026", reports::Closing::month_end).value();
    std::vector<std::pair<std::string, double>> times;
    for (const auto name : reports::report_names()) {
        const auto begun = std::chrono::steady_clock::now();
        const reports::Question question{std::string(name), period, reports::groupings_of(name).front(),
                                         procedures::Language::vi};
        const auto material = reports::material_of(*reader, law, question, {}, period.end());
        const auto table = reports::report_of(question, material);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        times.emplace_back(name, took.count());
    }
    return times;
}

}  // namespace motcua::bench
