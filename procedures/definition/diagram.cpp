#include "procedures/definition/diagram.hpp"

#include "procedures/definition/spoken.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace motcua::procedures {

namespace {

/// The text in lines of about `width` letters, as a DOT label; Vietnamese letters take up to three bytes.
std::string label(std::string_view text, std::size_t width) {
    std::string out;
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto next = text.find_first_of(" \n", at + 1);
        const auto word = text.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
        const auto is_letter = [](char one) { return (static_cast<unsigned char>(one) & 0xC0U) != 0x80U; };
        const auto ahead = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_letter));
        if (c == '\n' || (c == ' ' && letters + 1 + ahead > width)) {
            out += "\\n";
            letters = 0;
            continue;
        }
        if (c == '"' || c == '\\') out += '\\';
        out += c;
        letters += is_letter(c) ? 1 : 0;
    }
    return out;
}

std::string_view shape_of(const Step& step) {
    switch (step.kind) {
        case StepKind::submitted: return R"(shape=ellipse, style=filled, fillcolor=white)";
        case StepKind::working:
            return step.outside ? R"(shape=box, style="rounded,filled,dashed", fillcolor=white)"
                                : R"(shape=box, style="rounded,filled", fillcolor=white)";
        case StepKind::held:
            return R"(shape=box, style=striped, color=gray75, fillcolor="white:gray92:white:gray92:white:gray92:)"
                   R"(white:gray92:white:gray92:white:gray92:white:gray92:white:gray92:white:gray92:white")";
        case StepKind::finished: return R"(shape=hexagon, style=filled, fillcolor=white)";
        case StepKind::closed: return R"(shape=ellipse, peripheries=2, style=filled, fillcolor=gray93)";
    }
    return "";
}

/// One edge that many steps have, and those running or waiting steps that do not have it.
struct SharedEdge {
    const Action* action = nullptr;
    std::vector<std::string> without;
};

std::vector<SharedEdge> shared_edges(const Procedure& procedure) {
    std::vector<SharedEdge> edges;
    std::set<std::string> seen;
    for (const auto& step : procedure.steps) {
        for (const auto& action : step.actions) {
            if (!action.from_pattern || !seen.insert(action.id).second) continue;
            SharedEdge edge{&action, {}};
            for (const auto& other : procedure.steps) {
                const bool is_open = other.kind == StepKind::working || other.kind == StepKind::held;
                if (is_open && other.action(action.id) == nullptr) edge.without.push_back(other.names.vi);
            }
            edges.push_back(std::move(edge));
        }
    }
    return edges;
}

class Dot {
public:
    Dot(const Procedure& procedure, const Office& office) : procedure_(procedure), office_(office) {}

    std::string text(const DiagramOptions& options) {
        line("digraph \"{}\" {{", procedure_.id);
        line(
            "  graph [rankdir=LR, newrank=true, nodesep=0.35, ranksep=0.45, fontname=\"sans-serif\", "
            "fontsize=14, "
            "labelloc=t, label=\"{}\\n{}, {}{}\"];",
            label(procedure_.names.vi, 100), procedure_.id, period(), attributes());
        line("  node [fontname=\"sans-serif\", fontsize=11, margin=\"0.14,0.07\"];");
        line("  edge [fontname=\"sans-serif\", fontsize=9, arrowsize=0.7];");
        lanes();
        for (const auto& step : procedure_.steps)
            for (const auto& action : step.actions)
                if (!action.from_pattern || options.shared_edges) edge(step.id, action);
        if (!options.shared_edges) shared();
        return out_ + "}\n";
    }

private:
    template <class... Args> void line(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
        out_ += '\n';
    }

    std::string period() const {
        auto text = fmt::format("hiệu lực từ {}", spoken(procedure_.in_force_from));
        if (procedure_.in_force_until) text += fmt::format(" đến {}", spoken(*procedure_.in_force_until));
        return text;
    }

    /// What the words of the conditions mean.
    std::string attributes() const {
        std::string text;
        for (const auto& attribute : procedure_.attributes) {
            std::vector<std::string> choices;
            for (const auto& choice : attribute.choices)
                choices.push_back(fmt::format("{}: {}", choice.id, choice.names.vi));
            const auto words = choices.empty() ? "" : fmt::format(" ({})", fmt::join(choices, "; "));
            text += "\\n" + label(fmt::format("{}: {}{}", attribute.id, attribute.names.vi, words), 140);
        }
        return text;
    }

