// The words of the office in both languages: what a refusal says, and what its events, steps,
// deadlines, endings and statuses are called. The one place where such words live.
#pragma once

#include "procedures/definition/office.hpp"
#include "procedures/definition/procedure.hpp"
#include "procedures/dossier/command.hpp"
#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/event.hpp"
#include "procedures/dossier/outage.hpp"
#include "procedures/dossier/refusal.hpp"
#include "procedures/dossier/timeliness.hpp"
#include "procedures/quality/quality.hpp"
#include "procedures/text/language.hpp"

#include <map>
#include <string>
#include <string_view>

namespace motcua::procedures {

/// Where the names behind ids are found. What is not given or not known there is shown by its id.
struct Naming {
    const Office* office = nullptr;
    const Procedure* procedure = nullptr;
    const std::map<std::string, std::string, std::less<>>* people = nullptr;  // names by id
};

/// A lawful "no" in words: what it is, and in a sentence or two what is missing and who could act.
struct RefusalText {
    std::string title;
    std::string detail;
};
RefusalText words_of(const Refusal& refusal, Language language, const Naming& naming = {});

std::string_view name_of(EventType type, Language language);
std::string_view name_of(CommandKind kind, Language language);
std::string_view name_of(ActionKind kind, Language language);
std::string_view name_of(DeadlineKind kind, Language language);
std::string_view name_of(NonconformitySource source, Language language);
std::string_view name_of(NonconformityState state, Language language);
std::string_view name_of(AuditTick tick, Language language);
std::string_view name_of(Timeliness timeliness, Language language);
std::string_view name_of(RunningClock clock, Language language);
std::string_view name_of(Verdict verdict, Language language);
std::string_view name_of(StepKind kind, Language language);
std::string_view name_of(Ending ending, Language language);
std::string_view name_of(Channel channel, Language language);
std::string_view name_of(Mark mark, Language language);
/// What it is called in the office; on paper it has the name of its form (config/rules/forms.toml).
std::string_view name_of(PaperForm form, Language language);
std::string_view name_of(ReprintReason reason, Language language);
std::string_view name_of(OutageCause cause, Language language);
std::string_view name_of(CodeState state, Language language);
std::string_view name_of(SpoiltReason reason, Language language);
/// National statuses 1 to 10 (facts 9.6); "" for any other number.
std::string_view name_of_national_status(int status, Language language);

/// Names of ids; the id itself when it is unknown.
std::string role_name(const Naming& naming, std::string_view role, Language language);
std::string unit_name(const Naming& naming, std::string_view unit, Language language);
std::string step_name(const Naming& naming, std::string_view step, Language language);
/// Of a consulted agency.
std::string party_name(const Naming& naming, std::string_view party, Language language);

}  // namespace motcua::procedures
