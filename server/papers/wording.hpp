// What all papers say alike: heads, moments, people. Private to server/papers.
#pragma once

#include "server/papers/contents.hpp"

namespace motcua::server::wording {

/// "08 giờ 10 phút, ngày 13/07/2026"
std::string moment(procedures::Instant at);
/// "08:10 ngày 13/07/2026", for a column
std::string brief(procedures::Instant at);
std::string day(procedures::LocalDate day);
/// "15.000 đồng"
std::string dong(std::int64_t amount);
/// The person's name; the id where nobody told it.
std::string name_of(const PeopleNames& people, const std::string& person);

/// Head, number, title and mark of a reprint. `series` stands behind the number: "TNHS".
Paper begun(procedures::PaperForm form, PaperSize size, std::string_view series, const procedures::Law& law,
            procedures::LocalDate forms_day, const PaperIssue& issue);

/// Values of the persons and of the matter, as last corrected; "" for what was never said or was erased.
class Said {
public:
    explicit Said(const std::vector<storage::Projected>& events);
    std::string operator()(std::string_view field) const;
    std::string data(std::string_view field) const;

private:
    std::map<std::string, std::string, std::less<>> personal_, data_;
};

/// The last event of that type; null when there is none.
const storage::Projected* last_of(const std::vector<storage::Projected>& events, procedures::EventType type);

/// Who asked, for what, under which code: the points that counter slips begin with.
void put_applicant(std::vector<PaperBlock>& blocks, const PaperFacts& facts, const Said& said);

/// A table's rows over pages: so many on the first, so many on each that follows, with `before` above the first and `after`
/// below the last rows of the first page.
std::vector<PaperPage> paged(std::vector<PaperBlock> before, PaperTable table, std::vector<PaperBlock> after,
                             std::vector<PaperSignature> signatures, std::size_t first, std::size_t more);

}  // namespace motcua::server::wording
