// How fast is a journal audited, beside the bare hashing of the same bytes?
#pragma once

#include <filesystem>

namespace motcua::bench {

struct VerificationSpeed {
    double events_per_second = 0;
    double share_of_sha256 = 0;
};

VerificationSpeed verification(const std::filesystem::path& journal);

}  // namespace motcua::bench
