// Requests, from the first byte on the wire to the answer: what comes through the server's own door, by its own parser, to
// the demonstration office. Every answer is well-formed, every "no" a problem, and nothing is a defect.
#include "server/service.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/server/demo_office.hpp"

#include <boost/json/parse.hpp>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string>
#include <thread>

namespace motcua::tests {
namespace {

using namespace std::chrono_literals;

server::ApiOptions options() {
    server::ApiOptions options{true, {}};
    // A listener that has hung up is noticed when it is next written to.
    options.feed.ping = 50ms;
    return options;
}

/// The office behind the socket of its data folder: a received dossier, whose code is H55.242-260713-0001, and one filed.
class Served {
public:
    Served() {
        office_.receive();
        office_.submit();
        service_.listen_locally(path_);
        thread_ = std::thread([this] { service_.run(); });
    }
    ~Served() {
        service_.stop();
        thread_.join();
    }
    Served(const Served&) = delete;

    int connected() const {
        const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::strncpy(address.sun_path, path_.c_str(), sizeof(address.sun_path) - 1);
        if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
            found("nobody listens", std::strerror(errno));
        return socket;
    }
    /// Time passes, so that whoever has asked too often may ask again.
    void wait() { office_.clock.pass(2s); }

private:
    DemoOffice office_{"2026-07-13T08:10:00+07:00", options()};
    const std::filesystem::path path_ = office_.folder.path() / "motcua.sock";
    server::Service service_{office_.answerer(), server::limits_of_api(office_.api), engine::silent_log()};
    std::thread thread_;
};

/// The present office; a new one now and then, so that what was filed does not pile up.
Served& served() {
    static std::unique_ptr<Served> office;
    static int asked = 0;
    if (!office || ++asked % 2000 == 0) {
        office.reset();
        office = std::make_unique<Served>();
    }
    return *office;
}

bool is_listening(std::string_view answer) {
    return answer.find("Content-Type: text/event-stream") != std::string_view::npos;
}

/// Sends all, sends no more, and reads until the server closes; a stream of events until it has begun.
std::string answer_to(std::string_view bytes) {
    const int socket = served().connected();
    std::string answer;
    bool is_sending = true;
    char block[16384];
    while (!is_listening(answer)) {
        if (is_sending && bytes.empty()) {
            ::shutdown(socket, SHUT_WR);
            is_sending = false;
        }
        pollfd wait{socket, static_cast<short>(is_sending ? POLLIN | POLLOUT : POLLIN), 0};
        const int ready = ::poll(&wait, 1, 60'000);
        if (ready < 0 && errno == EINTR) continue;  // libFuzzer's own alarm
        if (ready <= 0) found("no answer within a minute", answer);
        if (is_sending && (wait.revents & POLLOUT) != 0) {
            const auto sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            // A server that has had enough closes while we still send.
            if (sent < 0 && errno != EAGAIN) bytes = {};
            if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        if ((wait.revents & (POLLIN | POLLHUP)) == 0) continue;
        const auto got = ::recv(socket, block, sizeof(block), 0);
        if (got < 0 && errno == EAGAIN) continue;
        if (got <= 0) break;
        answer.append(block, static_cast<std::size_t>(got));
    }
    ::close(socket);
    return answer;
}

/// The value of a field, by its lower-case name; "" when it is not there.
std::string field_in(std::string_view head, std::string_view name) {
    std::string low(head);
    std::transform(low.begin(), low.end(), low.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto at = low.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return std::string(head.substr(begin, head.find("\r\n", begin) - begin));
}

void is_problem(int status, std::string_view head, std::string_view body) {
    if (!field_in(head, "content-type").starts_with("application/problem+json"))
        found("a no that is no problem", head);
    boost::system::error_code error;
    const auto parsed = boost::json::parse(body, error);
    const auto* told = error ? nullptr : parsed.if_object();
    if (told == nullptr || !told->contains("code") || !told->contains("detail") ||
        told->at("status") != status)
        found("a problem that does not say what it is", body);
}

/// One answer off the front; false when nothing can follow it.
bool take_answer(std::string_view& rest) {
    const auto end = rest.find("\r\n\r\n");
    if (!rest.starts_with("HTTP/1.1 ") || end == std::string_view::npos) found("this is no answer", rest);
    const auto head = rest.substr(0, end + 2);
    rest.remove_prefix(end + 4);
    const int status = std::stoi(std::string(head.substr(9, 3)));
    if (status == 100) return true;
    if (status == 500) found("a defect", head);
    for (std::size_t at = head.find("\r\n") + 2; at < head.size(); at = head.find("\r\n", at) + 2)
        if (head.substr(at, head.find("\r\n", at) - at).find(": ") == std::string_view::npos)
            found("a line that is no field", head);
    if (is_listening(head)) return false;
    const auto length = field_in(head, "content-length");
    if (length.empty()) found("an answer of unknown length", head);
    const auto size = std::stoul(length);
    // To a HEAD no body comes; then the connection ends, or the next answer begins.
    if (size > 0 && (rest.empty() || rest.starts_with("HTTP/1.1 "))) return true;
    if (rest.size() < size) found("an answer that breaks off", head);
    if (status >= 400 && status != 503) is_problem(status, head, rest.substr(0, size));
    rest.remove_prefix(size);
    return true;
}

}  // namespace
}  // namespace motcua::tests

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto answer = motcua::tests::answer_to(motcua::tests::text_of(data, size));
    motcua::tests::served().wait();
    std::string_view rest = answer;
    while (!rest.empty() && motcua::tests::take_answer(rest)) {
    }
    return 0;
}
