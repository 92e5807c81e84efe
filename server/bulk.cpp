// Many dossiers in one request: one act on each of a list, and one enterprise handing in many at once. Each
// row is a command of its own with the key "key/row": it is decided alone, and its answer stands beside the others'.
#include "server/commanding.hpp"
#include "server/dossier_json.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using procedures::Command;
using procedures::CommandKind;

namespace {

constexpr std::size_t most_rows = 100;

/// The field of the body with a list of 1 to 100 objects; null when it is something else.
const array* rows_of(const object& body, std::string_view field) {
    const auto* value = body.if_contains(field);
    const auto* rows = value != nullptr ? value->if_array() : nullptr;
    if (rows == nullptr || rows->empty() || rows->size() > most_rows) return nullptr;
    for (const auto& row : *rows)
        if (!row.is_object()) return nullptr;
    return rows;
}

/// The answer to a row, as it stands in the list.
object row_json(std::size_t row, Response answer) {
    const auto body = boost::json::parse(answer.body);
    return {{"row", row}, {"status", answer.status}, {answer.status < 300 ? "result" : "problem", body}};
}

Response rows_response(array results) {
    std::size_t done = 0;
    for (const auto& one : results)
        if (one.as_object().contains("result")) ++done;
    const auto refused = results.size() - done;
    return json_response({{"results", std::move(results)}, {"done", done}, {"refused", refused}});
}

/// The same request for one row: its dossier, the version that was looked at, its key.
struct RowAsked {
    Request request;
    Asked asked;

    RowAsked(const Asked& whole, std::string dossier, std::string if_match, std::string key)
        : request{whole.request.method,  whole.request.target,  whole.request.fields, {},
                  whole.request.address, whole.request.is_local},
          asked{whole.api,      request,     whole.query, {std::move(dossier)},
                whole.language, whole.actor, whole.now,   whole.credential} {
        request.fields["if-match"] = std::move(if_match);
        request.fields["idempotency-key"] = std::move(key);
    }
};

std::string if_match_of(const object& row) {
    const auto* version = row.if_contains("version");
    if (version == nullptr) return {};
    if (version->is_string() && version->get_string() == "*") return "*";
    // What is no number is no ETag either: malformed_if_match.
    return version->is_int64() ? fmt::format("\"{}\"", version->get_int64()) : "?";
}

engine::Awaitable<Response> advance_one(Asked& asked, const object& body, const object& row,
                                        const std::string& key) {
    if (auto no = unknown_field(asked, row, {"dossier", "version", "action", "args"}))
        co_return std::move(*no);
    const auto* dossier = row.if_contains("dossier");
    if (dossier == nullptr || !dossier->is_string()) co_return wrong_field(asked, "dossier", "required");
    const auto* action = row.contains("action") ? row.if_contains("action") : body.if_contains("action");
    if (action == nullptr || !action->is_string()) co_return wrong_field(asked, "action", "required");
    Command command;
    command.kind = CommandKind::act;
    command.action = std::string(action->get_string());
    for (const auto* from : {&body, &row}) {
        const auto* args = from->if_contains("args");
        if (args == nullptr) continue;
        if (!args->is_object()) co_return wrong_field(asked, "args", "object");
        for (const auto& [name, value] : args->get_object()) command.args[name] = value;
    }
    RowAsked one(asked, std::string(dossier->get_string()), if_match_of(row), key);
    co_return co_await give_to_dossier(one.asked, std::move(command), true);
}

engine::Awaitable<Response> file_one(Asked& asked, const object& shared, const object& row,
                                     const std::string& visit, const std::string& key) {
    Command command;
    command.kind = CommandKind::submit;
    command.args = shared;
    command.args["visit"] = visit;
    for (const auto& [name, value] : row)
        if (name != "receive") command.args[name] = value;
    const auto* receive = row.if_contains("receive");
    if (receive != nullptr && !receive->is_object()) co_return wrong_field(asked, "receive", "object");
    RowAsked one(asked, {}, "*", key);
    const auto law = asked.engine().published().law();
    auto filed = co_await give(one.asked, std::move(command), {law->office.get(), nullptr}, 201);
    if (filed.status != 201 || receive == nullptr) co_return filed;
    const auto id = std::string(boost::json::parse(filed.body).at("dossier").as_string());
    RowAsked then(asked, id, "*", key + "/receive");
    Command reception;
    reception.kind = CommandKind::act;
    reception.action = "receive";
    reception.args = receive->get_object();
    auto received = co_await give_to_dossier(then.asked, std::move(reception), true);
    if (received.status == 200) co_return received;
    // It is filed and stays so; why it was not received is said beside it.
    auto both = boost::json::parse(filed.body).as_object();
    both["not_received"] = boost::json::parse(received.body);
    co_return json_response(std::move(both), 201);
}

}  // namespace

engine::Awaitable<Response> batch_advance(Asked& asked) {
    auto read = body_of(asked);
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    const auto& body = std::get<object>(read);
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    if (auto no = unknown_field(asked, body, {"action", "args", "dossiers"})) co_return std::move(*no);
    const auto* rows = rows_of(body, "dossiers");
    if (rows == nullptr) co_return wrong_field(asked, "dossiers", "list_of_1_to_100");
    array results;
    for (std::size_t i = 0; i < rows->size(); ++i) {
        auto answer = co_await advance_one(asked, body, (*rows)[i].get_object(),
                                           fmt::format("{}/{}", std::get<std::string>(key), i));
        auto row = row_json(i, std::move(answer));
        if (const auto* dossier = (*rows)[i].get_object().if_contains("dossier")) row["dossier"] = *dossier;
        results.push_back(std::move(row));
    }
    co_return rows_response(std::move(results));
}

engine::Awaitable<Response> file_group(Asked& asked) {
    auto read = body_of(asked);
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    const auto& body = std::get<object>(read);
    auto key = key_of(asked);
    if (auto* no = std::get_if<Response>(&key)) co_return std::move(*no);
    if (auto no = unknown_field(asked, body, {"shared", "dossiers"})) co_return std::move(*no);
    const auto* rows = rows_of(body, "dossiers");
    if (rows == nullptr) co_return wrong_field(asked, "dossiers", "list_of_1_to_100");
    const auto* shared = body.if_contains("shared");
    if (shared == nullptr || !shared->is_object()) co_return wrong_field(asked, "shared", "object");
    // The visit is named by the request's own key, so that a repeat names the same one.
    const auto* said = shared->get_object().if_contains("visit");
    const auto visit =
        said != nullptr && said->is_string() ? std::string(said->get_string()) : std::get<std::string>(key);
    array results;
    for (std::size_t i = 0; i < rows->size(); ++i)
        results.push_back(
            row_json(i, co_await file_one(asked, shared->get_object(), (*rows)[i].get_object(), visit,
                                          fmt::format("{}/{}", std::get<std::string>(key), i))));
    co_return rows_response(std::move(results));
}

}  // namespace motcua::server
