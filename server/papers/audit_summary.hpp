// The first sheet of an audit pack: what happened to one dossier, on paper. No form of a circular.
#pragma once

#include "server/papers/contents.hpp"

namespace motcua::server {

/// A content that lies in the pack, under the number of the event that names it.
struct PackedContent {
    storage::Seq event = 0;
    std::string file;    // in the pack; "" when it is not there
    std::string name;    // as it was called; or what is the matter with it
    std::string digest;  // SHA-256, hex; "" once it was erased
};

struct AuditFacts {
    const procedures::Law& law;
    const procedures::Dossier& dossier;
    const std::vector<storage::Projected>& events;  // all of its stream, oldest first
    const std::vector<storage::Handover>& handovers;
    const PeopleNames& people;
    const std::vector<std::string>& explanation;  // how its dates came about, line by line
    const std::vector<PackedContent>& contents;
    std::string checkpoint;  // the signed note that covers it
    procedures::Instant at;
    std::string by;  // the name of whoever asked
    bool training = false;
};

/// REQUIRES that the dossier's version was adopted. Letters are fitted.
Paper audit_summary(const AuditFacts& facts);

}  // namespace motcua::server
