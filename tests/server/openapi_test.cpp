#include "server/routes.hpp"
#include "tests/server/demo_office.hpp"
#include "tests/server/raw_client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

namespace motcua::tests {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return out;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// The document as the server gives it, and how it is read.
class Contract {
public:
    explicit Contract(DemoOffice& office)
        : document(json_of(office.get("/api/v1/openapi.json", {.person = ""}))) {}

    const object document;

    /// Follows "$ref".
    const object& resolved(const object& at) const {
        const auto* to = at.if_contains("$ref");
        if (to == nullptr) return at;
        const auto path = std::string(std::string_view(to->as_string())).substr(1);
        return at_pointer(path);
    }

    /// What is wrong with `answer` under `schema`; "" when nothing is. A property that an object does not name is
    /// undocumented, unless it names none or allows more.
    std::string mismatch(const value& answer, const object& reference, const std::string& where = "") const {
        const auto& schema = resolved(reference);
        if (const auto* choices = schema.if_contains("oneOf")) {
            std::string all;
            for (const auto& choice : choices->as_array()) {
                const auto why = mismatch(answer, choice.as_object(), where);
                if (why.empty()) return {};
                all += " | " + why;
            }
            return all;
        }
        if (const auto* type = schema.if_contains("type"); type != nullptr && !has_type(answer, *type))
            return where + " is not " + boost::json::serialize(*type);
        if (const auto* choices = schema.if_contains("enum")) {
            const auto& list = choices->as_array();
            if (std::find(list.begin(), list.end(), answer) == list.end())
                return where + " is not among its choices: " + boost::json::serialize(answer);
        }
        if (const auto* list = answer.if_array())
            if (const auto* items = schema.if_contains("items"))
                for (std::size_t i = 0; i < list->size(); ++i)
                    if (auto why = mismatch((*list)[i], items->as_object(), fmt::format("{}/{}", where, i));
                        !why.empty())
                        return why;
        return answer.is_object() ? mismatch_of_object(answer.get_object(), schema, where) : std::string();
    }

private:
    const object& at_pointer(std::string_view path) const {
        const object* at = &document;
        while (!path.empty()) {
            path.remove_prefix(1);
            const auto part = path.substr(0, path.find('/'));
            at = &at->at(part).as_object();
            path.remove_prefix(part.size());
        }
        return *at;
    }

    static bool has_type(const value& answer, const value& type) {
        if (const auto* list = type.if_array())
            return std::any_of(list->begin(), list->end(),
                               [&](const value& one) { return has_type(answer, one); });
        const std::string_view name = type.as_string();
        if (name == "object") return answer.is_object();
        if (name == "array") return answer.is_array();
        if (name == "string") return answer.is_string();
        if (name == "integer") return answer.is_int64() || answer.is_uint64();
        if (name == "number") return answer.is_number();
        if (name == "boolean") return answer.is_bool();
        return name == "null" && answer.is_null();
    }

