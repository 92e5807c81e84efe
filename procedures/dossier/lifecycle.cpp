#include "procedures/dossier/lifecycle.hpp"

#include <boost/statechart/custom_reaction.hpp>
#include <boost/statechart/event.hpp>
#include <boost/statechart/simple_state.hpp>
#include <boost/statechart/state.hpp>
#include <boost/statechart/state_machine.hpp>

#include <algorithm>
#include <cassert>
#include <stdexcept>
#include <utility>

namespace motcua::procedures {

namespace {

namespace sc = boost::statechart;

/// Where the dossier stands: the way back into the chart.
struct Place : sc::event<Place> {
    explicit Place(const Step& where) : step(&where) {}
    const Step* step;
};

/// What somebody does.
struct Act : sc::event<Act> {
    explicit Act(const std::string& name) : action(name) {}
    const std::string& action;
};

struct Unplaced;

struct Lifecycle : sc::state_machine<Lifecycle, Unplaced> {
    Lifecycle(const Procedure& definition, const Attributes& facts)
        : procedure(definition),
          attributes(facts) {}

    void place(const Place& place) { step = place.step; }

    /// Between exit and entry: exit saw the old step, entry sees the new one.
    void move(const Act& act) {
        course.action = step->action(act.action);
        course.effects.push_back(Effect::moved);
        step = procedure.step(course.action->to);
        course.to = step;
    }

    void emit(Effect effect) { course.effects.push_back(effect); }
    void refuse_because(Refusal why) { course.refusal = std::move(why); }

    void unconsumed_event(const sc::event_base&) {
        refuse_because(refuse(Refusal::Code::dossier_closed, {{"step", step != nullptr ? step->id : ""}}));
    }

    const Procedure& procedure;
    const Attributes& attributes;
    const Step* step = nullptr;
    Course course;
};

struct Submitted;
struct ClockRunning;
struct Working;
struct ClockHeld;
struct Held;
struct Finished;
struct Closed;

/// The only place where a kind of the config becomes a state of the chart.
template <class From, class What>
sc::result enter(From& from, StepKind kind, void (Lifecycle::*doing)(const What&), const What& what) {
    switch (kind) {
        case StepKind::submitted: return from.template transit<Submitted>(doing, what);
        case StepKind::working: return from.template transit<Working>(doing, what);
        case StepKind::held: return from.template transit<Held>(doing, what);
        case StepKind::finished: return from.template transit<Finished>(doing, what);
        case StepKind::closed: return from.template transit<Closed>(doing, what);
    }
    throw std::logic_error("a step of unknown kind");
}

struct Unplaced : sc::simple_state<Unplaced, Lifecycle> {
    using reactions = sc::custom_reaction<Place>;
    sc::result react(const Place& place) { return enter(*this, place.step->kind, &Lifecycle::place, place); }
};

/// A reaction of the leaf: handled further out it would stop and restart the clock.
template <class Leaf> struct FollowsDefinition {
    using reactions = sc::custom_reaction<Act>;
    sc::result react(const Act& act) {
        auto& leaf = static_cast<Leaf&>(*this);
        auto& machine = leaf.template context<Lifecycle>();
        const Action* action = machine.step->action(act.action);
        if (action == nullptr) {
            machine.refuse_because(
                refuse(Refusal::Code::no_such_action, {{"action", act.action}, {"step", machine.step->id}}));
            return leaf.discard_event();
        }
        if (!action->when.holds(machine.attributes)) {
            machine.refuse_because(refuse(Refusal::Code::condition_not_met,
                                          {{"action", act.action}, {"step", machine.step->id}}));
            return leaf.discard_event();
        }
        return enter(leaf, machine.procedure.step(action->to)->kind, &Lifecycle::move, act);
    }
};

struct Submitted : FollowsDefinition<Submitted>, sc::state<Submitted, Lifecycle> {
    using FollowsDefinition<Submitted>::reactions;
    explicit Submitted(my_context ctx) : my_base(ctx) { context<Lifecycle>().emit(Effect::step_entered); }
    void exit() { context<Lifecycle>().emit(Effect::step_left); }
};

struct ClockRunning : sc::state<ClockRunning, Lifecycle, Working> {
    explicit ClockRunning(my_context ctx) : my_base(ctx) { context<Lifecycle>().emit(Effect::clock_started); }
    void exit() { context<Lifecycle>().emit(Effect::clock_stopped); }
};

struct Working : FollowsDefinition<Working>, sc::state<Working, ClockRunning> {
    using FollowsDefinition<Working>::reactions;
    explicit Working(my_context ctx) : my_base(ctx) { context<Lifecycle>().emit(Effect::step_entered); }
    void exit() { context<Lifecycle>().emit(Effect::step_left); }
};

struct ClockHeld : sc::state<ClockHeld, Lifecycle, Held> {
    explicit ClockHeld(my_context ctx) : my_base(ctx) { context<Lifecycle>().emit(Effect::applicant_has_it); }
};

struct Held : FollowsDefinition<Held>, sc::state<Held, ClockHeld> {
    using FollowsDefinition<Held>::reactions;
    explicit Held(my_context ctx) : my_base(ctx) { context<Lifecycle>().emit(Effect::step_entered); }
    void exit() { context<Lifecycle>().emit(Effect::step_left); }
};

struct Finished : FollowsDefinition<Finished>, sc::state<Finished, Lifecycle> {
    using FollowsDefinition<Finished>::reactions;
    explicit Finished(my_context ctx) : my_base(ctx) {
        context<Lifecycle>().emit(Effect::finished);
        context<Lifecycle>().emit(Effect::step_entered);
    }
    void exit() { context<Lifecycle>().emit(Effect::step_left); }
};

/// No reaction: whatever is asked of a closed dossier ends in unconsumed_event.
struct Closed : sc::state<Closed, Lifecycle> {
    explicit Closed(my_context ctx) : my_base(ctx) {
        context<Lifecycle>().emit(Effect::closed);
        context<Lifecycle>().emit(Effect::step_entered);
    }
};

}  // namespace

bool Course::has(Effect effect) const {
    return std::find(effects.begin(), effects.end(), effect) != effects.end();
}

Course follow(const Procedure& procedure, const std::string& step, const std::string& action,
              const Attributes& attributes) {
    const Step* stands = procedure.step(step);
    assert(stands != nullptr);
    Lifecycle machine(procedure, attributes);
    machine.initiate();
    machine.process_event(Place(*stands));
    // Standing again where it stood is not an act: what entry emitted does not count.
    machine.course.effects.clear();
    machine.process_event(Act(action));
    return std::move(machine.course);
}

}  // namespace motcua::procedures
