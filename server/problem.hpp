// What went wrong, as RFC 9457 writes it (application/problem+json): a stable code, a title and a
// sentence in the asker's language, and for wrong fields where they stand.
#pragma once

#include "engine/answer.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/http.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace motcua::server {

using procedures::Language;

/// What the face itself has to say no to; the office's own noes are Refusals.
enum class Fault {
    malformed_request,  // no HTTP/1.1, or half of it
    header_too_large,
    body_too_large,
    request_too_slow,
    defect,  // of this program
    malformed_target,
    no_such_resource,
    method_not_allowed,
    misdirected,              // a Host that this server does not answer for
    authentication_required,  // nobody is signed in
    login_failed,
    too_many_attempts,
    password_must_change,  // a first password opens nothing but its own change
    weak_password,
    scope_missing,  // of an API token
    not_with_token,
    cross_site,  // a page of another site wrote with this browser's cookie
    no_such_person,
    no_such_entry,  // of one's own sessions and tokens
    unsupported_media_type,
    malformed_json,
    not_an_object,
    idempotency_key_required,
    if_match_required,
    malformed_if_match,
    bad_parameter,  // of the query
    no_such_act,
    lookup_failed,  // one sentence for whatever is wrong with it
    too_many_requests,
    draft_changed,
    draft_too_large,
    too_many_drafts,
    file_too_large,
    file_type_refused,
    file_damaged,   // its bytes are not those that were kept, or gone
    law_defective,  // a configuration that cannot be taken over
    no_config,
    which_proposal,
    no_such_version,  // of law
    no_signing_key,   // nothing to sign a checkpoint with
    export_too_large,
    overloaded,
    not_done,
    outcome_unknown,
    clock_doubted,
    not_ready,
};
std::string_view to_string(Fault fault);
int status_of(Fault fault);
std::vector<Fault> all_faults();
/// By the kind of no: 403 who may not, 404 what he may not know of, 409 what stands against it now,
/// 412 what changed meanwhile, 422 what was said wrong.
int status_of(procedures::Refusal::Code code);

/// `detail` adds to the fault's own sentence: the parameter, the parser's words.
Response problem(Fault fault, Language language, std::string_view detail = {}, boost::json::object more = {});
Response problem(const procedures::Refusal& refusal, Language language, const procedures::Naming& naming);
/// The same with Retry-After, at least a second.
Response try_again_after(std::chrono::seconds wait, Response response);
/// Any answer of the engine but `done`.
Response problem(const engine::Answer& answer, Language language, const procedures::Naming& naming);

}  // namespace motcua::server
