// The table of addresses, and what all of them have in common: who asks, in which language, from where.
#include "server/routes.hpp"

#include "server/api.hpp"
#include "server/who_asks.hpp"

#include <boost/asio/awaitable.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace motcua::server {

namespace {

using enum Permission;

constexpr Route routes[] = {
    {"GET", "/livez", livez, public_},
    {"GET", "/readyz", readyz, public_},
    {"GET", "/metrics", read_metrics, public_},
    {"GET", "/api/v1/openapi.json", read_openapi, public_},
    {"POST", "/api/v1/session", log_in, public_},
    {"GET", "/api/v1/session", read_session, own_account},
    {"DELETE", "/api/v1/session", log_out, own_account},
    {"GET", "/api/v1/sessions", list_sessions, own_account},
    {"DELETE", "/api/v1/sessions/{session}", end_session, own_account},
    {"POST", "/api/v1/me/password", change_password, own_account},
    {"GET", "/api/v1/tokens", list_tokens, any_person},
    {"POST", "/api/v1/tokens", issue_token, any_person},
    {"DELETE", "/api/v1/tokens/{token}", revoke_token, any_person},
    {"GET", "/api/v1/drafts", list_drafts, any_person},
    {"GET", "/api/v1/drafts/{draft}", read_draft, any_person},
    {"PUT", "/api/v1/drafts/{draft}", keep_draft, any_person},
    {"DELETE", "/api/v1/drafts/{draft}", drop_draft, any_person},
    {"GET", "/api/v1/procedures", list_procedures, public_},
    {"GET", "/api/v1/colleagues", list_colleagues, any_person},
    {"GET", "/api/v1/dossiers", search_dossiers, dossier},
    {"GET", "/api/v1/procedures/{procedure}", read_procedure, public_},
    {"GET", "/api/v1/procedures/{procedure}/dates", preview_dates, public_},
    {"GET", "/api/v1/procedures/{procedure}/graph", draw_procedure, public_},
    {"GET", "/api/v1/procedures/{procedure}/flow", read_flow, figures},
    {"GET", "/api/v1/public/wall", read_wall, public_},
    {"GET", "/api/v1/lookup/{code}", look_up, public_},
    {"POST", "/api/v1/lookup", look_up_own, public_},
    {"GET", "/api/v1/dossiers:duplicates", find_duplicates, dossier},
    {"POST", "/api/v1/dossiers", submit_dossier, dossier},
    {"POST", "/api/v1/dossiers:batch-advance", batch_advance, dossier},
    {"POST", "/api/v1/dossiers:group", file_group, dossier},
    {"GET", "/api/v1/dossiers/{dossier}", read_dossier, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/actions", list_actions, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/audit-pack", read_audit_pack, audit},
    {"GET", "/api/v1/dossiers/{dossier}/explain", explain_dates, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/timeline", read_timeline, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/transitions", take_action, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/acts/{kind}", act_beside, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/files", list_files, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/files", upload_file, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/files/{file}", download_file, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/papers", list_papers, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/papers", issue_paper, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/papers/{paper}", read_paper, dossier},
    {"POST", "/api/v1/papers", issue_list, dossier},
    {"GET", "/api/v1/papers/{paper}", read_list, dossier},
    {"GET", "/api/v1/dossiers/{dossier}/fees", list_fees, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/fees/{fee}/payment", record_payment, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/fees/{fee}/exemption", waive_fee, dossier},
    {"GET", "/api/v1/counters/{counter}/scans", list_scans, dossier},
    {"POST", "/api/v1/counters/{counter}/scans/{name}", attach_scan, dossier},
    {"GET", "/api/v1/outages", list_outages, dossier},
    {"POST", "/api/v1/outages", declare_outage, dossier},
    {"POST", "/api/v1/outages/reservations", reserve_codes, dossier},
    {"POST", "/api/v1/outages/codes", settle_codes, dossier},
    {"GET", "/api/v1/fees", list_due_fees, dossier},
    {"GET", "/api/v1/fees/closing", close_cash, dossier},
    {"GET", "/api/v1/desk", read_desk, dossier},
    {"GET", "/api/v1/applicants", recall_applicant, dossier},
    {"GET", "/api/v1/consults", list_consults, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/reminders", remind, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/consults/{party}/answer", answer_consult, dossier},
    {"POST", "/api/v1/dossiers/{dossier}/consults/{party}/remind", remind_consult, dossier},
    {"GET", "/api/v1/board", read_board, figures},
    {"GET", "/api/v1/board/waiting", read_waiting, figures},
    {"GET", "/api/v1/breaches", list_breaches, dossier},
    {"GET", "/api/v1/journal", search_journal, audit},
    {"GET", "/api/v1/journal/export", export_journal, audit},
    {"GET", "/api/v1/journal/checkpoint", read_checkpoint, audit},
    {"POST", "/api/v1/journal/checkpoint", sign_checkpoint, audit},
    {"GET", "/api/v1/journal/checkpoint/slip", print_checkpoint, checkpoints},
    {"POST", "/api/v1/journal/key", rotate_key, administer},
    {"POST", "/api/v1/journal/exports", record_export, audit},
    {"GET", "/api/v1/worklist", read_worklist, dossier},
    {"GET", "/api/v1/events", listen_events, any_person},
    {"GET", "/api/v1/people", list_people, any_person},
    {"POST", "/api/v1/people", add_person, administer},
    {"GET", "/api/v1/people/{person}", read_person, any_person},
    {"POST", "/api/v1/people/{person}/roles", change_roles, administer},
    {"POST", "/api/v1/people/{person}/password", give_first_password, administer},
    {"POST", "/api/v1/people/{person}/departure", let_go, administer},
    {"POST", "/api/v1/people/{person}/absences", set_absence, staffing},
    {"POST", "/api/v1/people/{person}/absences/{from}/end", end_absence, staffing},
    {"GET", "/api/v1/substitutions", list_substitutions, any_person},
    {"POST", "/api/v1/substitutions", set_substitution, staffing},
    {"POST", "/api/v1/substitutions/{substitution}/end", end_substitution, staffing},
    {"GET", "/api/v1/units", list_units, any_person},
    {"GET", "/api/v1/roles", list_roles, any_person},
    {"GET", "/api/v1/reports", list_reports, figures},
    {"GET", "/api/v1/reports/issued", list_issued_reports, figures},
    {"GET", "/api/v1/reports/issued/{number}", read_issued_report, figures},
    {"GET", "/api/v1/reports/{name}", read_report, figures},
    {"POST", "/api/v1/reports/{name}", issue_report, figures},
    {"GET", "/api/v1/reports/{name}/dossiers", open_figure, figures},
    {"GET", "/api/v1/audit-samples", draw_audit_sample, audit},
    {"GET", "/api/v1/iso-coverage", read_iso_coverage, figures},
    {"GET", "/api/v1/management-review", download_review, figures},
    {"GET", "/api/v1/nonconformities", list_nonconformities, dossier},
    {"POST", "/api/v1/nonconformities", report_nonconformity, dossier},
    {"GET", "/api/v1/nonconformities/{nonconformity}", read_nonconformity, dossier},
    {"POST", "/api/v1/nonconformities/{nonconformity}/assignment", assign_nonconformity, dossier},
    {"POST", "/api/v1/nonconformities/{nonconformity}/treatment", treat_nonconformity, dossier},
    {"POST", "/api/v1/nonconformities/{nonconformity}/verification", verify_nonconformity, dossier},
    {"GET", "/api/v1/audits", list_audits, figures},
    {"POST", "/api/v1/audits", plan_audit, figures},
    {"GET", "/api/v1/audits/{audit}", read_audit, figures},
    {"POST", "/api/v1/audits/{audit}/sample", sample_audit, audit},
    {"GET", "/api/v1/audits/{audit}/dossiers/{dossier}", trace_audited, audit},
    {"POST", "/api/v1/audits/{audit}/dossiers/{dossier}/answers", check_audited, audit},
    {"POST", "/api/v1/audits/{audit}/findings", report_finding, audit},
    {"POST", "/api/v1/audits/{audit}/conclusion", conclude_audit, audit},
    {"GET", "/api/v1/zones", list_zones, any_person},
    {"GET", "/api/v1/counters", list_counters, any_person},
    {"GET", "/api/v1/outbox", read_outbox, administer},
    {"POST", "/api/v1/outbox/dead/{seq}/resend", resend_letter, administer},
    {"POST", "/api/v1/outbox/checkpoints/dead/{seq}/resend", resend_checkpoint, administer},
    {"GET", "/api/v1/law", read_law, any_person},
    {"GET", "/api/v1/law/versions/{hash}", read_law_version, any_person},
    {"GET", "/api/v1/law/versions/{hash}/proofs", prove_version, any_person},
    {"GET", "/api/v1/law/proposals/{hash}", read_proposal, any_person},
    {"POST", "/api/v1/law/reload", reload_law, law},
    {"POST", "/api/v1/law/proposals/{hash}/approval", approve_law, law},
    {"POST", "/api/v1/calendar/preview", preview_notice, dossier},
    {"POST", "/api/v1/calendar/proposals", propose_calendar, law},
    {"POST", "/api/v1/calendar/notices", apply_notice, dossier},
};

static_assert(std::none_of(std::begin(routes), std::end(routes),
                           [](const Route& route) { return route.permission == undeclared; }),
              "every address names its permission");

const std::vector<Route>& all_routes() {
    static const auto all = [] {
        std::vector<Route> table(std::begin(routes), std::end(routes));
        const auto pages = page_table();
        table.insert(table.end(), pages.begin(), pages.end());
        return table;
    }();
    return all;
}

/// The parameters, when the segments fit.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& segments) {
    std::vector<std::string> parameters;
    pattern.remove_prefix(1);
    for (const auto& segment : segments) {
        if (pattern.empty()) return std::nullopt;
        const auto slash = pattern.find('/');
        const auto part = pattern.substr(0, slash);
        pattern = slash == std::string_view::npos ? std::string_view() : pattern.substr(slash + 1);
        if (part.starts_with('{'))
            parameters.push_back(segment);
        else if (part != segment)
            return std::nullopt;
    }
    return pattern.empty() ? std::optional(std::move(parameters)) : std::nullopt;
}

/// The caller's own (W3C Trace Context: 00-<trace>-<parent>-<flags>), so that its log and ours name the same; else a
/// new one.
std::string trace_id_of(const Request& request, engine::Random& random) {
    const auto said = request.field("traceparent");
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (said.size() == 55 && said.starts_with("00-") && said[35] == '-' && said[52] == '-') {
        const auto trace = said.substr(3, 32);
        if (std::all_of(trace.begin(), trace.end(), is_hex) &&
            trace.find_first_not_of('0') != std::string::npos)
            return std::string(trace);
    }
    std::array<std::uint8_t, 16> bytes{};
    random.fill(bytes);
    std::string id;
    for (const auto byte : bytes) id += fmt::format("{:02x}", byte);
    return id;
}

/// A request that found its resource.
struct Admitted {
    Handler handler;
    Asked asked;
};

/// Who asks for what; or the problem. `pattern` becomes that of the address, for the figures.
engine::Awaitable<std::variant<Admitted, Response>> admit(Api& api, Request& request,
                                                          std::string_view& pattern) {
    request.address = client_address(request, api.options().proxy.addresses);
    const auto language = procedures::preferred_language(request.field("accept-language"));
    const auto& hosts = api.options().hosts;
    if (!request.is_local && !hosts.empty() &&
        std::find(hosts.begin(), hosts.end(), host_of(request)) == hosts.end())
        co_return problem(Fault::misdirected, language);
    const auto target = parse_target(request.target);
    if (!target) co_return problem(Fault::malformed_target, language);
    const auto method = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
    std::string allowed;
    for (const auto& route : all_routes()) {
        auto parameters = match(route.pattern, target->segments);
        if (!parameters) continue;
        pattern = route.pattern;
        if (route.method != method) {
            allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
            continue;
        }
        Admitted found{
            route.handler,
            {api, request, target->query, std::move(*parameters), language, {}, api.ports().clock.now()}};
        auto& asked = found.asked;
        if (api.door().take_counted_due(asked.now)) co_await tell_counted(api, asked.now);
        if (route.permission != public_) {
            auto who = co_await who_asks(api, request, route.permission, language, asked.now);
            if (auto* no = std::get_if<Response>(&who)) co_return std::move(*no);
            asked.actor = std::move(std::get<WhoAsks>(who).actor);
            asked.credential = std::move(std::get<WhoAsks>(who).credential);
        }
        co_return std::move(found);
    }
    if (allowed.empty()) co_return problem(Fault::no_such_resource, language);
    auto response = problem(Fault::method_not_allowed, language);
    response.fields.emplace_back("Allow", allowed);
    co_return response;
}

bool has_field(const Response& response, std::string_view name) {
    return std::any_of(response.fields.begin(), response.fields.end(),
                       [&](const auto& field) { return field.first == name; });
}

}  // namespace

