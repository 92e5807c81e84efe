// The journal folded anew from its first event, to be held against everything that was derived from it: the
// views, and what a running server has in memory.
#pragma once

#include "engine/published.hpp"
#include "procedures/dossier/decide.hpp"
#include "storage/journal.hpp"
#include "storage/views.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace motcua::app {

using storage::Seq;

/// Something that is not what the events say.
struct Deviation {
    std::string dossier;  // id
    std::string what;     // one English sentence
};

using ReplayProgress = std::function<void(Seq done, Seq all)>;

/// An event of a dossier, and what it found: the dossier, the law and the office before it.
struct Witnessed {
    const storage::Projected& told;
    const procedures::Dossier& before;
    const procedures::Law& law;
    const procedures::OfficeState& office;
};

class Replay {
public:
    /// `journal` outlives the replay.
    explicit Replay(storage::JournalReader& journal);

    /// Folds up to `last`, at most to the journal's head. std::runtime_error names an event that cannot follow.
    void follow(Seq last, const ReplayProgress& progress = {});
    /// The same, and tells of each event of a dossier before it is applied.
    void witness(Seq last, const std::function<void(const Witnessed&)>& see,
                 const ReplayProgress& progress = {});

    Seq head() const { return head_; }
    const std::map<std::string, std::shared_ptr<engine::StoredDossier>>& dossiers() const {
        return dossiers_;
    }
    const procedures::OfficeState& office() const { return office_; }

    /// Holds every dossier against its row. The views may go on meanwhile.
    std::optional<Deviation> against_views(storage::ViewsReader& views, const ReplayProgress& progress = {});

    /// The same against a server's answers: for an id what it tells of that dossier (server/dossier_json.hpp),
    /// or nothing when it knows none. The server may go on meanwhile.
    using Told = std::function<std::optional<boost::json::object>(const std::string& id)>;
    std::optional<Deviation> against_memory(const Told& told, const ReplayProgress& progress = {});

private:
    storage::JournalReader& journal_;
    Seq head_ = 0;
    std::map<std::string, std::shared_ptr<engine::StoredDossier>> dossiers_;  // by id
    std::shared_ptr<const procedures::Law> law_;
    procedures::OfficeState office_;
};

}  // namespace motcua::app
