#include "tests/app/command_line.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace motcua::tests {

namespace {

std::filesystem::path temporary_file() {
    auto name = (std::filesystem::temp_directory_path() / "motcua-out-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    ::close(file);
    return name;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Reads from `in` when it is named.
pid_t start(const std::string& program, const std::vector<std::string>& arguments,
            const std::filesystem::path& out, const std::filesystem::path& err,
            const std::filesystem::path& in = {}) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    const auto out_name = out.string();
    const auto err_name = err.string();
    const auto in_name = in.string();
    const pid_t process = ::fork();
    if (process < 0) throw std::runtime_error("cannot start " + program);
    if (process == 0) {
        const int out_file = ::open(out_name.c_str(), O_WRONLY | O_APPEND);
        const int err_file = ::open(err_name.c_str(), O_WRONLY | O_APPEND);
        if (::chdir(MOTCUA_SOURCE_DIR) != 0 || out_file < 0 || err_file < 0) ::_exit(126);
        if (!in_name.empty()) {
            const int in_file = ::open(in_name.c_str(), O_RDONLY);
            if (in_file < 0) ::_exit(126);
            ::dup2(in_file, STDIN_FILENO);
        }
        ::dup2(out_file, STDOUT_FILENO);
        ::dup2(err_file, STDERR_FILENO);
        ::execv(argv[0], argv.data());
        ::_exit(127);
    }
    return process;
}

int exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

}  // namespace

Ran motcua(const std::vector<std::string>& arguments, const std::string& input) {
    return run(MOTCUA_PROGRAM, arguments, input);
}

Ran run(const std::string& program, const std::vector<std::string>& arguments, const std::string& input) {
    const auto out = temporary_file();
    const auto err = temporary_file();
    const auto in = temporary_file();
    std::ofstream(in) << input;
    int status = 0;
    ::waitpid(start(program, arguments, out, err, in), &status, 0);
    Ran ran{exit_code(status), read(out), read(err)};
    std::filesystem::remove(in);
    std::filesystem::remove(out);
    std::filesystem::remove(err);
    return ran;
}

Started::Started(const std::vector<std::string>& arguments, const std::string& ready)
    : file_(temporary_file()) {
    process_ = start(MOTCUA_PROGRAM, arguments, file_, file_);
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (output().find(ready) == std::string::npos) {
        int status = 0;
        const bool ended = ::waitpid(process_, &status, WNOHANG) == process_;
        if (ended || std::chrono::steady_clock::now() > until) {
            if (!ended) ::kill(process_, SIGKILL);
            process_ = -1;
            throw std::runtime_error("motcua did not get ready:\n" + output());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

Started::~Started() {
    if (process_ > 0) stop();
    std::filesystem::remove(file_);
}

std::string Started::output() const { return read(file_); }

void Started::signal(int number) const { ::kill(process_, number); }

int Started::stop() {
    int status = 0;
    ::kill(process_, SIGTERM);
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return exit_code(status);
}

}  // namespace motcua::tests
