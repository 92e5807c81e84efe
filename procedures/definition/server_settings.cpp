#include "procedures/definition/server_settings.hpp"

#include <arpa/inet.h>

#include <array>

namespace motcua::procedures {

std::optional<std::string> written_address(const std::string& text) {
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    std::array<char, INET6_ADDRSTRLEN> out{};
    for (const int family : {AF_INET, AF_INET6})
        if (inet_pton(family, text.c_str(), bytes.data()) == 1)
            return inet_ntop(family, bytes.data(), out.data(), out.size());
    return std::nullopt;
}

}  // namespace motcua::procedures
