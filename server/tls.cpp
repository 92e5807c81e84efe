#include "server/tls.hpp"

#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <stdexcept>

namespace motcua::server {

namespace ssl = boost::asio::ssl;

std::shared_ptr<ssl::context> load_tls(const TlsFiles& files) {
    if (files.certificate.empty() || files.key.empty())
        throw std::runtime_error("TLS needs both --tls-cert and --tls-key");
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    context->set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                         ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
    boost::system::error_code error;
    context->use_certificate_chain_file(files.certificate, error);
    if (error)
        throw std::runtime_error(fmt::format("{}: {}; --tls-cert wants PEM: the certificate, then its chain",
                                             files.certificate, error.message()));
    context->use_private_key_file(files.key, ssl::context::pem, error);
    if (!error && SSL_CTX_check_private_key(context->native_handle()) != 1)
        error = boost::system::error_code(boost::asio::error::invalid_argument);
    if (error)
        throw std::runtime_error(
            fmt::format("{}: {}; --tls-key wants the PEM key of that certificate, without a "
                        "passphrase",
                        files.key, error.message()));
    return context;
}

}  // namespace motcua::server
