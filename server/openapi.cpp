#include "server/openapi.hpp"

#include "server/problem.hpp"
#include "server/resources.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using procedures::Refusal;

namespace {

/// One "no", as it is answered.
struct No {
    int status = 0;
    object body;
};

No no_of(const Response& response) {
    auto body = boost::json::parse(response.body).as_object();
    body["trace_id"] = "5f0c6d1e2a3b4c5d";
    return {response.status, std::move(body)};
}

/// All the noes of this program, by code.
const std::map<std::string, No, std::less<>>& noes() {
    static const auto all = [] {
        std::map<std::string, No, std::less<>> out;
        for (const auto fault : all_faults())
            out.emplace(to_string(fault), no_of(problem(fault, Language::vi)));
        for (auto code = Refusal::Code::not_found; code <= Refusal::Code::personal_data_refused;
             code = static_cast<Refusal::Code>(static_cast<int>(code) + 1))
            out.emplace(to_string(code), no_of(problem(procedures::refuse(code), Language::vi, {})));
        return out;
    }();
    return all;
}

std::set<std::string, std::less<>> refusal_codes() {
    std::set<std::string, std::less<>> out;
    for (auto code = Refusal::Code::not_found; code <= Refusal::Code::personal_data_refused;
         code = static_cast<Refusal::Code>(static_cast<int>(code) + 1))
        out.emplace(to_string(code));
    return out;
}

bool refers_to(const object& operation, std::string_view parameter) {
    const auto* list = operation.if_contains("parameters");
    if (list == nullptr) return false;
    const auto wanted = fmt::format("#/components/parameters/{}", parameter);
    return std::any_of(list->as_array().begin(), list->as_array().end(), [&](const value& one) {
        const auto* to = one.as_object().if_contains("$ref");
        return to != nullptr && std::string_view(to->as_string()) == wanted;
    });
}

/// What it says itself, and what follows from its parameters: the noes that all of its kind share.
std::set<std::string, std::less<>> codes_of(const object& operation) {
    std::set<std::string, std::less<>> codes{"malformed_target", "misdirected"};
    if (const auto* said = operation.if_contains("x-problems"))
        for (const auto& code : said->as_array()) codes.emplace(std::string_view(code.as_string()));
    if (codes.erase("any_refusal") != 0) codes.merge(refusal_codes());
    // `"security": []` is open to everybody.
    if (!operation.contains("security"))
        codes.insert(
            {"authentication_required", "wrong_role", "scope_missing", "cross_site", "password_must_change"});
    if (const auto* body = operation.if_contains("requestBody"))
        if (body->as_object().at("content").as_object().contains("application/json"))
            codes.insert({"unsupported_media_type", "malformed_json", "not_an_object"});
    if (refers_to(operation, "idempotency_key"))
        codes.insert(
            {"idempotency_key_required", "overloaded", "not_done", "outcome_unknown", "clock_doubted"});
    if (refers_to(operation, "if_match")) codes.insert({"if_match_required", "malformed_if_match"});
    return codes;
}

void put_problems(object& operation) {
    std::map<int, object> examples;
    for (const auto& code : codes_of(operation)) {
        const auto known = noes().find(code);
        if (known == noes().end()) throw std::logic_error("openapi: no problem has the code " + code);
        examples[known->second.status][code] = object{{"value", known->second.body}};
    }
    operation.erase("x-problems");
    auto& responses = operation.at("responses").as_object();
    for (auto& [status, by_code] : examples) {
        std::string codes;
        for (const auto& [code, example] : by_code)
            codes += (codes.empty() ? "" : ", ") + std::string(std::string_view(code));
        object response{{"description", codes},
                        {"content", object{{"application/problem+json",
                                            object{{"schema", {{"$ref", "#/components/schemas/Problem"}}},
                                                   {"examples", std::move(by_code)}}}}}};
        if (status == 503)
            response["headers"] = {{"Retry-After", {{"$ref", "#/components/headers/RetryAfter"}}}};
        responses[std::to_string(status)] = std::move(response);
    }
}

void put_all(object& into, const object& from, std::string_view part) {
    const auto* found = from.if_contains(part);
    if (found == nullptr) return;
    for (const auto& [name, item] : found->as_object())
        if (!into.emplace(name, item).second)
            throw std::logic_error("openapi: described twice: " + std::string(std::string_view(name)));
}

}  // namespace

object openapi_document() {
    object paths, schemas, parameters, headers;
    array tags;
    for (const auto text : openapi_fragments()) {
        const auto fragment = boost::json::parse(text).as_object();
        put_all(paths, fragment, "paths");
        put_all(schemas, fragment, "schemas");
        put_all(parameters, fragment, "parameters");
        put_all(headers, fragment, "headers");
        if (const auto* said = fragment.if_contains("tags"))
            tags.insert(tags.end(), said->as_array().begin(), said->as_array().end());
    }
    for (auto& [path, item] : paths)
        for (auto& [method, operation] : item.as_object()) put_problems(operation.as_object());
    return {{"openapi", "3.1.0"},
            {"info",
             {{"title", "motcua"},
              {"version", "1"},
              {"summary", "The one-stop shop of an industrial-zones authority"},
              {"description",
               "JSON in UTF-8, snake_case; times RFC 3339 with +07:00. Every no is a Problem. Commands carry "
               "Idempotency-Key, changes of a dossier If-Match. docs/http.md tells the conventions."},
              {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
            {"servers", array{object{{"url", "/"}}}},
            {"tags", std::move(tags)},
            {"security",
             array{object{{"session", array{}}}, object{{"token", array{}}}, object{{"person", array{}}}}},
            {"paths", std::move(paths)},
            {"components",
             {{"schemas", std::move(schemas)},
              {"parameters", std::move(parameters)},
              {"headers", std::move(headers)},
              {"securitySchemes",
               {{"session",
                 {{"type", "apiKey"},
                  {"in", "cookie"},
                  {"name", "__Host-motcua"},
                  {"description", "Of POST /api/v1/session; motcua on loopback. Writes need Origin."}}},
                {"token",
                 {{"type", "http"}, {"scheme", "bearer"}, {"description", "mc_…, of POST /api/v1/tokens."}}},
                {"person",
                 {{"type", "apiKey"},
                  {"in", "header"},
                  {"name", "X-Motcua-Person"},
                  {"description", "In a demonstration people are taken at their word."}}}}}}}};
}

engine::Awaitable<Response> read_openapi(Asked&) {
    static const std::string text = boost::json::serialize(openapi_document());
    Response response;
    response.body = text;
    co_return response;
}

}  // namespace motcua::server