std::span<const Route> route_table() { return routes; }

ReaderPool::Lent ReaderPool::lend() {
    {
        const std::lock_guard lock(mutex_);
        if (!free_.empty()) {
            auto reader = std::move(free_.back());
            free_.pop_back();
            return {*this, std::move(reader)};
        }
    }
    return {*this, views_.reader()};
}

void ReaderPool::take_back(std::unique_ptr<storage::ViewsReader> reader) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
}

Api::Api(ApiPorts ports, ApiOptions options)
    : ports_(ports),
      options_(std::move(options)),
      readers_(ports.views),
      feed_(std::make_shared<Feed>(ports.engine, ports.clock, ports.log, options_.feed,
                                   [&data = ports.private_data] { return data.endings(); })),
      identity_(ports.private_data, ports.random, options_.identity) {
    // What a former run did not tell any more is due at once.
    door_.counted_due_at(engine::Instant{});
}

engine::Awaitable<Response> Api::answer(Request request) {
    std::string_view pattern;
    const auto begun = std::chrono::steady_clock::now();
    auto admitted = co_await admit(*this, request, pattern);
    if (auto* no = std::get_if<Response>(&admitted))
        co_return finished(std::move(*no), request, pattern, begun);
    auto& [handler, asked] = std::get<Admitted>(admitted);
    auto response = co_await handler(asked);
    co_return finished(std::move(response), request, pattern, begun);
}

