// /livez, /readyz: whether the process lives, and whether the office takes writes.
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <fmt/format.h>

#include <filesystem>

namespace motcua::server {

namespace {

struct Check {
    std::string_view name;
    std::string ailment;  // and what to do; "" when well
};

std::string ailment_of_disk(const ApiOptions& options) {
    if (options.data.empty()) return {};
    std::error_code error;
    const auto space = std::filesystem::space(options.data, error);
    if (error) return fmt::format("{}: {}", options.data, error.message());
    if (space.available >= options.least_free_bytes) return {};
    return fmt::format("{} has {} MiB left, {} MiB are wanted: make room", options.data,
                       space.available >> 20U, options.least_free_bytes >> 20U);
}

/// The views answer and are those of this journal.
std::string ailment_of_schema(Asked& asked, engine::Seq head) {
    try {
        const auto seen = asked.api.readers().lend()->as_of().seq;
        if (seen <= head) return {};
        return fmt::format("the views know event {}, the journal ends at {}: motcua views rebuild", seen,
                           head);
    } catch (const std::exception& error) {
        return error.what();
    }
}

/// Up to which event the last signed checkpoint reaches; nothing when there is none, or the journal cannot be read.
std::optional<engine::Seq> last_checkpoint(const Asked& asked) {
    try {
        const auto signed_ones = asked.api.ports().journal()->checkpoints();
        return signed_ones.empty() ? std::nullopt : std::optional(signed_ones.back().size);
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

engine::Awaitable<Response> livez(Asked&) {
    Response response;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "ok\n";
    co_return response;
}

engine::Awaitable<Response> readyz(Asked& asked) {
    const auto status = asked.engine().status();
    const bool is_clock = status.health == engine::Writer::Health::clock_doubted;
    std::vector<Check> checks{{"journal", status.ready() || is_clock ? "" : status.ailment},
                              {"clock", is_clock ? status.ailment : ""},
                              {"disk", {}},
                              {"schema", {}}};
    const bool is_verbose = asked.query.contains("verbose");
    std::optional<engine::Seq> checkpoint;
    co_await asked.engine().run_blocking([&] {
        if (is_verbose) checkpoint = last_checkpoint(asked);
        checks[2].ailment = ailment_of_disk(asked.api.options());
        checks[3].ailment = ailment_of_schema(asked, asked.engine().published().head());
    });
    boost::json::array listed;
    std::string ailments;
    for (const auto& check : checks) {
        listed.push_back(boost::json::object{{"name", check.name}, {"ok", check.ailment.empty()}});
        if (check.ailment.empty()) continue;
        listed.back().as_object()["detail"] = check.ailment;
        ailments += (ailments.empty() ? "" : "; ") + check.ailment;
    }
    boost::json::object body;
    if (is_verbose) {
        body["checks"] = std::move(listed);
        body["head"] = status.head;
        body["views"] = status.views_position;
        body["waiting"] = status.waiting;
        body["dossiers"] = status.dossiers;
        body["in_memory"] = status.in_memory;
        body["armed_deadlines"] = status.armed_deadlines;
        body["checkpoint"] = checkpoint ? boost::json::value(*checkpoint) : boost::json::value(nullptr);
    }
    if (!ailments.empty()) co_return problem(Fault::not_ready, asked.language, ailments, std::move(body));
    body["ready"] = true;
    co_return json_response(std::move(body));
}

}  // namespace motcua::server
