#include "app/door.hpp"

#include "app/installation.hpp"
#include "app/socket.hpp"
#include "server/api.hpp"
#include "server/service.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <stdexcept>

namespace motcua::app {

namespace {

class ServersDoor final : public Door {
public:
    explicit ServersDoor(std::unique_ptr<LocalServer> server) : server_(std::move(server)) {}

    server::Response ask(server::Request request) override { return server_->ask(request); }

private:
    std::unique_ptr<LocalServer> server_;
};

class OwnDoor final : public Door {
public:
    explicit OwnDoor(const DoorOptions& options)
        : clock_(clock_for(options)),
          log_(engine::make_log(engine::LogLevel::warning)),
          installation_(options.data, options.config.has_value(), options.demonstration,
                        {*clock_, random_, *log_}),
          api_(installation_.api_ports(), {options.demonstration, {}, options.reload_from}) {
        std::optional<procedures::DemoPeople> people;
        if (options.config) {
            const auto law = load_law(*options.config);
            installation_.adopt(law);
            if (options.demonstration) people = load_people(*options.config, law.office);
        }
        if (installation_.is_empty())
            throw std::runtime_error(
                fmt::format("{} holds no law yet; name it with --config FOLDER", options.data.string()));
        if (options.clock && !installation_.is_demonstration())
            throw std::runtime_error(
                "--clock is for demonstrations; a real office goes by the system's time");
        installation_.start();
        if (people) installation_.seed(*people);
    }

    server::Response ask(server::Request request) override {
        request.is_local = true;
        return server::answer_here(server::answerer_of(api_), std::move(request));
    }

private:
    static std::unique_ptr<engine::Clock> clock_for(const DoorOptions& options) {
        if (options.clock) return std::make_unique<engine::ManualClock>(*options.clock);
        return std::make_unique<engine::SystemClock>();
    }

    std::unique_ptr<engine::Clock> clock_;
    engine::SystemRandom random_;
    std::unique_ptr<engine::Log> log_;
    Installation installation_;
    server::Api api_;
};

/// Whether the folder holds a demonstration: read without its lock, before anything is opened for writing.
bool holds_demonstration(const std::filesystem::path& data) {
    const auto folder = storage::DataFolder::open(data);
    const auto journal = storage::read_sqlite_journal(folder.journal());
    bool found = false;
    storage::Seq from = 1;
    // Law is adopted first: the founding is one commit at the beginning.
    while (!found) {
        bool is_founding = true;
        const auto next = journal->read(from, 64, [&](const storage::Record& record) {
            is_founding = is_founding && record.stream == procedures::office_stream;
            if (record.type != to_string(procedures::EventType::law_adopted)) return;
            const auto read = engine::read_record(record);
            const auto& told = read.event.data;
            found =
                found || (told.at("kind") == "procedure" &&
                          !boost::json::parse(told.at("text").as_string()).as_object().contains("approval"));
        });
        if (next == from || !is_founding) break;
        from = next;
    }
    return found;
}

}  // namespace

std::unique_ptr<Door> open_door(const DoorOptions& options) {
    const auto socket = options.data / "motcua.sock";
    if (auto server = LocalServer::reach(socket)) {
        if (options.clock)
            throw std::runtime_error("a server runs on this folder and its clock counts; leave --clock out");
        if (options.config)
            throw std::runtime_error(
                "a server runs on this folder; it adopts law when it starts: leave --config out");
        return std::make_unique<ServersDoor>(std::move(server));
    }
    auto own = options;
    if (!own.config) own.demonstration = own.demonstration || holds_demonstration(own.data);
    return std::make_unique<OwnDoor>(own);
}

}  // namespace motcua::app