    std::string mismatch_of_object(const object& answer, const object& schema,
                                   const std::string& where) const {
        if (const auto* required = schema.if_contains("required"))
            for (const auto& name : required->as_array())
                if (!answer.contains(name.as_string()))
                    return where + "/" + std::string(std::string_view(name.as_string())) + " is missing";
        const auto* properties = schema.if_contains("properties");
        if (properties == nullptr) return {};
        for (const auto& [name, item] : answer) {
            const auto at = where + "/" + std::string(std::string_view(name));
            const auto* known = properties->as_object().if_contains(name);
            if (known == nullptr && !schema.contains("additionalProperties")) return at + " is undocumented";
            if (known == nullptr) continue;
            if (auto why = mismatch(item, known->as_object(), at); !why.empty()) return why;
        }
        return {};
    }
};

struct Operation {
    std::string method;
    std::string path;
    const object* said = nullptr;
};

std::vector<Operation> operations(const Contract& contract) {
    std::vector<Operation> out;
    for (const auto& [path, item] : contract.document.at("paths").as_object())
        for (const auto& [method, operation] : item.as_object())
            out.push_back({upper(method), std::string(std::string_view(path)), &operation.as_object()});
    return out;
}

/// A request as the document's examples say it.
struct PlainCall {
    std::string target;
    std::string body;
    server::Fields fields;
};

PlainCall plain_call(const Contract& contract, const Operation& operation, const std::string& dossier) {
    PlainCall call{operation.path, {}, {}};
    std::string query;
    if (const auto* parameters = operation.said->if_contains("parameters"))
        for (const auto& one : parameters->as_array()) {
            const auto& parameter = contract.resolved(one.as_object());
            const auto name = std::string(std::string_view(parameter.at("name").as_string()));
            const auto* example = parameter.if_contains("example");
            if (example == nullptr) continue;
            auto said = example->is_string() ? std::string(std::string_view(example->get_string()))
                                             : boost::json::serialize(*example);
            if (name == "dossier") said = dossier;
            const std::string_view in = parameter.at("in").as_string();
            if (in == "path")
                call.target.replace(call.target.find("{" + name + "}"), name.size() + 2,
                                    server::percent_encoded(said));
            else if (in == "query")
                query += (query.empty() ? "?" : "&") + name + "=" + server::percent_encoded(said);
            else if (name != "Idempotency-Key")
                call.fields[lower(name)] = said;
        }
    call.target += query;
    if (const auto* body = operation.said->if_contains("requestBody")) {
        const auto& content = body->as_object().at("content").as_object();
        call.fields["content-type"] = std::string(std::string_view(content.begin()->key()));
        const auto& example = content.begin()->value().as_object().at("example");
        call.body = example.is_string() ? std::string(std::string_view(example.get_string()))
                                        : boost::json::serialize(example);
    }
    return call;
}

/// What is undocumented about an answer; "" when nothing is.
std::string undocumented(const Contract& contract, const Operation& operation,
                         const server::Response& answer) {
    const auto* described =
        operation.said->at("responses").as_object().if_contains(std::to_string(answer.status));
    if (described == nullptr) return fmt::format("status {}: {}", answer.status, answer.body);
    const auto* content = contract.resolved(described->as_object()).if_contains("content");
    if (content == nullptr) return answer.body.empty() ? "" : "a body";
    const auto type = answer.content_type.substr(0, answer.content_type.find(';'));
    const auto* media = content->as_object().if_contains(type);
    if (media == nullptr) return "content type " + type;
    if (type == "application/problem+json") {
        const auto& examples = media->as_object().at("examples").as_object();
        if (!examples.contains(code_of(answer))) return "code " + code_of(answer);
    }
    const auto* schema = media->as_object().if_contains("schema");
    if (schema == nullptr || !type.ends_with("json")) return {};
    return contract.mismatch(boost::json::parse(answer.body), schema->as_object());
}

// Neither can drift: an address without a description fails here, and so does a description without an address.
TEST(OpenApi, DescribesTheRoutesAndNothingElse) {
    DemoOffice office;
    const Contract contract(office);
    std::set<std::string> described, served;
    for (const auto& operation : operations(contract))
        described.insert(operation.method + " " + operation.path);
    for (const auto& route : server::route_table())
        served.insert(fmt::format("{} {}", route.method, route.pattern));

    EXPECT_EQ(described, served) << "server/openapi/*.json describes server/routes.cpp";
}

TEST(OpenApi, EveryOperationAnswersAsItIsDescribed) {
    DemoOffice office;
    office.private_data.put_draft({"an", "form-7f3a", "tag", "{}", office.clock.now()}, {}, 1);
    office.post("/api/v1/audits",
                R"({"unit":"mot-cua","auditor":"yen","from":"2026-08-03","to":"2026-08-07"})",
                {.person = "xuan"});
    const Contract contract(office);
    for (const auto& operation : operations(contract)) {
        bool is_done = false;
        for (const std::string person : {"an", "phuc", "dung", "khoa", "quan", "son", "yen", ""}) {
            const auto call = plain_call(contract, operation, office.receive());
            const Ask ask{.person = person, .fields = call.fields};
            const auto answer = operation.method == "GET"
                                    ? office.get(call.target, ask)
                                    : office.ask(operation.method, call.target, call.body, ask);
            EXPECT_EQ(undocumented(contract, operation, answer), "")
                << operation.method << " " << call.target << " as " << person;
            is_done = is_done || answer.status < 300;
        }
        // A file, a scanner's folder, a printed paper, a key that signs and a sample have to be there first:
        // files_test.cpp, papers/issue_test.cpp, verifier/audit_pack_test.cpp, journal_test.cpp, audits_test.cpp.
        const bool is_of_files = operation.path.ends_with("/{file}") || operation.path.ends_with("/scans") ||
                                 operation.path.ends_with("/{paper}") ||
                                 operation.path.ends_with("/audit-pack") ||
                                 operation.path.ends_with("/slip") ||
                                 operation.path == "/api/v1/audits/{audit}/dossiers/{dossier}";
        EXPECT_TRUE(is_done || is_of_files || operation.method != "GET")
            << operation.path << " is answered to nobody";
    }
}

// Names are unique, every parameter of a path is described, every example keeps to its schema.
TEST(OpenApi, IsWhole) {
    DemoOffice office;
    const Contract contract(office);
    std::set<std::string> ids;
    for (const auto& operation : operations(contract)) {
        const auto& said = *operation.said;
        EXPECT_TRUE(ids.emplace(std::string_view(said.at("operationId").as_string())).second)
            << operation.path;
        EXPECT_FALSE(said.at("summary").as_string().empty()) << operation.path;
        EXPECT_FALSE(said.at("tags").as_array().empty()) << operation.path;
        std::set<std::string> in_path;
        if (const auto* parameters = said.if_contains("parameters"))
            for (const auto& one : parameters->as_array()) {
                const auto& parameter = contract.resolved(one.as_object());
                EXPECT_TRUE(parameter.contains("description")) << operation.path << parameter;
                if (parameter.at("in") != "path") continue;
                in_path.insert("{" + std::string(std::string_view(parameter.at("name").as_string())) + "}");
                EXPECT_TRUE(parameter.contains("example")) << operation.path << parameter;
            }
        for (const auto& name : in_path)
            EXPECT_NE(operation.path.find(name), std::string::npos) << operation.path;
        EXPECT_EQ(static_cast<std::size_t>(std::count(operation.path.begin(), operation.path.end(), '{')),
                  in_path.size())
            << operation.path;
        if (const auto* body = said.if_contains("requestBody"))
            for (const auto& [type, media] : body->as_object().at("content").as_object())
                if (type == "application/json") {
                    EXPECT_EQ(contract.mismatch(media.at("example"), media.at("schema").as_object()), "")
                        << operation.path;
                }
    }
}

}  // namespace
}  // namespace motcua::tests
