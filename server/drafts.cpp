// /api/v1/drafts: what somebody has typed and not handed in. Its owner's alone; kept beside the journal, never in it,
// and gone when he leaves it lying; but for settings, such as saved filters.
#include "server/tidying.hpp"
#include "server/who_asks.hpp"
#include "storage/proofs/hash.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace motcua::server {

using boost::json::object;
using storage::Draft;
using storage::DraftKept;

namespace {

constexpr std::size_t largest_draft = 64 * 1024;
constexpr std::size_t most_drafts = 50;

std::string tag_of(std::string_view content) {
    return storage::to_hex(storage::bytes_of(storage::sha256({content}))).substr(0, 32);
}

object draft_json(const Draft& draft) {
    object out{{"id", draft.id},
               {"tag", draft.tag},
               {"size", draft.content.size()},
               {"saved_at", procedures::format_instant(draft.saved_at)},
               {"expires_at", nullptr}};
    if (!storage::is_setting(draft.id))
        out["expires_at"] = procedures::format_instant(draft.saved_at + drafts_for);
    return out;
}

/// The tag that If-Match names; nothing when whatever is there may be replaced.
std::optional<std::string> expected_tag(const Asked& asked) {
    const auto field = asked.request.field("if-match");
    if (field.empty() || field == "*") return std::nullopt;
    const bool is_quoted = field.size() > 1 && field.starts_with('"') && field.ends_with('"');
    return std::string(is_quoted ? field.substr(1, field.size() - 2) : field);
}

}  // namespace

engine::Awaitable<Response> list_drafts(Asked& asked) {
    std::vector<Draft> own;
    co_await asked.engine().run_blocking([&] {
        auto& data = asked.api.identity().data();
        data.forget_drafts(asked.now - drafts_for);
        own = data.drafts(asked.actor.person);
    });
    boost::json::array items;
    for (const auto& draft : own) items.push_back(draft_json(draft));
    co_return json_response({{"items", std::move(items)}, {"next_cursor", nullptr}});
}

engine::Awaitable<Response> read_draft(Asked& asked) {
    std::optional<Draft> draft;
    co_await asked.engine().run_blocking(
        [&] { draft = asked.api.identity().data().draft(asked.actor.person, asked.parameters.front()); });
    if (!draft || (!storage::is_setting(draft->id) && draft->saved_at < asked.now - drafts_for))
        co_return problem(Fault::no_such_entry, asked.language);
    Response response;
    if (is_known(asked, draft->tag)) {
        response.status = 304;
    } else {
        auto out = draft_json(*draft);
        out["content"] = boost::json::parse(draft->content);
        response = json_response(std::move(out));
    }
    put_etag(response, draft->tag);
    co_return response;
}

engine::Awaitable<Response> keep_draft(Asked& asked) {
    const auto& id = asked.parameters.front();
    if (!is_id(id)) co_return problem(Fault::bad_parameter, asked.language, "draft");
    auto body = body_of(asked);
    if (auto* no = std::get_if<Response>(&body)) co_return std::move(*no);
    Draft draft{asked.actor.person, id, {}, boost::json::serialize(std::get<object>(body)), asked.now};
    if (draft.content.size() > largest_draft) co_return problem(Fault::draft_too_large, asked.language);
    draft.tag = tag_of(draft.content);
    auto kept = DraftKept::replaced;
    std::optional<Draft> there;
    co_await asked.engine().run_blocking([&] {
        auto& data = asked.api.identity().data();
        data.forget_drafts(asked.now - drafts_for);
        kept = data.put_draft(draft, expected_tag(asked), most_drafts);
        if (kept == DraftKept::changed) there = data.draft(draft.person, draft.id);
    });
    if (kept == DraftKept::too_many) co_return problem(Fault::too_many_drafts, asked.language);
    if (kept == DraftKept::changed) {
        object more;
        if (there) more["current_version"] = there->tag;
        co_return problem(Fault::draft_changed, asked.language, {}, std::move(more));
    }
    auto response = json_response(draft_json(draft), kept == DraftKept::added ? 201 : 200);
    put_etag(response, draft.tag);
    co_return response;
}

engine::Awaitable<Response> drop_draft(Asked& asked) {
    bool was_there = false;
    co_await asked.engine().run_blocking([&] {
        was_there = asked.api.identity().data().drop_draft(asked.actor.person, asked.parameters.front());
    });
    if (!was_there) co_return problem(Fault::no_such_entry, asked.language);
    co_return json_response({{"deleted", true}});
}

}  // namespace motcua::server
