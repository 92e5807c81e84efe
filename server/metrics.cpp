#include "server/metrics.hpp"

#include "procedures/dossier/timeliness.hpp"
#include "server/resources.hpp"
#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <iterator>

namespace motcua::server {

namespace {

void declare(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    fmt::format_to(std::back_inserter(out), "# TYPE {} {}\n# HELP {} {}\n", name, type, name, help);
}

void gauge(std::string& out, std::string_view name, std::string_view help, std::uint64_t value) {
    declare(out, name, "gauge", help);
    fmt::format_to(std::back_inserter(out), "{} {}\n", name, value);
}

/// `labels` is "" or ends with a comma. A gauge's histogram names its sum and count apart.
void samples(std::string& out, std::string_view name, std::string_view labels, const engine::Histogram& of,
             bool is_gauge = false) {
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < of.buckets.size(); ++i) {
        so_far += of.buckets[i];
        const auto bound = i < of.bounds.size() ? fmt::format("{}", of.bounds[i]) : std::string("+Inf");
        fmt::format_to(std::back_inserter(out), "{}_bucket{{{}le=\"{}\"}} {}\n", name, labels, bound, so_far);
    }
    const auto braces =
        labels.empty() ? std::string() : fmt::format("{{{}}}", labels.substr(0, labels.size() - 1));
    const std::string_view g = is_gauge ? "g" : "";
    fmt::format_to(std::back_inserter(out), "{}_{}count{} {}\n{}_{}sum{} {}\n", name, g, braces, of.count,
                   name, g, braces, of.sum);
}

}  // namespace

void Metrics::count(std::string_view method, std::string_view route, int status,
                    std::chrono::duration<double> took) {
    // A method is the client's word: only those that exist become a label.
    const bool is_known = method == "GET" || method == "POST" || method == "PUT" || method == "DELETE" ||
                          method == "PATCH" || method == "HEAD";
    const std::lock_guard lock(mutex_);
    auto& answered =
        answered_[{std::string(route.empty() ? "none" : route), std::string(is_known ? method : "other")}];
    ++answered.by_status[status];
    answered.seconds.observe(took.count());
}

void Metrics::write(std::string& out) const {
    const std::lock_guard lock(mutex_);
    declare(out, "motcua_http_requests", "counter", "Requests answered, by pattern of the address.");
    for (const auto& [key, answered] : answered_)
        for (const auto& [status, times] : answered.by_status)
            fmt::format_to(std::back_inserter(out),
                           "motcua_http_requests_total{{route=\"{}\",method=\"{}\",status=\"{}\"}} {}\n",
                           key.first, key.second, status, times);
    declare(out, "motcua_http_request_seconds", "histogram", "From the request read to its answer made.");
    for (const auto& [key, answered] : answered_)
        samples(out, "motcua_http_request_seconds",
                fmt::format("route=\"{}\",method=\"{}\",", key.first, key.second), answered.seconds);
}

void write_engine(std::string& out, const engine::EngineStatus& status, std::size_t listeners) {
    gauge(out, "motcua_ready", "1 when writes are taken.", status.ready() ? 1 : 0);
    gauge(out, "motcua_queue_length", "Commands that wait for the writer.", status.waiting);
    gauge(out, "motcua_journal_events", "Events in the journal.", status.head);
    gauge(out, "motcua_views_lag_events", "Events that the lists do not know yet.",
          status.head - std::min(status.head, status.views_position));
    gauge(out, "motcua_deadlines_armed", "Due times that are waited for.", status.armed_deadlines);
    gauge(out, "motcua_dossiers_in_memory", "Dossiers that the writer holds.", status.in_memory);
    gauge(out, "motcua_listeners", "Connections to live events.", listeners);
    declare(out, "motcua_batch_commands", "histogram", "Commands decided together.");
    samples(out, "motcua_batch_commands", "", status.batch_commands);
    declare(out, "motcua_batch_events", "histogram", "Events of one commit.");
    samples(out, "motcua_batch_events", "", status.batch_events);
    declare(out, "motcua_commit_seconds", "histogram", "Time of one commit, its sync included.");
    samples(out, "motcua_commit_seconds", "", status.commit_seconds);
}

void write_dossiers(std::string& out, const engine::Published& published, procedures::Instant now) {
    const auto law = published.law();
    const auto moment = procedures::moment_at(*law->calendar, now);
    std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> by_state;
    engine::Histogram overdue({1, 3, 7, 14, 30, 90});
    for (const auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        if (!dossier.is_open()) continue;
        const auto end = dossier.legal_due ? std::optional(dossier.legal_due->legal_end) : std::nullopt;
        const auto timeliness = procedures::timeliness_of(dossier.kind, end, moment);
        ++by_state[{to_string(dossier.kind), to_string(timeliness)}];
        if (timeliness == procedures::Timeliness::overdue)
            overdue.observe(std::chrono::duration<double, std::ratio<86400>>(now - *end).count());
    }
    declare(out, "motcua_open_dossiers", "gauge", "Open dossiers by kind of their step and timeliness.");
    for (const auto& [state, number] : by_state)
        fmt::format_to(std::back_inserter(out), "motcua_open_dossiers{{state=\"{}\",timeliness=\"{}\"}} {}\n",
                       state.first, state.second, number);
    declare(out, "motcua_overdue_days", "gaugehistogram",
            "By how many days open dossiers are past their legal due date.");
    samples(out, "motcua_overdue_days", "", overdue, true);
}

engine::Awaitable<Response> read_metrics(Asked& asked) {
    // Figures are a right of their own, save on this machine; behind a proxy everybody seems to be on it.
    const auto& options = asked.api.options();
    if ((!options.on_loopback || options.proxy.is_used()) && !asked.request.is_local) {
        auto who =
            co_await who_asks(asked.api, asked.request, Permission::figures, asked.language, asked.now);
        if (auto* no = std::get_if<Response>(&who)) co_return std::move(*no);
    }
    Response response;
    response.content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    asked.api.metrics().write(response.body);
    write_engine(response.body, asked.engine().status(), asked.api.feed().listeners());
    co_await asked.engine().run_blocking(
        [&] { write_dossiers(response.body, asked.engine().published(), asked.now); });
    response.body += "# EOF\n";
    co_return response;
}

}  // namespace motcua::server
