// In place of what web/ is built to, with MOTCUA_WEB=OFF.
#include "server/web_assets.hpp"

namespace motcua::server {

std::span<const WebAsset> web_assets() { return {}; }

}  // namespace motcua::server
