// A main() for the targets where there is no libFuzzer: plays every file of the folders back, then seeded mutations of
// them. The input in hand is in a file beside, so that it is there after a crash.
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;

std::vector<std::string> read_folders(const std::vector<fs::path>& folders) {
    std::vector<fs::path> files;
    for (const auto& folder : folders)
        for (const auto& entry : fs::recursive_directory_iterator(folder))
            if (entry.is_regular_file() && entry.path().extension() != ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<std::string> inputs;
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return inputs;
}

class Mutator {
public:
    Mutator(const std::vector<std::string>& inputs, unsigned seed) : inputs_(inputs), random_(seed) {}

    std::string next() {
        auto input = inputs_[below(inputs_.size())];
        for (auto edits = 1 + below(4); edits > 0; --edits) edit(input);
        return input;
    }

private:
    std::size_t below(std::size_t end) {
        return end == 0 ? 0 : std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
    }

    void edit(std::string& input) {
        static constexpr std::array nasty = {"\0"sv,
                                             "\xff"sv,
                                             "\r\n"sv,
                                             "\n"sv,
                                             "\""sv,
                                             "'"sv,
                                             "\\u0000"sv,
                                             "\\ud800"sv,
                                             "-1"sv,
                                             "0"sv,
                                             "1e999"sv,
                                             "[[[["sv,
                                             "{{{{"sv,
                                             "%00"sv,
                                             "../"sv,
                                             "ế"sv,
                                             "e\xcc\x82"sv,
                                             "9223372036854775807"sv,
                                             "-9223372036854775808"sv,
                                             "18446744073709551616"sv,
                                             "9999-12-31"sv,
                                             "0001-01-01"sv,
                                             ""sv,
                                             "."sv,
                                             "="sv,
                                             ","sv,
                                             ":"sv,
                                             "null"sv};
        const auto at = below(input.size() + 1);
        const auto length = below(std::min<std::size_t>(input.size() - at, 64) + 1);
        switch (below(7)) {
            case 0:
                if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
                break;
            case 1:
                if (at < input.size()) input[at] = static_cast<char>(below(256));
                break;
            case 2: input.erase(at, length); break;
            case 3: input.insert(at, input.substr(at, length)); break;
            case 4: input.replace(at, length, nasty[below(nasty.size())]); break;
            case 5: {
                const auto& other = inputs_[below(inputs_.size())];
                input.replace(at, length, other.substr(below(other.size() + 1), 1 + below(64)));
                break;
            }
            default: input.resize(at); break;
        }
    }

    const std::vector<std::string>& inputs_;
    std::mt19937 random_;
};

void run(const fs::path& kept, const std::string& input) {
    std::ofstream(kept, std::ios::binary | std::ios::trunc) << input;
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

// fuzz_NAME MUTATIONS FOLDER...
int main(int count, char** arguments) {
    if (count < 3) {
        std::fprintf(stderr, "usage: %s MUTATIONS FOLDER...\n", arguments[0]);
        return 2;
    }
    const std::size_t times = std::getenv("MOTCUA_LONG") != nullptr ? 20 : 1;
    const auto mutations = std::strtoul(arguments[1], nullptr, 10) * times;
    const auto kept = fs::path(arguments[0]).filename().string() + ".input";
    std::printf("the input in hand is in %s\n", fs::absolute(kept).c_str());
    std::fflush(stdout);
    const auto inputs = read_folders({arguments + 2, arguments + count});
    if (inputs.empty()) {
        std::fprintf(stderr, "there is nothing to play back\n");
        return 2;
    }
    for (const auto& input : inputs) run(kept, input);
    constexpr unsigned seed = 20'261'122;
    Mutator mutator(inputs, seed);
    for (std::size_t i = 0; i < mutations; ++i) run(kept, mutator.next());
    fs::remove(kept);
    std::printf("%zu files and %zu mutations of them (seed %u)\n", inputs.size(), mutations, seed);
    return 0;
}
