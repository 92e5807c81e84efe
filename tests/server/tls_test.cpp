#include "server/tls.hpp"

#include "tests/server/on_a_port.hpp"
#include "tests/storage/temp_folder.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

namespace motcua::tests {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

engine::Awaitable<server::Response> hello(server::Request) {
    server::Response response;
    response.body = "hello";
    co_return response;
}

/// A certificate for `name`, as an administrator makes one.
server::TlsFiles make_certificate(const std::filesystem::path& folder, const std::string& name) {
    const server::TlsFiles files{folder / "cert.pem", folder / "key.pem"};
    const auto command = fmt::format(
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN={} -keyout "
        "{} "
        "-out {} 2>/dev/null",
        name, files.key, files.certificate);
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate");
    return files;
}

struct Spoken {
    std::string subject;  // of the server's certificate
    std::string answer;
};

/// Asks over TLS, whoever signed.
Spoken ask(const std::string& host, std::uint16_t port) {
    asio::io_context context;
    asio::ssl::context trust(asio::ssl::context::tls_client);
    asio::ssl::stream<asio::ip::tcp::socket> stream(context, trust);
    stream.lowest_layer().connect({asio::ip::make_address(host), port});
    stream.handshake(asio::ssl::stream_base::client);
    asio::write(
        stream,
        asio::buffer(std::string_view("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")));
    Spoken out;
    boost::system::error_code ended;
    asio::read(stream, asio::dynamic_buffer(out.answer), ended);
    char name[256] = {};
    auto* certificate = SSL_get_peer_certificate(stream.native_handle());
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof(name));
    X509_free(certificate);
    out.subject = name;
    return out;
}

struct Served : OnAPort {
    Served(const server::TlsFiles& files, const std::string& host) : OnAPort(hello, {}, files, host) {}
};

TEST(Tls, SpeaksOverBothFamiliesAndKeepsBrowsersToIt) {
    TempFolder folder;
    const auto files = make_certificate(folder.path(), "first");
    for (const std::string host : {"127.0.0.1", "::1"}) {
        Served served(files, host);
        const auto spoken = ask(host, served.port);

        EXPECT_TRUE(spoken.answer.starts_with("HTTP/1.1 200 OK")) << spoken.answer;
        EXPECT_TRUE(spoken.answer.ends_with("hello"));
        EXPECT_NE(spoken.answer.find("Strict-Transport-Security: max-age="), std::string::npos);
    }
}

// HUP reads the files again; what cannot be used changes nothing.
TEST(Tls, ANewCertificateIsTakenAtHup) {
    TempFolder folder;
    const auto files = make_certificate(folder.path(), "first");
    Served served(files, "127.0.0.1");
    ASSERT_EQ(ask("127.0.0.1", served.port).subject, "first");
    const auto soon = [&](const std::string& subject) {
        for (int i = 0; i < 100; ++i) {
            if (ask("127.0.0.1", served.port).subject == subject) return true;
            std::this_thread::sleep_for(50ms);
        }
        return false;
    };

    make_certificate(folder.path(), "second");
    std::raise(SIGHUP);
    EXPECT_TRUE(soon("second"));

    std::filesystem::resize_file(files.certificate, 100);
    std::raise(SIGHUP);
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(ask("127.0.0.1", served.port).subject, "second");
}

TEST(Tls, FilesThatCannotBeUsedAreNamed) {
    TempFolder one, other;
    const auto files = make_certificate(one.path(), "one");
    const auto others = make_certificate(other.path(), "other");
    const auto complaint = [](const server::TlsFiles& wrong) -> std::string {
        try {
            server::load_tls(wrong);
            return {};
        } catch (const std::runtime_error& error) {
            return error.what();
        }
    };

    EXPECT_EQ(complaint(files), "");
    EXPECT_NE(complaint({files.certificate, ""}).find("--tls-key"), std::string::npos);
    EXPECT_NE(complaint({"/nowhere.pem", files.key}).find("/nowhere.pem"), std::string::npos);
    EXPECT_NE(complaint({files.certificate, others.key}).find("--tls-key"), std::string::npos);
    EXPECT_NE(complaint({files.key, files.key}).find("--tls-cert"), std::string::npos);
}

}  // namespace
}  // namespace motcua::tests
