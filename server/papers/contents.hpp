// What stands on each paper: one function for each form of the circular. The fields are those of facts about the forms
// (config/rules/forms.toml says which form a receipt date has); the annexes of the circulars were not found.
#pragma once

#include "procedures/dossier/dossier.hpp"
#include "procedures/dossier/law.hpp"
#include "procedures/dossier/outage.hpp"
#include "server/papers/paper.hpp"
#include "server/people.hpp"
#include "storage/views.hpp"

#include <optional>
#include <string>
#include <vector>

namespace motcua::server {

/// The printing itself: what the number, the mark of a reprint and the codes are made of.
struct PaperIssue {
    int year = 0, number = 0, print = 1;
    procedures::Instant at;
    std::string by;  // the person's name
    std::optional<procedures::ReprintReason> reason;
    std::string site;  // "https://motcua.example": what the QR leads to begins with it
    bool training = false;
};

/// Everything that a paper of a dossier is made of. `events` are all of its stream, oldest first.
struct PaperFacts {
    const procedures::Law& law;
    const procedures::Dossier& dossier;
    const std::vector<storage::Projected>& events;
    const std::vector<storage::Handover>& handovers;
    const PeopleNames& people;
    PaperIssue issue;
};

/// REQUIRES that decide() lets the form be issued, the dossier's version adopted. Letters are fitted.
Paper paper_of(procedures::PaperForm form, const PaperFacts& facts);

/// Lists of the office: the register of a year, and what goes from the desk to a unit on one day.
struct ListFacts {
    const procedures::Law& law;
    const std::vector<storage::DossierRow>& rows;
    const PeopleNames& people;
    PaperIssue issue;
};
Paper register_of_year(int year, const ListFacts& facts);
Paper hand_over_list(procedures::LocalDate day, const std::string& unit, const ListFacts& facts);

/// Receipts of one reservation, a paper for each number, to be filled in by hand; and what became of the numbers of the
/// days of an outage. REQUIRES that the journal knows both.
std::vector<Paper> blank_receipts(const procedures::Reservation& reservation,
                                  const procedures::Outages& outages, const procedures::Law& law,
                                  const PaperIssue& issue);
Paper outage_list(const procedures::Outage& outage, const procedures::Outages& outages,
                  const procedures::Law& law, const PeopleNames& people, const PaperIssue& issue);

/// The look-up code of the receipt in groups of four, and the address that the QR leads to; "" when it was erased.
std::string grouped(const std::string& lookup_code);
std::string lookup_address(const std::string& site, const std::string& code, const std::string& lookup_code);

}  // namespace motcua::server
