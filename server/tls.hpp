// TLS by certificate files. Read when the server starts and again at HUP; connections that are open keep theirs.
#pragma once

#include <memory>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace motcua::server {

/// PEM: the server's certificate with its chain, and its key. Both empty: no TLS.
struct TlsFiles {
    std::string certificate;
    std::string key;

    bool is_wanted() const { return !certificate.empty() || !key.empty(); }
};

/// TLS 1.2 and 1.3. std::runtime_error names the file and the remedy.
std::shared_ptr<boost::asio::ssl::context> load_tls(const TlsFiles& files);

}  // namespace motcua::server
