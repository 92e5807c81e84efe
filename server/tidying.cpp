#include "server/tidying.hpp"

#include "server/redactions.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>

namespace motcua::server {

namespace {

constexpr std::size_t at_once = 10'000;

std::optional<storage::Hash> hash_in(const boost::json::value& sealed) {
    const auto* opened = sealed.if_object();
    const auto* value = opened != nullptr ? opened->if_contains("value") : nullptr;
    if (value == nullptr || !value->is_string()) return std::nullopt;
    const auto bytes = storage::from_hex(std::string_view(value->get_string()));
    storage::Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), hash.begin());
    return hash;
}

/// Digests of files are personal values, whatever the event calls them; of other values none looks like one.
void take_names(const storage::Record& record, std::set<storage::Hash>& named) {
    if (record.personal.empty()) return;
    const auto personal = boost::json::parse(record.personal);
    for (const auto& [field, sealed] : personal.as_object())
        if (const auto hash = hash_in(sealed)) named.insert(*hash);
}

std::set<storage::Hash> named_in(storage::JournalReader& journal) {
    std::set<storage::Hash> named;
    storage::Seq from = 1;
    for (;;) {
        const auto next =
            journal.read(from, at_once, [&](const storage::Record& record) { take_names(record, named); });
        if (next == from) break;
        from = next;
    }
    return named;
}

}  // namespace

std::set<storage::Hash> digests_in(const storage::Record& record) {
    std::set<storage::Hash> named;
    take_names(record, named);
    return named;
}

std::size_t sweep_erased(storage::Files& files, storage::JournalReader& journal,
                         const std::set<storage::Hash>& erased, std::chrono::system_clock::time_point now) {
    const auto named = named_in(journal);
    // Also what was touched a moment ago: the law gives it no seven days.
    return files.sweep(now + std::chrono::hours{1}, [&](const storage::Hash& file) {
        return !erased.contains(file) || named.contains(file);
    });
}

std::size_t sweep_files(storage::Files& files, storage::JournalReader& journal,
                        std::chrono::system_clock::time_point now) {
    // The journal is read when there is a file to ask it about.
    std::optional<std::set<storage::Hash>> named;
    return files.sweep(now - unnamed_for, [&](const storage::Hash& file) {
        if (!named) named = named_in(journal);
        return named->contains(file);
    });
}

void tidy_up(const ApiPorts& ports, std::chrono::system_clock::time_point now) {
    ports.private_data.forget_drafts(ports.clock.now() - drafts_for);
    if (ports.files != nullptr) {
        const auto gone = sweep_files(*ports.files, *ports.journal(), now);
        ports.log.info("Looked for files that nobody named", {{"removed", static_cast<long long>(gone)}});
    }
    carry_on_redactions(ports);
}

}  // namespace motcua::server
