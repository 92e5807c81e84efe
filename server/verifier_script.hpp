// The verifier that goes into every pack, so that it can be judged without this program.
#pragma once

#include <string_view>

namespace motcua::server {

/// tests/verifier/motcua_verify.py
std::string_view verifier_script();

}  // namespace motcua::server
