#include "engine/published.hpp"

#include "engine/codec.hpp"

#include <algorithm>
#include <mutex>

namespace motcua::engine {

namespace {

std::string upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return out;
}

}  // namespace

const Published::Dossiers::value_type* Published::look_up(std::string_view id_or_code) const {
    if (const auto found = dossiers_.find(id_or_code); found != dossiers_.end()) return &*found;
    const auto key = upper(id_or_code);
    if (const auto code = id_by_code_.find(key); code != id_by_code_.end())
        return &*dossiers_.find(code->second);
    const auto found = dossiers_.find(key);
    return found == dossiers_.end() ? nullptr : &*found;
}

std::optional<Published::Found> Published::find(std::string_view id_or_code) const {
    const std::shared_lock lock(mutex_);
    const auto* found = look_up(id_or_code);
    if (found == nullptr) return std::nullopt;
    return Found{found->first, found->second.stored, found->second.head};
}

std::optional<DossierSnapshot> Published::snapshot(std::string_view id_or_code, Seq& head) const {
    const std::shared_lock lock(mutex_);
    const auto* found = look_up(id_or_code);
    if (found == nullptr) return std::nullopt;
    head = found->second.head;
    return DossierSnapshot{found->second.stored, law_, office_, head_};
}

std::shared_ptr<const procedures::Law> Published::law() const {
    const std::shared_lock lock(mutex_);
    return law_;
}

std::shared_ptr<const procedures::OfficeState> Published::office() const {
    const std::shared_lock lock(mutex_);
    return office_;
}

Seq Published::head() const {
    const std::shared_lock lock(mutex_);
    return head_;
}

Seq Published::head_of(std::string_view stream) const {
    const std::shared_lock lock(mutex_);
    const auto found = heads_.find(stream);
    return found == heads_.end() ? 0 : found->second;
}

void Published::publish_heads(const std::map<std::string, Seq, std::less<>>& changed) {
    if (changed.empty()) return;
    const std::unique_lock lock(mutex_);
    for (const auto& [stream, head] : changed) heads_[stream] = head;
}

std::size_t Published::size() const {
    const std::shared_lock lock(mutex_);
    return dossiers_.size();
}

std::size_t Published::in_memory() const {
    const std::shared_lock lock(mutex_);
    return in_memory_;
}

std::vector<std::shared_ptr<const StoredDossier>> Published::all_in_memory() const {
    std::vector<std::shared_ptr<const StoredDossier>> out;
    {
        const std::shared_lock lock(mutex_);
        out.reserve(in_memory_);
        for (const auto& [id, entry] : dossiers_) {
            if (entry.stored) out.push_back(entry.stored);
        }
    }
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a->dossier.id < b->dossier.id; });
    return out;
}

void Published::publish(Seq head, std::span<const std::shared_ptr<const StoredDossier>> changed,
                        std::shared_ptr<const procedures::Law> law,
                        std::shared_ptr<const procedures::OfficeState> office) {
    const std::unique_lock lock(mutex_);
    for (const auto& stored : changed) {
        auto& entry = dossiers_[stored->dossier.id];
        const bool has_code = entry.stored && !entry.stored->dossier.code.empty();
        if (!has_code && !stored->dossier.code.empty())
            id_by_code_[upper(stored->dossier.code)] = stored->dossier.id;
        if (!entry.stored) ++in_memory_;
        entry = {stored, stored->head};
    }
    if (law) law_ = std::move(law);
    if (office) office_ = std::move(office);
    head_ = head;
}

void Published::let_go(const std::string& id, Seq head) {
    const std::unique_lock lock(mutex_);
    const auto found = dossiers_.find(id);
    if (found == dossiers_.end() || !found->second.stored || found->second.head != head) return;
    found->second.stored.reset();
    --in_memory_;
}

void Published::add_head(std::string id, std::string code, Seq head) {
    const std::unique_lock lock(mutex_);
    if (!code.empty()) id_by_code_[upper(code)] = id;
    dossiers_[std::move(id)] = {nullptr, head};
}

StoredDossier fold_dossier(storage::JournalReader& journal, Seq head) {
    StoredDossier out;
    for (const auto& record : storage::stream_up_to(journal, head))
        procedures::apply(out.dossier, read_record(record).event);
    out.head = head;
    return out;
}

}  // namespace motcua::engine
