// How fast is a journal audited, beside the bare hashing of the same bytes, and one dossier of it proven?
#pragma once

#include <cstdint>
#include <filesystem>

namespace motcua::bench {

struct VerificationSpeed {
    double events_per_second = 0;
    double share_of_sha256 = 0;
    double proof_ms = 0;  // the pack of one dossier against a checkpoint of the whole
    std::uint64_t events = 0;
};

VerificationSpeed verification(const std::filesystem::path& journal);

}  // namespace motcua::bench
