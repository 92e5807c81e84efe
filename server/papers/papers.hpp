// Papers that were issued: what the journal tells of them, and their bytes as they were printed. The audit pack takes all
// of a dossier from here.
#pragma once

#include "server/papers/contents.hpp"
#include "server/resources.hpp"

namespace motcua::server {

/// One print; its id is the event that issued it. Digests are empty once they were erased.
struct KeptPaper {
    storage::Seq id = 0;
    procedures::PaperForm form = procedures::PaperForm::receipt;
    int year = 0, number = 0, print = 0;
    std::optional<procedures::ReprintReason> reason;
    procedures::Instant at;
    std::string by;                  // person
    std::string digest, pdf_digest;  // of the files that hold the page and its PDF; the latter may be missing
    std::int64_t size = 0, pdf_size = 0;
};

/// Those among the events, in their order.
std::vector<KeptPaper> kept_papers(const std::vector<storage::Projected>& events);
/// All of a dossier, oldest first.
engine::Awaitable<std::vector<KeptPaper>> papers_of(Asked& asked, const engine::DossierSnapshot& snapshot);

}  // namespace motcua::server
