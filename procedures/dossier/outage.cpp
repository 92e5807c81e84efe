#include "procedures/dossier/outage.hpp"

#include "procedures/dossier/fields.hpp"
#include "procedures/dossier/paper.hpp"

#include <algorithm>
#include <stdexcept>

namespace motcua::procedures {

namespace {

/// Numbered from 1 without gaps, in their order.
template <class Item> const Item* numbered(const std::vector<Item>& items, std::int64_t number) {
    return number < 1 || number > static_cast<std::int64_t>(items.size())
               ? nullptr
               : &items[static_cast<std::size_t>(number - 1)];
}

LocalDate day_in(const boost::json::object& data) { return parse_date(fields::text(data, "day")).value(); }

int int_in(const boost::json::object& data, std::string_view field) {
    return static_cast<int>(fields::number(data, field));
}

}  // namespace

const Outage* Outages::find(std::int64_t number) const { return numbered(declared, number); }

const Reservation* Outages::reservation(std::int64_t number) const { return numbered(reservations, number); }

const ReservedCode* Outages::code(std::string_view wanted) const {
    const auto found =
        std::find_if(codes.begin(), codes.end(), [&](const ReservedCode& one) { return one.code == wanted; });
    return found == codes.end() ? nullptr : &*found;
}

bool Outages::covers(const Event& event) const {
    if (!event.data.contains("outage")) {
        return false;
    }
    const Outage* outage = find(fields::number(event.data, "outage"));
    return outage != nullptr && outage->covers(event.at);
}

void Outages::apply(const Event& event) {
    const auto& data = event.data;
    const auto named = [&](std::string_view code) -> ReservedCode& {
        const ReservedCode* known = this->code(code);
        if (known == nullptr) {
            throw std::runtime_error("a number was used that had not been reserved: " + std::string(code));
        }
        return codes[static_cast<std::size_t>(known - codes.data())];
    };
    switch (event.type) {
        case EventType::codes_reserved: {
            Reservation made;
            made.number = int_in(data, "reservation");
            made.agency = fields::text(data, "agency");
            made.day = day_in(data);
            made.first = int_in(data, "first");
            made.last = int_in(data, "last");
            made.by = event.actor.person;
            made.at = event.at;
            int number = made.first;
            for (const auto& code : data.at("codes").as_array()) {
                codes.push_back({std::string(code.as_string()),
                                 made.number,
                                 made.day,
                                 number++,
                                 CodeState::reserved,
                                 std::nullopt,
                                 {},
                                 std::nullopt,
                                 std::nullopt,
                                 {}});
            }
            reservations.push_back(std::move(made));
            break;
        }
        case EventType::codes_settled:
            for (const auto& code : data.at("codes").as_array()) {
                auto& one = named(code.as_string());
                one.state = parse_code_state(fields::text(data, "as")).value();
                one.reason = parse_spoilt_reason(fields::text_or(data, "reason"));
                one.settled_at = event.at;
                one.by = event.actor.person;
            }
            break;
        case EventType::outage_declared:
            declared.push_back(
                {int_in(data, "outage"), fields::instant(data, "begin"), fields::instant(data, "end"),
                 parse_outage_cause(fields::text(data, "cause")).value(), event.actor.person, event.at});
            break;
        case EventType::received:
            if (const auto reserved = fields::text_or(data, "reserved_code"); !reserved.empty()) {
                auto& one = named(reserved);
                one.state = CodeState::used;
                one.reason.reset();
                one.dossier = dossier_of_stream(event.stream);
                one.paper_at = event.at;
                one.settled_at = fields::instant(data, "entered_at");
                one.by = event.actor.person;
            }
            break;
        case EventType::paper_issued:
            if (fields::text(data, "form") == to_string(PaperForm::blank_receipt)) {
                auto& printed = reservations.at(static_cast<std::size_t>(int_in(data, "reservation") - 1));
                printed.paper_year = int_in(data, "year");
                printed.paper_number = int_in(data, "number");
                printed.prints = int_in(data, "print");
            }
            break;
        default: break;
    }
}

}  // namespace motcua::procedures
