#include "engine/notice.hpp"

#include <algorithm>
#include <set>

namespace motcua::engine {

using procedures::Actor;
using procedures::Command;
using procedures::CommandKind;

namespace {

const Actor carrier{std::string(procedures::calendar_carrier), "", "system"};

}  // namespace

MovedDossier::Change MovedDossier::change() const {
    const auto before = stored->dossier.appointment.value_or(stored->dossier.legal_due->due);
    if (counted.appointment > before) return Change::later;
    if (counted.appointment < before) return Change::earlier;
    const auto due = stored->dossier.legal_due->due;
    if (counted.legal_due.due == due) return Change::same_day;
    return counted.legal_due.due > due ? Change::later : Change::earlier;
}

std::string_view to_string(MovedDossier::Change change) {
    switch (change) {
        case MovedDossier::Change::later: return "later";
        case MovedDossier::Change::earlier: return "earlier";
        case MovedDossier::Change::same_day: return "same_day";
    }
    return "?";
}

std::vector<MovedDossier> moved_by(const procedures::WorkCalendar& calendar, const procedures::Law& law,
                                   const Published& published) {
    std::vector<MovedDossier> out;
    for (auto& stored : published.all_in_memory()) {
        const auto& dossier = stored->dossier;
        const auto* procedure = law.version(dossier.version);
        if (!dossier.received_at || !dossier.legal_due || dossier.kind != procedures::StepKind::working ||
            procedure == nullptr)
            continue;
        auto counted =
            procedures::recount_on(dossier, law.calendar_of(dossier.calendar), calendar, *procedure);
        if (procedures::differs(dossier, counted)) out.push_back({std::move(stored), std::move(counted)});
    }
    std::sort(out.begin(), out.end(), [](const MovedDossier& a, const MovedDossier& b) {
        const auto key = [](const MovedDossier& one) {
            return std::pair(one.stored->dossier.legal_due->due, std::string_view(one.stored->dossier.id));
        };
        return key(a) < key(b);
    });
    return out;
}

CarriedOut carry_out_notice(const Published& published, const Submit& submit, std::size_t batch) {
    CarriedOut out;
    std::set<std::string> tried;
    for (;;) {
        const auto law = published.law();
        const auto office = published.office();
        if (!office->open_notice) return out.finished = true, out;
        std::vector<Command> commands;
        for (const auto& moved : moved_by(*law->calendar, *law, published)) {
            if (!tried.insert(moved.stored->dossier.id).second) continue;
            Command command;
            command.kind = CommandKind::move_due;
            command.actor = carrier;
            command.dossier = moved.stored->dossier.id;
            commands.push_back(std::move(command));
        }
        const bool nothing_left = commands.empty();
        if (nothing_left) {
            Command end;
            end.kind = CommandKind::end_notice;
            end.actor = carrier;
            commands.push_back(std::move(end));
        }
        for (std::size_t from = 0; from < commands.size(); from += batch) {
            const auto size = std::min(batch, commands.size() - from);
            const auto first = commands.begin() + static_cast<std::ptrdiff_t>(from);
            for (const auto& answer : submit({first, first + static_cast<std::ptrdiff_t>(size)})) {
                if (answer.kind == Answer::Kind::refused)
                    ++out.refused;
                else if (!answer.done())
                    return out;
                else if (!nothing_left)
                    out.moved.push_back(answer.receipt.dossier);
            }
        }
    }
}

}  // namespace motcua::engine
