// What `motcua audit` takes out of the journal to be proven elsewhere, and how it judges what was taken out.
#pragma once

#include "app/verbs.hpp"
#include "storage/proofs/checkpoint.hpp"
#include "storage/proofs/tampering.hpp"

#include <string>
#include <vector>

namespace motcua::app {

/// Published keys, each given as it is or as a file of such lines. UsageError when one is none.
std::vector<storage::VerifierKey> keys_from(const std::vector<std::string>& arguments);

/// "Event 7: altered: …", or as JSON. Exits with failure.
int tell(const storage::Flaw& flaw, bool json);

/// The verdict on a pack folder; without keys by those that lie in it.
int verify_pack_in(const std::string& folder, std::vector<storage::VerifierKey> keys, bool json);

/// The verbs prove, consistency, checkpoint and key.
void add_proofs(CLI::App& audit, Run& run);
/// The verb conformance.
void add_conformance(CLI::App& audit, Run& run);

}  // namespace motcua::app
