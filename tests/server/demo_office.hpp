// The demonstration office behind the API: the real engine on a journal in memory, real views, and a
// clock that stands still until told.
#pragma once

#include "engine/engine.hpp"
#include "server/api.hpp"
#include "server/service.hpp"
#include "storage/memory/memory_journal.hpp"
#include "storage/sqlite/disk_files.hpp"
#include "storage/sqlite/sqlite_private.hpp"
#include "storage/sqlite/sqlite_views.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace motcua::tests {

struct Ask {
    std::string person = "an";
    std::string key = {};        // made up when empty
    std::string if_match = "*";  // "" leaves it out
    std::string language = {};   // vi when empty
    server::Fields fields = {};  // replace what would be sent; an empty value leaves it out
};

class DemoOffice {
public:
    explicit DemoOffice(const std::string& now = "2026-07-13T08:10:00+07:00",
                        server::ApiOptions options = {true, {}});

    server::Response ask(std::string method, const std::string& target, const std::string& body, Ask ask);
    server::Response get(const std::string& target, Ask ask = {});
    server::Response post(const std::string& target, const std::string& body, Ask ask = {});

    /// An extension of a building permit, filed by "an"; its id.
    std::string submit();
    /// Filed and received.
    std::string receive();
    /// From what receive() made to a signed and numbered result, by officer "nam", within half an hour.
    void settle(const std::string& id);

    server::Answerer answerer() { return server::answerer_of(api); }

    TempFolder folder;
    storage::MemoryJournal journal;
    storage::SqliteViews views;
    storage::SqlitePrivate private_data;
    engine::ManualClock clock;
    engine::SeededRandom random{7};
    engine::Engine engine;
    storage::DiskFiles files;
    server::Api api;

private:
    int keys_ = 0;
};

boost::json::object json_of(const server::Response& response);
/// The problem's stable code; "" when it is none.
std::string code_of(const server::Response& response);
/// Status, fields and body, all that the asker learns, without the trace that is new in every answer.
std::string learnt_from(const server::Response& response);

bool has(std::string_view text, std::string_view part);
/// What a shell command writes.
std::string output_of(const std::string& command);

/// As it goes over the wire.
std::string wire(const std::string& method, const std::string& target, const server::Fields& fields,
                 const std::string& body = {});

}  // namespace motcua::tests
