#include "storage/views.hpp"

#include "procedures/dossier/words.hpp"
#include "storage/proofs/seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace motcua::storage {

using procedures::Word;
using procedures::word_of;

namespace {

constexpr Word<ChargedTo> charged_words[] = {
    {ChargedTo::officer, "officer"},
    {ChargedTo::unit, "unit"},
    {ChargedTo::agency, "agency"},
    {ChargedTo::applicant, "applicant"},
};

// Every type has one version so far; a changed meaning gets the next one, and its upcast stands here.
constexpr int current_version = 1;

}  // namespace

std::string_view to_string(ChargedTo charged_to) { return word_of(charged_words, charged_to); }

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

std::string deviation(const DossierRow& row, const procedures::Dossier& fold) {
    std::string out;
    const auto text = [](const std::optional<Instant>& moment) {
        return moment ? procedures::format_instant(*moment) : std::string("none");
    };
    const auto place = [](const procedures::Holder& holder) {
        return fmt::format("{}/{}/{}", holder.role, holder.unit, holder.person);
    };
    const auto compare = [&](std::string_view what, const auto& by_events, const auto& in_views) {
        if (out.empty() && by_events != in_views)
            out = fmt::format("{} is {} by the events and {} in the views", what, by_events, in_views);
    };
    const auto moment = [&](std::string_view what, const std::optional<Instant>& by_events,
                            const std::optional<Instant>& in_views) {
        compare(what, text(by_events), text(in_views));
    };
    const auto due = [](const std::optional<procedures::DueDate>& date) {
        return date ? std::optional(date->due) : std::nullopt;
    };
    compare("id", fold.id, row.id);
    compare("code", fold.code, row.code);
    compare("external code", fold.external_code, row.external_code);
    compare("procedure", fold.procedure, row.procedure);
    compare("version", fold.version, row.version);
    compare("channel", to_string(fold.channel), to_string(row.channel));
    compare("step", fold.step, row.step);
    compare("kind", to_string(fold.kind), to_string(row.kind));
    compare("ending", fold.ending ? to_string(*fold.ending) : "none",
            row.ending ? to_string(*row.ending) : "none");
    compare("holder", place(fold.holder), place(row.holder));
    compare("sender", fold.sender ? place(*fold.sender) : "none", row.sender ? place(*row.sender) : "none");
    compare("main officer", fold.main_officer, row.main_officer);
    compare("people who take part", fold.cooperating.size() + fold.watching.size(), row.taking_part.size());
    moment("filing", fold.submitted_at, row.submitted_at);
    moment("receipt", fold.received_at, row.received_at);
    moment("finish", fold.finished_at, row.finished_at);
    moment("close", fold.closed_at, row.closed_at);
    moment("original due", due(fold.original_due), row.original_due);
    moment("legal due", due(fold.legal_due), row.legal_due);
    moment("legal end", fold.legal_due ? std::optional(fold.legal_due->legal_end) : std::nullopt,
           row.legal_end);
    compare("provisional", fold.legal_due && fold.legal_due->provisional, row.provisional);
    moment("appointment", fold.appointment, row.appointment);
    moment("entry into the step", fold.step_entered, row.step_entered);
    moment("step due", fold.step_due, row.step_due);
    compare("settled fees", fold.fees.size(), row.fees_settled.size());
    compare("supplements used", fold.supplements_used, row.supplements_used);
    compare("open consults",
            static_cast<std::size_t>(std::count_if(fold.consults.begin(), fold.consults.end(),
                                                   [](const auto& consult) { return !consult.answered; })),
            row.consults_open);
    compare("extended", fold.extended, row.extended);
    compare("rescheduled", fold.rescheduled, row.rescheduled);
    compare("withdrawal requested", fold.withdrawal_requested, row.withdrawal_requested);
    compare("signed", fold.signed_result, row.signed_result);
    compare("refusal drafted", fold.refusal_drafted, row.refusal_drafted);
    compare("result", fold.has_result, row.has_result);
    moment("correction due", fold.correction_due, row.correction_due);
    compare("version number", fold.version_number, row.version_number);
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
