#include "procedures/definition/extent.hpp"

#include <algorithm>
#include <cmath>

namespace motcua::procedures {

namespace {

void add(std::vector<Allowance>& sum, Allowance part) {
    const auto same =
        std::find_if(sum.begin(), sum.end(), [&](const Allowance& one) { return one.unit == part.unit; });
    if (same == sum.end())
        sum.push_back(part);
    else
        same->count += part.count;
}

}  // namespace

Extent extent_of(const Procedure& procedure) {
    Extent extent;
    for (const auto& attributes : combinations(procedure.attributes)) {
        Extent::Time time;
        for (const auto* limit : procedure.stages_for(attributes)) {
            add(time.statutory, limit->statutory);
            add(time.committed, limit->allowance());
        }
        if (std::find(extent.times.begin(), extent.times.end(), time) == extent.times.end())
            extent.times.push_back(std::move(time));
    }
    for (const auto& step : procedure.steps)
        extent.steps += step.kind == StepKind::held || step.kind == StepKind::closed ? 0 : 1;
    for (const auto& document : procedure.documents) {
        if (document.output) continue;
        ++extent.papers;
        extent.required_papers += document.required && document.when.always() ? 1 : 0;
    }
    return extent;
}

std::optional<int> change_in_percent(const Extent& before, const Extent& after) {
    const auto only = [](const Extent& extent) -> std::optional<Allowance> {
        if (extent.times.size() != 1 || extent.times.front().committed.size() != 1) return std::nullopt;
        return extent.times.front().committed.front();
    };
    const auto was = only(before);
    const auto is = only(after);
    if (!was || !is || was->unit != is->unit) return std::nullopt;
    return static_cast<int>(std::lround(100.0 * (is->count - was->count) / was->count));
}

}  // namespace motcua::procedures