engine::Awaitable<std::optional<Response>> Api::refuse_upload(Request request) {
    std::string_view pattern;
    const auto begun = std::chrono::steady_clock::now();
    auto admitted = co_await admit(*this, request, pattern);
    if (auto* no = std::get_if<Response>(&admitted))
        co_return finished(std::move(*no), request, pattern, begun);
    auto seen = co_await dossier_for(std::get<Admitted>(admitted).asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return finished(std::move(*no), request, pattern, begun);
    co_return std::nullopt;
}

Response Api::finished(Response response, const Request& request, std::string_view pattern,
                       std::chrono::steady_clock::time_point begun) {
    metrics_.count(request.method, pattern, response.status, std::chrono::steady_clock::now() - begun);
    const auto trace = trace_id_of(request, ports_.random);
    response.fields.emplace_back("X-Trace-Id", trace);
    // A resource that may be kept says so itself.
    if (!has_field(response, "Cache-Control")) {
        response.fields.emplace_back("Cache-Control", "no-store");
        response.fields.emplace_back("Vary", "Accept-Language");
    }
    // A problem carries the same id, so that a person can read it out.
    if (response.content_type.starts_with("application/problem+json"))
        response.body.insert(1, fmt::format("\"trace_id\":\"{}\",", trace));
    ports_.log.debug("Answered", {{"method", std::string_view(request.method)},
                                  {"status", static_cast<long long>(response.status)},
                                  {"trace", std::string_view(trace)}});
    return response;
}

}  // namespace motcua::server
