#include "bench/sync.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace motcua::bench {

SyncCost sync_cost(const std::filesystem::path& folder, std::size_t bytes, int times) {
    const auto file = folder / "sync";
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (descriptor < 0) throw std::runtime_error("cannot open " + file.string());
    const std::string block(bytes, 'x');
    const auto put = [&](int number) {
        if (pwrite(descriptor, block.data(), block.size(), static_cast<off_t>(bytes) * number) < 0)
            throw std::runtime_error("cannot write " + file.string());
    };
    for (int i = 0; i < times; ++i) put(i);
    fsync(descriptor);
    std::vector<double> took;
    for (int i = 0; i < times; ++i) {
        const auto begun = std::chrono::steady_clock::now();
        put(i);
        fdatasync(descriptor);
        took.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count());
    }
    close(descriptor);
    std::filesystem::remove(file);
    std::sort(took.begin(), took.end());
    return {took[took.size() / 2], took[took.size() * 99 / 100]};
}

}  // namespace motcua::bench
