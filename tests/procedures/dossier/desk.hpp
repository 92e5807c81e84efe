// An office in memory for tests: decides, applies, keeps the events. People and law are the
// demonstration's, read from config/.
#pragma once

#include "procedures/dossier/decide.hpp"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace motcua::tests {

namespace p = motcua::procedures;

/// The law of config/ as if adopted; loaded once.
const p::Law& demonstration_law();

/// Every definition in config/procedures as "ID" or "earlier/ID-YEAR". Reads none of them: whoever names tests after
/// them does so in each process that runs one.
std::vector<std::string> definition_files();
std::string name_of_definition(const testing::TestParamInfo<std::string>& file);
/// What such a file defines.
const p::Procedure& version_in(const std::string& definition_file);

/// The same law with another office standing.
p::Law law_behind_the_province();

/// "2026-04-22T08:10" at the office.
p::Instant moment(const std::string& text);

class Desk {
public:
    explicit Desk(p::Law law = demonstration_law());

    /// Files a dossier over the counter by clerk "an"; returns its id. Fails the test on a refusal.
    std::string file(const std::string& procedure, const std::string& at, p::Attributes attributes = {},
                     boost::json::object more = {});
    /// Files it, pays what is due at receipt and receives it, all papers there.
    std::string receive(const std::string& procedure, const std::string& at, p::Attributes attributes = {});

    p::Outcome<p::Events> tell(p::Command command, const std::string& at);
    /// Takes an action as `who` ("lan", or "mai for lan").
    p::Outcome<p::Events> act(const std::string& id, const std::string& who, const std::string& action,
                              const std::string& at, boost::json::object args = {});
    p::Outcome<p::Events> besides(const std::string& id, const std::string& who, p::CommandKind kind,
                                  const std::string& at, boost::json::object args = {});

    /// Takes `action` with whatever it requires, by whoever may: for walking a machine.
    p::Outcome<p::Events> drive(const std::string& id, const std::string& action, p::Instant now);

    const p::Dossier& dossier(const std::string& id) const { return dossiers_.at(id); }
    const p::Procedure& definition(const std::string& id) const { return *law_.version(dossier(id).version); }
    const std::vector<p::Event>& journal() const { return journal_; }
    p::OfficeState& office() { return office_; }
    const p::Law& law() const { return law_; }

    /// Folds the dossier's events anew.
    p::Dossier folded(const std::string& id) const;

private:
    void keep(const p::Events& events);
    std::string holder_of(const std::string& role, const std::string& unit, p::Instant now,
                          const std::vector<std::string>& but_not = {}) const;

    p::Law law_;
    p::OfficeState office_;
    std::map<std::string, p::Dossier> dossiers_;
    std::vector<p::Event> journal_;
    int filed_ = 0;
};

/// Everything that decide() reads, as one text: two dossiers are equal when their pictures are.
std::string picture(const p::Dossier& dossier);

}  // namespace motcua::tests
