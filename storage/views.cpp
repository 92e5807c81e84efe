#include "storage/views.hpp"

#include "procedures/dossier/words.hpp"
#include "storage/proofs/seal.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace motcua::storage {

using procedures::Word;
using procedures::word_of;

namespace {

constexpr Word<Handover::ChargedTo> charged_words[] = {
    {Handover::ChargedTo::officer, "officer"},
    {Handover::ChargedTo::unit, "unit"},
    {Handover::ChargedTo::agency, "agency"},
    {Handover::ChargedTo::applicant, "applicant"},
};

// Every type has one version so far; a changed meaning gets the next one, and its upcast stands here.
constexpr int current_version = 1;

}  // namespace

std::string_view to_string(Handover::ChargedTo charged_to) { return word_of(charged_words, charged_to); }

Projected projected(const Record& record) {
    const auto type = procedures::parse_event_type(record.type);
    if (!type || record.v != current_version) {
        throw std::runtime_error(
            fmt::format("journal: event {} is of type \"{}\" version {}, which this release does not know; "
                        "start the release that wrote it, or a later one",
                        record.seq, record.type, record.v));
    }
    auto opened = open_event(record);
    Projected out;
    out.seq = record.seq;
    out.prev = record.prev;
    out.recorded_at = Instant{std::chrono::milliseconds{record.recorded_at_ms}};
    out.event.type = *type;
    out.event.v = record.v;
    out.event.stream = record.stream;
    out.event.at = Instant{std::chrono::milliseconds{record.at_ms}};
    out.event.actor = {std::move(opened.person), std::move(opened.on_behalf_of), std::move(opened.via)};
    out.event.data = std::move(opened.body);
    out.event.personal = std::move(opened.personal);
    out.request = std::move(opened.request);
    return out;
}

DossierFilter behind(const BoardCell& cell, const DossierFilter& of_board) {
    DossierFilter filter = of_board;
    filter.places = {{cell.holder.role, cell.holder.unit, cell.holder.person}};
    filter.kinds = {cell.kind};
    filter.procedure = cell.procedure;
    filter.step = cell.step;
    filter.timeliness = {cell.timeliness};
    return filter;
}

}  // namespace motcua::storage
