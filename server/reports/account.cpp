#include "server/reports/account.hpp"

#include <array>
#include <string_view>

namespace motcua::server::reports {

using storage::Turn;

namespace {

void read_facts(std::string_view facts, Account& account) {
    std::array<std::string_view, 5> lines;
    for (auto& line : lines) {
        line = facts.substr(0, facts.find('\n'));
        facts.remove_prefix(std::min(facts.size(), line.size() + 1));
    }
    account.procedure = lines[0];
    account.version = lines[1];
    account.channel = procedures::parse_channel(lines[2]).value_or(procedures::Channel::counter);
    account.online_level = lines[3];
    account.rule_set = lines[4];
}

}  // namespace

void Accounts::take(const Turn& turn) {
    const auto [place, is_new] = places_.try_emplace(turn.dossier, accounts_.size());
    if (is_new) accounts_.emplace_back();
    auto& account = accounts_[place->second];
    if (is_new) {
        account.dossier = turn.dossier;
        account.received = turn.at;
        account.original_end = turn.legal_end;
        read_facts(turn.facts, account);
    }
    const bool was_held = !account.held.empty() && !account.held.back().to;
    if (was_held && turn.state != Turn::State::held) account.held.back().to = turn.at;
    if (!was_held && turn.state == Turn::State::held) account.held.push_back({turn.at, std::nullopt, {}});
    account.state = turn.state;
    account.legal_end = turn.legal_end;
    account.appointment = turn.appointment;
    if (!turn.officer.empty()) account.officer = turn.officer;
    if (!turn.unit.empty()) account.unit = turn.unit;
    if (!turn.outcome.empty()) {
        const auto blank = turn.outcome.find(' ');
        account.settled = turn.at;
        account.outcome = turn.outcome.substr(0, blank);
        if (blank != std::string::npos) account.index_verdict = turn.outcome.substr(blank + 1);
    }
}

void Accounts::forget(storage::Seq dossier) {
    if (const auto place = places_.find(dossier); place != places_.end())
        accounts_[place->second].state = Turn::State::voided;
}

}  // namespace motcua::server::reports
