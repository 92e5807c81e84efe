#include "storage/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace motcua::storage {

std::vector<Record> stream_up_to(JournalReader& journal, Seq newest) {
    std::vector<Record> records;
    for (Seq seq = newest; seq != 0; seq = records.back().prev) {
        auto record = journal.find(seq);
        if (!record || (!records.empty() && record->stream != records.back().stream))
            throw std::runtime_error(fmt::format(
                "journal: the chain of a stream is broken at event {}; run motcua audit verify", seq));
        records.push_back(std::move(*record));
    }
    std::reverse(records.begin(), records.end());
    return records;
}

}  // namespace motcua::storage
