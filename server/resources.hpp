// What every resource works with, and their list. Private to server/.
#pragma once

#include "procedures/dossier/decide.hpp"
#include "procedures/text/catalogue.hpp"
#include "server/api.hpp"
#include "server/problem.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace motcua::server {

/// How somebody showed who he is.
struct Credential {
    enum class Kind { none, word, session, token };  // his word: demonstrations only
    Kind kind = Kind::none;
    std::string id;                   // of the session or token
    std::vector<std::string> scopes;  // of the token
    bool must_change_password = false;
};

/// One request on its way to its resource. Lives as long as the answer takes.
struct Asked {
    Api& api;
    const Request& request;
    Fields query;
    std::vector<std::string> parameters;  // of the pattern, in order
    Language language = Language::vi;
    procedures::Actor actor;
    engine::Instant now;
    Credential credential = {};

    engine::Engine& engine() const { return api.ports().engine; }
};

Response json_response(boost::json::object body, int status = 200);
/// `style` names the sheets that its policy lets in; those of this server unless said.
Response html_response(std::string body, std::string_view style = "'self'");

/// The dossier that the first parameter names, or the problem: what somebody may not see is not there.
using Seen = std::variant<engine::DossierSnapshot, Response>;
engine::Awaitable<Seen> dossier_for(Asked& asked);

/// Which dossiers the actor's lists may show: procedures::may_see as a filter.
storage::Sight sight_of(const procedures::Law& law, const procedures::OfficeState& office,
                        const procedures::Actor& actor, engine::Instant now);

procedures::Naming naming_of(const engine::DossierSnapshot& snapshot);
/// What tells this content from another, as the answer's ETag; a dossier's is its version.
void put_etag(Response& response, std::string_view tag);
void put_etag(Response& response, std::uint64_t version);
/// Whether the asker has that content already.
bool is_known(const Asked& asked, std::string_view tag);
/// A command that was done before is answered as it was then; only this field tells.
void say_if_replayed(Response& response, bool is_repeated);
/// Its events of the kinds that are wanted, oldest first.
engine::Awaitable<std::vector<storage::Projected>> events_of(Asked& asked,
                                                             const engine::DossierSnapshot& snapshot,
                                                             bool (*is_wanted)(procedures::EventType));

/// The request's JSON object, normalised; or the problem.
using Body = std::variant<boost::json::object, Response>;
Body body_of(const Asked& asked);
Body object_in(std::string_view text, Language language);
/// A 422 that points at a field of the body.
Response wrong_field(const Asked& asked, std::string_view field, std::string_view why);
/// The problem when the body has a field that is none of `names`.
std::optional<Response> unknown_field(const Asked& asked, const boost::json::object& body,
                                      std::initializer_list<std::string_view> names);
/// What makes a repeat of this request known; the problem when it has none.
using RequestKey = std::variant<std::string, Response>;
RequestKey key_of(const Asked& asked);

/// Waits until the views show what was on disk when this was asked, at most 250 ms.
engine::Awaitable<void> views_are_current(Asked& asked);

/// Erases personal values and, when a file's digest is among them, the file that no other event names.
engine::Awaitable<Response> redact_personal(Asked& asked, procedures::Command command);

/// Tells the journal that somebody read a whole dossier, the first time in an hour.
engine::Awaitable<void> tell_reading(Asked& asked, const std::string& dossier);

/// What lies under that digest, added to the dossier by event `id`; the problem when it is gone or damaged, of which the log
/// and the journal are told. `dossier` is "office" for what is not one's.
using Content = std::variant<std::string, Response>;
engine::Awaitable<Content> kept_content(Asked& asked, const std::string& dossier, storage::Seq id,
                                        const std::string& digest);

using Handler = engine::Awaitable<Response> (*)(Asked&);

