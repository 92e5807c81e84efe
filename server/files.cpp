// …/dossiers/{dossier}/files: what people bring as data. Contents lie under their hash, outside what is served as
// it stands; the dossier's stream tells which belong to it. A counter's scanner puts new files into its folder.
#include "storage/files.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/permission.hpp"
#include "procedures/text/normalize.hpp"
#include "server/commanding.hpp"
#include "server/file_type.hpp"
#include "server/lists.hpp"
#include "server/redactions.hpp"
#include "server/tidying.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace motcua::server {

using boost::json::array;
using boost::json::object;
using procedures::Command;
using procedures::CommandKind;
namespace fs = std::filesystem;
namespace fields = procedures::fields;

namespace {

/// A file of a dossier; its id is the event that added it.
struct AddedFile {
    storage::Seq id = 0;
    storage::Seq replaces = 0;
    std::string digest, name;  // empty once they were erased
    std::string type, document;
    std::int64_t size = 0;
    bool digitised = false;
    bool reused = false;
    procedures::Instant at;
    std::string by;
};

AddedFile added_file(const storage::Projected& added) {
    const auto& data = added.event.data;
    const auto& personal = added.event.personal;
    AddedFile file;
    file.id = added.seq;
    file.digest = fields::text_or(personal, "digest");
    file.name = fields::text_or(personal, "name");
    file.type = fields::text_or(data, "type");
    file.document = fields::text_or(data, "document");
    file.size = fields::number(data, "size");
    if (data.contains("replaces"))
        file.replaces = static_cast<storage::Seq>(fields::number(data, "replaces"));
    file.digitised = fields::flag(data, "digitised");
    file.reused = fields::flag(data, "reused");
    file.at = added.event.at;
    file.by = added.event.actor.person;
    return file;
}

object file_json(const AddedFile& file, const std::vector<AddedFile>& all) {
    const auto later = std::find_if(all.begin(), all.end(),
                                    [&](const AddedFile& other) { return other.replaces == file.id; });
    const auto or_null = [](const std::string& text) {
        return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
    };
    object out{{"file", file.id},
               {"name", or_null(file.name)},
               {"digest", or_null(file.digest)},
               {"type", file.type},
               {"size", file.size},
               {"document", or_null(file.document)},
               {"digitised", file.digitised},
               {"reused", file.reused},
               {"added_at", procedures::format_instant(file.at)},
               {"added_by", file.by}};
    out["replaces"] = file.replaces == 0 ? boost::json::value(nullptr) : boost::json::value(file.replaces);
    out["replaced_by"] = later == all.end() ? boost::json::value(nullptr) : boost::json::value(later->id);
    return out;
}

/// The files of a dossier that the asker may see, as they were when he asked; oldest first.
engine::Awaitable<std::vector<AddedFile>> files_of(Asked& asked, const engine::DossierSnapshot& snapshot) {
    const auto events = co_await events_of(asked, snapshot, [](procedures::EventType type) {
        return type == procedures::EventType::file_added;
    });
    std::vector<AddedFile> files;
    for (const auto& added : events) files.push_back(added_file(added));
    co_return files;
}

std::optional<storage::Hash> hash_of(const std::string& hex) {
    const auto bytes = storage::from_hex(hex);
    storage::Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

/// A list of flags and numbers out of the query; the parameter that cannot be used.
std::string read_description(const Asked& asked, Command& command) {
    if (const auto* document = parameter(asked, "document")) command.args["document"] = *document;
    for (const auto* flagged : {"digitised", "reused"})
        if (const auto* value = parameter(asked, flagged)) {
            if (*value != "true" && *value != "false") return flagged;
            if (*value == "true") command.args[flagged] = true;
        }
    if (const auto* replaces = parameter(asked, "replaces")) {
        const auto seq = number_in<std::int64_t>(*replaces);
        if (!seq || *seq < 1) return "replaces";
        command.args["replaces"] = *seq;
    }
    return {};
}

/// Whether a file of that type may be declared so; who declares nothing leaves it to the bytes.
bool may_be_declared(std::string_view declared, std::string_view type) {
    return declared.empty() || declared == "application/octet-stream" || declared == type ||
           (declared == "text/xml" && type == "application/xml");
}

/// Puts the content where it will lie and hands the command in. The same file of the same kind in the same
/// dossier is one file however often it is sent, so that an upload needs no key of its own.
engine::Awaitable<Response> keep(Asked& asked, const engine::DossierSnapshot& snapshot, Command command,
                                 std::string_view content, std::string name, std::string_view declared = {}) {
    if (content.size() > largest_file) co_return problem(Fault::file_too_large, asked.language);
    const auto type = sniffed_type(content);
    if (!type || !may_be_declared(declared, *type))
        co_return problem(Fault::file_type_refused, asked.language, declared);
    if (const auto* replaces = command.args.if_contains("replaces")) {
        const auto files = co_await files_of(asked, snapshot);
        const auto wanted = replaces->to_number<storage::Seq>();
        if (std::none_of(files.begin(), files.end(),
                         [&](const AddedFile& file) { return file.id == wanted; }))
            co_return problem(Fault::bad_parameter, asked.language, "replaces");
    }
    std::string digest;
    co_await asked.engine().run_blocking([&] {
        const auto upload = asked.api.ports().files->begin();
        upload->write(content);
        digest = storage::to_hex(storage::bytes_of(upload->finish()));
    });
    command.kind = CommandKind::add_file;
    command.dossier = snapshot.dossier().id;
    command.actor = asked.actor;
    command.args["digest"] = digest;
    command.args["name"] = std::move(name);
    command.args["type"] = *type;
    command.args["size"] = static_cast<std::int64_t>(content.size());
    command.key = "file-" + storage::to_hex(storage::bytes_of(storage::sha256(
                                {command.dossier, "\n", boost::json::serialize(command.args)})));
    const auto answer = co_await asked.engine().submit(std::move(command));
    if (!answer.done()) co_return problem(answer, asked.language, naming_of(snapshot));
    auto response = json_response({{"file", answer.receipt.first},
                                   {"dossier", answer.receipt.dossier},
                                   {"digest", digest},
                                   {"type", *type},
                                   {"size", content.size()}},
                                  201);
    say_if_replayed(response, answer.receipt.repeated);
    response.fields.emplace_back("Location", fmt::format("/api/v1/dossiers/{}/files/{}",
                                                         answer.receipt.dossier, answer.receipt.first));
    co_return response;
}

/// What is read out of the storage, or how it is broken.
struct Kept {
    enum class State { whole, lost, damaged };
    State state = State::whole;
    std::string content;
};

Kept read_kept(storage::Files& files, const storage::Hash& hash) {
    Kept kept;
    try {
        if (!files.read(hash, [&](std::string_view part) { kept.content += part; }))
            kept.state = Kept::State::lost;
    } catch (const std::system_error&) {
        throw;  // the disk could not be read: nothing is known about the file
    } catch (const std::runtime_error&) {
        kept = {Kept::State::damaged, {}};
    }
    return kept;
}

/// Somebody has to know at once, and the auditor later: into the log, and once a day into the journal.
engine::Awaitable<void> raise_alarm(Asked& asked, const std::string& dossier, storage::Seq file,
                                    bool is_lost) {
    asked.api.ports().log.error(
        is_lost ? "A file is lost" : "A file is not what was kept",
        {{"dossier", std::string_view(dossier)}, {"file", static_cast<long long>(file)}});
    Command command;
    command.kind = CommandKind::report_file;
    command.actor = {std::string(procedures::file_keeper), "", "system"};
    command.args = {{"dossier", dossier}, {"file", static_cast<std::int64_t>(file)}, {"lost", is_lost}};
    command.key = fmt::format("file-{}-{}", file, is_lost);
    co_await asked.engine().submit(std::move(command));
}

struct Scan {
    std::string name;
    std::uintmax_t size = 0;
    fs::file_time_type modified;
};

/// Whole PDF files that lie in the counter's folder; links and what is still being written are passed over.
std::vector<Scan> scans_in(const fs::path& folder) {
    std::vector<Scan> scans;
    std::error_code none;
    for (fs::directory_iterator at(folder, none), end; !none && at != end; at.increment(none)) {
        std::error_code gone;
        const auto name = at->path().filename().string();
        if (!fs::is_regular_file(at->symlink_status(gone)) || !is_file_name(name) || name.starts_with('.'))
            continue;
        auto extension = at->path().extension().string();
        std::transform(extension.begin(), extension.end(), extension.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (extension != ".pdf") continue;
        Scan scan{name, at->file_size(gone), at->last_write_time(gone)};
        if (!gone && scan.size > 0 && scan.size <= largest_file) scans.push_back(std::move(scan));
    }
    std::sort(scans.begin(), scans.end(), [](const Scan& one, const Scan& other) {
        return std::tie(one.modified, one.name) < std::tie(other.modified, other.name);
    });
    return scans;
}

/// The folder of the counter that the first parameter names, or the problem.
std::variant<fs::path, Response> scan_folder(const Asked& asked) {
    const auto office = asked.engine().published().office();
    if (const auto no = procedures::objection_to_any_of(*office, asked.actor,
                                                        {"clerk", "desk_head", "records", "cashier"},
                                                        procedures::local_date(asked.now)))
        return problem(*no, asked.language, {});
    const auto law = asked.engine().published().law();
    const auto& counters = law->office->counters;
    const bool is_known = std::any_of(
        counters.begin(), counters.end(),
        [&](const procedures::Counter& counter) { return counter.id == asked.parameters.front(); });
    if (!is_known || asked.api.options().scans.empty())
        return problem(Fault::no_such_resource, asked.language);
    return fs::path(asked.api.options().scans) / asked.parameters.front();
}

const fs::path attached_folder = "attached";

}  // namespace

bool is_upload(std::string_view method, std::string_view target) {
    target = target.substr(0, target.find('?'));
    return method == "POST" && target.starts_with("/api/v1/dossiers/") && target.ends_with("/files");
}

engine::Awaitable<Content> kept_content(Asked& asked, const std::string& dossier, storage::Seq id,
                                        const std::string& digest) {
    auto* storage = asked.api.ports().files;
    const auto hash = hash_of(digest);
    if (storage == nullptr || !hash) co_return problem(Fault::no_such_resource, asked.language);
    Kept kept;
    co_await asked.engine().run_blocking([&] { kept = read_kept(*storage, *hash); });
    if (kept.state == Kept::State::whole) co_return std::move(kept.content);
    co_await raise_alarm(asked, dossier, id, kept.state == Kept::State::lost);
    co_return problem(Fault::file_damaged, asked.language);
}

engine::Awaitable<Response> upload_file(Asked& asked) {
    if (const auto name = unknown_parameter(asked, {"name", "document", "digitised", "reused", "replaces"});
        !name.empty())
        co_return problem(Fault::bad_parameter, asked.language, name);
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    if (asked.api.ports().files == nullptr) co_return problem(Fault::no_such_resource, asked.language);
    Command command;
    if (const auto wrong = read_description(asked, command); !wrong.empty())
        co_return problem(Fault::bad_parameter, asked.language, wrong);
    const auto* said = parameter(asked, "name");
    auto name = procedures::to_nfc(
        said != nullptr ? *said : name_in_disposition(asked.request.field("content-disposition")));
    if (!is_file_name(name)) co_return problem(Fault::bad_parameter, asked.language, "name");
    co_return co_await keep(asked, snapshot, std::move(command), asked.request.body, std::move(name),
                            media_type_of(asked.request));
}

engine::Awaitable<Response> list_files(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto files = co_await files_of(asked, snapshot);
    array items;
    for (const auto& file : files) items.push_back(file_json(file, files));
    co_return json_response({{"id", snapshot.dossier().id}, {"items", std::move(items)}});
}

engine::Awaitable<Response> download_file(Asked& asked) {
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    const auto& snapshot = std::get<engine::DossierSnapshot>(seen);
    const auto files = co_await files_of(asked, snapshot);
    const auto file = std::find_if(files.begin(), files.end(), [&](const AddedFile& one) {
        return std::to_string(one.id) == asked.parameters.back();
    });
    if (file == files.end()) co_return problem(Fault::no_such_resource, asked.language);
    auto content = co_await kept_content(asked, snapshot.dossier().id, file->id, file->digest);
    if (auto* no = std::get_if<Response>(&content)) co_return std::move(*no);
    Response response;
    response.content_type = file->type == "text/plain" ? "text/plain; charset=utf-8" : file->type;
    response.fields.emplace_back("Content-Disposition", attachment_named(file->name));
    response.fields.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    response.body = std::move(std::get<std::string>(content));
    co_return response;
}

engine::Awaitable<Response> list_scans(Asked& asked) {
    auto found = scan_folder(asked);
    if (auto* no = std::get_if<Response>(&found)) co_return std::move(*no);
    std::vector<Scan> scans;
    co_await asked.engine().run_blocking([&] { scans = scans_in(std::get<fs::path>(found)); });
    array items;
    for (const auto& scan : scans) {
        const auto since_epoch = fs::file_time_type::clock::to_sys(scan.modified).time_since_epoch();
        items.push_back(
            object{{"name", scan.name},
                   {"size", scan.size},
                   {"scanned_at", procedures::format_instant(procedures::Instant{
                                      std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch)})}});
    }
    co_return json_response({{"counter", asked.parameters.front()}, {"items", std::move(items)}});
}

engine::Awaitable<Response> attach_scan(Asked& asked) {
    auto found = scan_folder(asked);
    if (auto* no = std::get_if<Response>(&found)) co_return std::move(*no);
    const auto& folder = std::get<fs::path>(found);
    auto read = body_of(asked);
    if (auto* no = std::get_if<Response>(&read)) co_return std::move(*no);
    Command command;
    std::string dossier;
    for (const auto& [field, value] : std::get<object>(read)) {
        const bool is_text = field == "dossier" || field == "document";
        const bool fits = is_text ? value.is_string() : field == "replaces" && value.is_int64();
        if (!fits) co_return problem(Fault::bad_parameter, asked.language, field);
        if (field == "dossier")
            dossier = value.get_string();
        else
            command.args[field] = value;
    }
    const auto name = asked.parameters.back();
    if (!is_file_name(name)) co_return problem(Fault::bad_parameter, asked.language, "name");
    asked.parameters.front() = dossier;
    auto seen = co_await dossier_for(asked);
    if (auto* no = std::get_if<Response>(&seen)) co_return std::move(*no);
    // Once attached a scan is moved aside, where a repeat of the request still finds it.
    fs::path from;
    std::string content;
    co_await asked.engine().run_blocking([&] {
        for (const auto& place : {folder, folder / attached_folder}) {
            const auto scans = scans_in(place);
            if (std::none_of(scans.begin(), scans.end(), [&](const Scan& scan) { return scan.name == name; }))
                continue;
            from = place / name;
            std::ifstream file(from, std::ios::binary);
            content.assign(std::istreambuf_iterator<char>(file), {});
            return;
        }
    });
    if (from.empty() || asked.api.ports().files == nullptr)
        co_return problem(Fault::no_such_resource, asked.language);
    command.args["digitised"] = true;
    auto response =
        co_await keep(asked, std::get<engine::DossierSnapshot>(seen), std::move(command), content, name);
    if (response.status == 201)
        co_await asked.engine().run_blocking([&] {
            std::error_code ignored;
            fs::create_directory(folder / attached_folder, ignored);
            fs::rename(from, folder / attached_folder / name, ignored);
            if (ignored)
                asked.api.ports().log.warning("A scan could not be moved aside",
                                              {{"counter", std::string_view(folder.filename().string())},
                                               {"cause", std::string_view(ignored.message())}});
        });
    co_return response;
}

engine::Awaitable<Response> redact_personal(Asked& asked, Command command) {
    auto& ports = asked.api.ports();
    std::set<storage::Hash> contents;
    const auto* event = command.args.if_contains("event");
    if (event != nullptr && event->is_int64() && ports.files != nullptr)
        co_await asked.engine().run_blocking([&] {
            const auto record = ports.journal()->find(static_cast<storage::Seq>(event->get_int64()));
            if (record) contents = digests_in(*record);
        });
    auto response = co_await give_to_dossier(asked, std::move(command), false);
    const bool is_rehearsed = flag_parameter(asked, "dry_run").value_or(false);
    if (response.status >= 300 || is_rehearsed) co_return response;
    // Ordered and journaled: what cannot be carried on now is tried again every day.
    co_await asked.engine().run_blocking([&] {
        try {
            if (!contents.empty())
                sweep_erased(*ports.files, *ports.journal(), contents, std::chrono::system_clock::now());
            carry_on_redactions(ports);
        } catch (const std::exception& error) {
            ports.log.error("An erasure was not carried on to the end",
                            {{"cause", std::string_view(error.what())}});
        }
    });
    co_return response;
}

}  // namespace motcua::server