    /// A lane for each role in its unit, in the order in which the work reaches them.
    void lanes() {
        std::vector<std::pair<std::string, std::string>> order;
        for (const auto& step : procedure_.steps)
            if (const std::pair lane(step.role, step.unit);
                std::find(order.begin(), order.end(), lane) == order.end())
                order.push_back(lane);
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto& [role, unit] = order[i];
            line("  subgraph \"cluster_{}\" {{", i);
            line(
                "    graph [label=\"{}\", fontsize=12, labeljust=l, style=filled, color=gray60, "
                "fillcolor=gray97];",
                label(who(role, unit), 60));
            for (const auto& step : procedure_.steps)
                if (step.role == role && step.unit == unit) node(step);
            line("  }}");
        }
    }

    std::string who(const std::string& role, const std::string& unit) const {
        const auto* named_role = office_.role(role);
        const auto* named_unit = office_.unit(unit);
        return fmt::format("{}, {}", named_role != nullptr ? named_role->names.vi : role,
                           named_unit != nullptr ? named_unit->names.vi : unit);
    }

    void node(const Step& step) {
        const bool timed = step.kind == StepKind::working || step.kind == StepKind::submitted;
        line("    \"{}\" [label=\"{}{}\", {}];", step.id, label(step.names.vi, 26),
             timed ? "\\n" + spoken(step.budget) : "", shape_of(step));
    }

    /// What leads back does not decide where a step stands: the work runs from left to right.
    void edge(const std::string& from, const Action& action) {
        const bool sends_back = action.kind == ActionKind::send_back;
        const bool leads_back = sends_back || action.kind == ActionKind::complete_supplement;
        line("  \"{}\" -> \"{}\" [label=\"{}\"{}{}];", from, action.to,
             label(action.names.vi + spoken_case(action.when), 24),
             sends_back || action.from_pattern ? ", style=dashed" : "",
             leads_back || action.from_pattern ? ", constraint=false" : "");
    }

    void shared() {
        std::map<std::vector<std::string>, std::string> origins;
        for (const auto& one : shared_edges(procedure_)) {
            const auto [origin, is_new] =
                origins.try_emplace(one.without, fmt::format("@{}", origins.size()));
            if (is_new)
                line("  \"{}\" [shape=plaintext, label=\"{}\"];", origin->second,
                     label(one.without.empty() ? std::string("Từ mọi bước đang xử lý hoặc chờ")
                                               : fmt::format("Từ mọi bước đang xử lý hoặc chờ, trừ: {}",
                                                             fmt::join(one.without, "; ")),
                           40));
            edge(origin->second, *one.action);
        }
    }

    const Procedure& procedure_;
    const Office& office_;
    std::string out_;
};

std::string with_single_quotes(std::string text) {
    std::replace(text.begin(), text.end(), '"', '\'');
    return text;
}

/// Mermaid's names allow letters, digits and '_'.
std::string mermaid_id(std::string id) {
    std::replace(id.begin(), id.end(), '-', '_');
    return id;
}

/// "10 ngày làm việc", "25 ngày + 07 ngày làm việc"; each chain of stages once.
std::string times_of(const Procedure& procedure) {
    std::vector<std::string> chains;
    for (const auto& attributes : combinations(procedure.attributes)) {
        std::vector<std::string> stages;
        for (const auto* limit : procedure.stages_for(attributes))
            stages.push_back(spoken(limit->allowance()));
        auto chain = fmt::format("{}", fmt::join(stages, " + "));
        if (std::find(chains.begin(), chains.end(), chain) == chains.end())
            chains.push_back(std::move(chain));
    }
    return fmt::format("{}", fmt::join(chains, "; "));
}

}  // namespace

std::string to_dot(const Procedure& procedure, const Office& office, const DiagramOptions& options) {
    return Dot(procedure, office).text(options);
}

std::string to_mermaid(const Procedure& procedure, const DiagramOptions& options) {
    std::string out = "stateDiagram-v2\n";
    for (const auto& step : procedure.steps)
        out += fmt::format("  state \"{}\" as {}\n", with_single_quotes(step.names.vi), mermaid_id(step.id));
    out += fmt::format("  [*] --> {}\n", mermaid_id(procedure.steps.front().id));
    for (const auto& step : procedure.steps) {
        for (const auto& action : step.actions)
            if (!action.from_pattern || options.shared_edges)
                out += fmt::format("  {} --> {}: {}{}\n", mermaid_id(step.id), mermaid_id(action.to),
                                   with_single_quotes(action.names.vi), spoken_case(action.when));
        if (step.kind == StepKind::closed) out += fmt::format("  {} --> [*]\n", mermaid_id(step.id));
    }
    return out;
}

std::string diagram_index(const std::vector<const Procedure*>& procedures) {
    std::string out =
        R"(# The machines of the procedures

Made by `motcua graph --all --out docs/procedures`, which `motcua graph --all --out docs/procedures --check` compares with the
definitions. Each picture shows the newest version.

How to read them: an ellipse is the filing, a rounded box a step in which the legal time runs (dashed: outside the office), a hatched
box a step in which it is held for the applicant, a hexagon the result at the counter, a double ellipse an end. The time on a
step is its budget. The work runs from left to right; a grey lane belongs to whoever is responsible. A dashed arrow sends work back,
or leaves from nearly every step.

| Procedure | In force | Legal time | Steps |
|---|---|---|---|
)";
    for (const auto* procedure : procedures)
        out += fmt::format("| [{}]({}.svg) | {}{} | {} | {} |\n", procedure->names.vi, procedure->id,
                           format_date(procedure->in_force_from),
                           procedure->in_force_until ? " to " + format_date(*procedure->in_force_until) : "",
                           times_of(*procedure), procedure->steps.size());
    return out;
}

}  // namespace motcua::procedures
