// One function for each paper of a dossier. Private to server/papers; others call paper_of().
#pragma once

#include "server/papers/contents.hpp"

namespace motcua::server {

Paper receipt_of(const PaperFacts& facts);
Paper supplement_request(const PaperFacts& facts);
Paper refusal_of(const PaperFacts& facts);
Paper apology_of(const PaperFacts& facts);
Paper stop_notice(const PaperFacts& facts);
Paper control_slip(const PaperFacts& facts);

}  // namespace motcua::server
