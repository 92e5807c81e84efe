#include "server/form.hpp"

#include "procedures/text/normalize.hpp"

namespace motcua::server {

std::optional<Fields> form_of(const Request& request) {
    if (media_type_of(request) != "application/x-www-form-urlencoded") return std::nullopt;
    std::string target = "/?";
    for (const char c : request.body) target += c == '+' ? std::string("%20") : std::string(1, c);
    auto parsed = parse_target(target);
    if (!parsed) return std::nullopt;
    for (auto& [name, value] : parsed->query)
        if (!procedures::is_nfc(value)) value = procedures::to_nfc(value);
    return std::move(parsed->query);
}

std::string field_in(const Fields& form, std::string_view name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string() : found->second;
}

}  // namespace motcua::server
