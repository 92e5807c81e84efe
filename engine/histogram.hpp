// How often a measured value fell below each of some bounds: what a metric of many measurements keeps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace motcua::engine {

struct Histogram {
    std::vector<double> bounds;          // rising; the last bucket beyond them has none
    std::vector<std::uint64_t> buckets;  // one more than bounds; not summed up
    std::uint64_t count = 0;
    double sum = 0;

    explicit Histogram(std::vector<double> upper) : bounds(std::move(upper)), buckets(bounds.size() + 1) {}

    void observe(double value) {
        std::size_t at = 0;
        while (at < bounds.size() && value > bounds[at]) ++at;
        ++buckets[at];
        ++count;
        sum += value;
    }
};

}  // namespace motcua::engine
