#include "engine/law_desk.hpp"

#include "engine/engine.hpp"
#include "procedures/loading/law_loader.hpp"
#include "procedures/verification/verify.hpp"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <thread>

namespace motcua::engine {

namespace {

void prove(const procedures::Config& config, const procedures::Law& adopted, bool all, LawReview& review) {
    const auto around = procedures::surroundings_of(config.office, config.calendar, config.rules);
    for (const auto& loaded : config.procedures) {
        const bool changed = !is_adopted(adopted, law_text("procedure", loaded.procedure->id, loaded.text));
        if (!changed && !all) continue;
        if (changed && !adopted.demonstration && !loaded.procedure->is_approved())
            review.defects.push_back(fmt::format(
                "{}: it has no [approval] and receives no real dossiers; enter the decision that approves it",
                loaded.file));
        for (const auto& finding : procedures::verify(*loaded.procedure, around))
            if (finding.severity == procedures::Severity::error)
                review.defects.push_back(fmt::format("{}: {}", loaded.file, to_string(finding)));
    }
}

}  // namespace

LawReview review_law(const procedures::Config& config, const procedures::Law& adopted) {
    LawReview review;
    bool surroundings_changed = false;
    for (auto& text : law_texts(config)) {
        if (is_adopted(adopted, text)) continue;
        if (adopted.calendars.contains(text.hash)) {
            review.has_former_calendar = true;
            continue;
        }
        surroundings_changed = surroundings_changed || text.kind != "procedure";
        review.changed.push_back(std::move(text));
    }
    if (!review.changed.empty()) prove(config, adopted, surroundings_changed, review);
    return review;
}

LawReview review_law(const std::filesystem::path& config, const procedures::Law& adopted) {
    procedures::Defects defects;
    const auto read = procedures::load_config(config, defects);
    if (defects.empty()) return review_law(read, adopted);
    LawReview review;
    for (const auto& defect : defects.sorted()) review.defects.push_back(to_string(defect));
    return review;
}

procedures::Command law_command(procedures::CommandKind kind, const LawText& text,
                                const procedures::Actor& actor, const std::string& key) {
    procedures::Command command;
    command.kind = kind;
    command.actor = actor;
    if (!key.empty()) command.key = fmt::format("{}:{}", key, text.hash.substr(0, 16));
    command.args = {{"kind", text.kind}, {"id", text.id}, {"hash", text.hash}, {"text", text.text}};
    return command;
}

Submit submit_to(Engine& engine) {
    return [&engine](std::vector<procedures::Command> commands) {
        std::vector<std::future<Answer>> waiting;
        for (const auto& command : commands) {
            const auto promise = std::make_shared<std::promise<Answer>>();
            waiting.push_back(promise->get_future());
            engine.submit(command, [promise](Answer answer) { promise->set_value(std::move(answer)); });
        }
        std::vector<Answer> answers;
        for (std::size_t i = 0; i < commands.size(); ++i) {
            auto answer = waiting[i].get();
            for (int tries = 0; answer.kind == Answer::Kind::overloaded && tries < 200; ++tries) {
                std::this_thread::sleep_for(std::chrono::milliseconds{50});
                answer = engine.submit_and_wait(commands[i]);
            }
            answers.push_back(std::move(answer));
        }
        return answers;
    };
}

Proposed propose(const LawReview& review, const procedures::OfficeState& office, const Submit& submit,
                 const procedures::Actor& actor, const std::string& key) {
    Proposed out;
    std::vector<procedures::Command> commands;
    for (const auto& text : review.changed) {
        if (office.proposed_law.contains(text.hash)) continue;
        out.texts.push_back(text);
        commands.push_back(law_command(procedures::CommandKind::propose_law, text, actor, key));
    }
    if (!commands.empty()) out.answers = submit(std::move(commands));
    return out;
}

LawText calendar_with(const procedures::WorkCalendar::Content& calendar,
                      const std::vector<procedures::CalendarDay>& days) {
    auto content = calendar;
    for (const auto& day : days) {
        std::erase_if(content.days, [&](const auto& known) { return known.date == day.date; });
        content.days.push_back(day);
    }
    std::stable_sort(content.days.begin(), content.days.end(),
                     [](const auto& a, const auto& b) { return a.date < b.date; });
    return law_text("calendar", "calendar", procedures::to_json(content));
}

}  // namespace motcua::engine