engine::Awaitable<Response> livez(Asked&);
engine::Awaitable<Response> readyz(Asked&);
engine::Awaitable<Response> read_metrics(Asked&);
engine::Awaitable<Response> read_openapi(Asked&);
engine::Awaitable<Response> list_procedures(Asked&);
engine::Awaitable<Response> list_colleagues(Asked&);
engine::Awaitable<Response> submit_dossier(Asked&);
engine::Awaitable<Response> take_action(Asked&);
engine::Awaitable<Response> act_beside(Asked&);
engine::Awaitable<Response> batch_advance(Asked&);
engine::Awaitable<Response> file_group(Asked&);
engine::Awaitable<Response> read_dossier(Asked&);
engine::Awaitable<Response> read_audit_pack(Asked&);
engine::Awaitable<Response> list_actions(Asked&);
engine::Awaitable<Response> explain_dates(Asked&);
engine::Awaitable<Response> read_timeline(Asked&);
engine::Awaitable<Response> list_fees(Asked&);
engine::Awaitable<Response> record_payment(Asked&);
engine::Awaitable<Response> waive_fee(Asked&);
engine::Awaitable<Response> list_outages(Asked&);
engine::Awaitable<Response> declare_outage(Asked&);
engine::Awaitable<Response> reserve_codes(Asked&);
engine::Awaitable<Response> settle_codes(Asked&);
engine::Awaitable<Response> list_due_fees(Asked&);
engine::Awaitable<Response> close_cash(Asked&);
engine::Awaitable<Response> read_desk(Asked&);
engine::Awaitable<Response> recall_applicant(Asked&);
engine::Awaitable<Response> list_consults(Asked&);
engine::Awaitable<Response> upload_file(Asked&);
engine::Awaitable<Response> list_files(Asked&);
engine::Awaitable<Response> download_file(Asked&);
engine::Awaitable<Response> list_papers(Asked&);
engine::Awaitable<Response> issue_paper(Asked&);
engine::Awaitable<Response> read_paper(Asked&);
engine::Awaitable<Response> issue_list(Asked&);
engine::Awaitable<Response> read_list(Asked&);
engine::Awaitable<Response> list_scans(Asked&);
engine::Awaitable<Response> attach_scan(Asked&);
engine::Awaitable<Response> read_board(Asked&);
engine::Awaitable<Response> list_breaches(Asked&);
engine::Awaitable<Response> read_waiting(Asked&);
engine::Awaitable<Response> read_wall(Asked&);
engine::Awaitable<Response> read_flow(Asked&);
engine::Awaitable<Response> remind(Asked&);
engine::Awaitable<Response> answer_consult(Asked&);
engine::Awaitable<Response> remind_consult(Asked&);
engine::Awaitable<Response> find_duplicates(Asked&);
engine::Awaitable<Response> look_up(Asked&);
engine::Awaitable<Response> look_up_own(Asked&);
engine::Awaitable<Response> read_procedure(Asked&);
engine::Awaitable<Response> preview_dates(Asked&);
engine::Awaitable<Response> draw_procedure(Asked&);
engine::Awaitable<Response> search_journal(Asked&);
engine::Awaitable<Response> export_journal(Asked&);
engine::Awaitable<Response> read_checkpoint(Asked&);
engine::Awaitable<Response> sign_checkpoint(Asked&);
engine::Awaitable<Response> print_checkpoint(Asked&);
engine::Awaitable<Response> rotate_key(Asked&);
engine::Awaitable<Response> record_export(Asked&);
engine::Awaitable<Response> list_reports(Asked&);
engine::Awaitable<Response> list_issued_reports(Asked&);
engine::Awaitable<Response> read_issued_report(Asked&);
engine::Awaitable<Response> read_report(Asked&);
engine::Awaitable<Response> issue_report(Asked&);
engine::Awaitable<Response> open_figure(Asked&);
engine::Awaitable<Response> draw_audit_sample(Asked&);
engine::Awaitable<Response> read_iso_coverage(Asked&);
engine::Awaitable<Response> download_review(Asked&);
engine::Awaitable<Response> list_nonconformities(Asked&);
engine::Awaitable<Response> read_nonconformity(Asked&);
engine::Awaitable<Response> report_nonconformity(Asked&);
engine::Awaitable<Response> assign_nonconformity(Asked&);
engine::Awaitable<Response> treat_nonconformity(Asked&);
engine::Awaitable<Response> verify_nonconformity(Asked&);
engine::Awaitable<Response> list_audits(Asked&);
engine::Awaitable<Response> plan_audit(Asked&);
engine::Awaitable<Response> read_audit(Asked&);
engine::Awaitable<Response> sample_audit(Asked&);
engine::Awaitable<Response> trace_audited(Asked&);
engine::Awaitable<Response> check_audited(Asked&);
engine::Awaitable<Response> report_finding(Asked&);
engine::Awaitable<Response> conclude_audit(Asked&);
engine::Awaitable<Response> read_worklist(Asked&);
engine::Awaitable<Response> search_dossiers(Asked&);
engine::Awaitable<Response> listen_events(Asked&);
engine::Awaitable<Response> log_in(Asked&);
engine::Awaitable<Response> log_out(Asked&);
engine::Awaitable<Response> read_session(Asked&);
engine::Awaitable<Response> list_sessions(Asked&);
engine::Awaitable<Response> end_session(Asked&);
engine::Awaitable<Response> change_password(Asked&);
engine::Awaitable<Response> list_tokens(Asked&);
engine::Awaitable<Response> issue_token(Asked&);
engine::Awaitable<Response> revoke_token(Asked&);
engine::Awaitable<Response> list_drafts(Asked&);
engine::Awaitable<Response> read_draft(Asked&);
engine::Awaitable<Response> keep_draft(Asked&);
engine::Awaitable<Response> drop_draft(Asked&);
engine::Awaitable<Response> list_people(Asked&);
engine::Awaitable<Response> read_person(Asked&);
engine::Awaitable<Response> add_person(Asked&);
engine::Awaitable<Response> change_roles(Asked&);
engine::Awaitable<Response> give_first_password(Asked&);
engine::Awaitable<Response> let_go(Asked&);
engine::Awaitable<Response> set_absence(Asked&);
engine::Awaitable<Response> end_absence(Asked&);
engine::Awaitable<Response> list_substitutions(Asked&);
engine::Awaitable<Response> set_substitution(Asked&);
engine::Awaitable<Response> end_substitution(Asked&);
engine::Awaitable<Response> list_units(Asked&);
engine::Awaitable<Response> list_roles(Asked&);
engine::Awaitable<Response> list_zones(Asked&);
engine::Awaitable<Response> list_counters(Asked&);
engine::Awaitable<Response> read_outbox(Asked&);
engine::Awaitable<Response> resend_letter(Asked&);
engine::Awaitable<Response> resend_checkpoint(Asked&);
engine::Awaitable<Response> read_law(Asked&);
engine::Awaitable<Response> read_law_version(Asked&);
engine::Awaitable<Response> prove_version(Asked&);
engine::Awaitable<Response> read_proposal(Asked&);
engine::Awaitable<Response> reload_law(Asked&);
engine::Awaitable<Response> approve_law(Asked&);
engine::Awaitable<Response> preview_notice(Asked&);
engine::Awaitable<Response> propose_calendar(Asked&);
engine::Awaitable<Response> apply_notice(Asked&);

}  // namespace motcua::server
