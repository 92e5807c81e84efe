#include "tests/server/demo_office.hpp"

#include "procedures/loading/law_loader.hpp"
#include "procedures/loading/office_loader.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

namespace motcua::tests {

using procedures::Command;
using procedures::CommandKind;

namespace {

const procedures::Config& config() {
    static const auto loaded = procedures::load_config(MOTCUA_SOURCE_DIR "/config");
    return loaded;
}

engine::EngineOptions demonstration() {
    engine::EngineOptions options;
    options.writer.demonstration = true;
    options.writer.clock.virtual_time = true;
    return options;
}

/// Digests that cost nothing.
server::ApiOptions cheaply(server::ApiOptions options) {
    options.identity.cost = server::PasswordCost::least();
    return options;
}

void enter(engine::Engine& engine, CommandKind kind, boost::json::object args) {
    Command command;
    command.kind = kind;
    command.actor = {"system:setup", "", "test"};
    command.args = std::move(args);
    if (!engine.submit_and_wait(std::move(command)).done())
        throw std::runtime_error("the people could not be entered");
}

void enter_people(engine::Engine& engine) {
    procedures::Defects defects;
    for (const auto& person :
         procedures::load_demo_people(MOTCUA_SOURCE_DIR "/config", config().office, defects).people) {
        enter(engine, CommandKind::add_person, {{"person", person.id}, {"name", person.name_vi}});
        for (const auto& role : person.roles)
            enter(engine, CommandKind::grant_role,
                  {{"person", person.id},
                   {"role", role.role},
                   {"unit", role.unit},
                   {"from", procedures::format_date(role.from)}});
    }
}

}  // namespace

DemoOffice::DemoOffice(const std::string& now, server::ApiOptions options)
    : journal(std::make_shared<storage::MemoryStore>()),
      views(folder.path() / "views.db", [this] { return journal.reader(); }),
      private_data(folder.path() / "private.db"),
      clock(procedures::parse_instant(now).value()),
      engine({journal, &views, clock, random, engine::silent_log()}, demonstration()),
      files(folder.path() / "files"),
      api({engine, views, clock, random, engine::silent_log(), private_data, &files,
           [this] { return journal.reader(); }},
          cheaply(std::move(options))) {
    engine.adopt(engine::law_texts(config()), {"system:setup", "", "test"});
    engine.start();
    enter_people(engine);
}

server::Response DemoOffice::ask(std::string method, const std::string& target, const std::string& body,
                                 Ask ask) {
    server::Request request;
    request.method = std::move(method);
    request.target = target;
    request.body = body;
    request.fields = {
        {"host", "localhost"}, {"x-motcua-person", ask.person}, {"accept-language", ask.language}};
    if (request.method == "POST") {
        request.fields["content-type"] = "application/json";
        request.fields["idempotency-key"] = ask.key.empty() ? fmt::format("test-{}", ++keys_) : ask.key;
        request.fields["if-match"] = ask.if_match;
    }
    for (const auto& [name, value] : ask.fields) request.fields[name] = value;
    std::erase_if(request.fields, [](const auto& field) { return field.second.empty(); });
    return server::answer_here(answerer(), std::move(request));
}

server::Response DemoOffice::get(const std::string& target, Ask wanted) {
    return ask("GET", target, {}, std::move(wanted));
}

server::Response DemoOffice::post(const std::string& target, const std::string& body, Ask wanted) {
    return ask("POST", target, body, std::move(wanted));
}

std::string DemoOffice::submit() {
    const auto response =
        post("/api/v1/dossiers",
             R"({"procedure":"gia-han-giay-phep-xay-dung","applicant":{"name":"Công ty Mẫu"}})");
    if (response.status != 201) throw std::runtime_error(response.body);
    return std::string(json_of(response).at("dossier").as_string());
}

std::string DemoOffice::receive() {
    const auto id = submit();
    const auto response =
        post("/api/v1/dossiers/" + id + "/transitions", R"({"action":"receive","all_right":true})");
    if (response.status != 200) throw std::runtime_error(response.body);
    return id;
}

void DemoOffice::settle(const std::string& id) {
    const auto take = [&](const std::string& person, const std::string& body) {
        const auto answer = post("/api/v1/dossiers/" + id + "/transitions", body, {.person = person});
        if (answer.status != 200) throw std::runtime_error(answer.body);
    };
    take("phuc", R"({"action":"assign","assignee":"nam"})");
    clock.pass(std::chrono::minutes{30});
    take("nam", R"({"action":"draft_result"})");
    take("nam", R"({"action":"submit"})");
    take("phuc", R"({"action":"approve"})");
    take("viet", R"({"action":"sign"})");
    take("giang", R"({"action":"issue","number":"12/GPXD"})");
}

boost::json::object json_of(const server::Response& response) {
    return boost::json::parse(response.body).as_object();
}

std::string code_of(const server::Response& response) {
    if (!response.content_type.starts_with("application/problem+json")) return {};
    return std::string(json_of(response).at("code").as_string());
}

std::string learnt_from(const server::Response& response) {
    auto learnt = fmt::format("{} {}\n", response.status, response.content_type);
    std::string trace;
    for (const auto& [name, value] : response.fields)
        name == "X-Trace-Id" ? trace = value : learnt += fmt::format("{}: {}\n", name, value);
    learnt += response.body;
    const auto at = learnt.find(trace);
    return trace.empty() || at == std::string::npos ? learnt : learnt.erase(at, trace.size());
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string output_of(const std::string& command) {
    struct Close {
        void operator()(std::FILE* pipe) const { pclose(pipe); }
    };
    const std::unique_ptr<std::FILE, Close> pipe(popen(command.c_str(), "r"));
    std::string out;
    std::array<char, 4096> part{};
    while (pipe && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) out += part.data();
    return out;
}

std::string wire(const std::string& method, const std::string& target, const server::Fields& fields,
                 const std::string& body) {
    auto out = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, target);
    for (const auto& [name, value] : fields) out += fmt::format("{}: {}\r\n", name, value);
    if (!body.empty()) out += fmt::format("Content-Length: {}\r\n", body.size());
    return out + "\r\n" + body;
}

}  // namespace motcua::tests
