#include "app/graphviz.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

extern char** environ;

namespace motcua::app {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Both ends are files, so that neither program waits for the other to read.
File temporary_file() {
    File file(std::tmpfile());
    if (!file) throw std::runtime_error(fmt::format("no temporary file: {}", std::strerror(errno)));
    ::fcntl(::fileno(file.get()), F_SETFD, FD_CLOEXEC);
    return file;
}

class SpawnActions {
public:
    SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions&) = delete;
    SpawnActions& operator=(const SpawnActions&) = delete;

    void stand_for(const File& file, int descriptor) {
        ::posix_spawn_file_actions_adddup2(&actions_, ::fileno(file.get()), descriptor);
    }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

}  // namespace

std::string svg_of(const std::string& dot) {
    const auto in = temporary_file();
    const auto out = temporary_file();
    if (std::fwrite(dot.data(), 1, dot.size(), in.get()) != dot.size() || std::fflush(in.get()) != 0)
        throw std::runtime_error(fmt::format("the digraph cannot be written: {}", std::strerror(errno)));
    std::rewind(in.get());

    SpawnActions actions;
    actions.stand_for(in, STDIN_FILENO);
    actions.stand_for(out, STDOUT_FILENO);
    std::string program = "dot";
    std::string format = "-Tsvg";
    const std::array<char*, 3> arguments{program.data(), format.data(), nullptr};
    pid_t process = 0;
    if (const int error = ::posix_spawnp(&process, "dot", actions.get(), nullptr, arguments.data(), environ);
        error != 0)
        throw std::runtime_error(
            error == ENOENT
                ? std::string("Graphviz is not installed: there is no program \"dot\"; install the "
                              "package graphviz, or ask for --format dot or mermaid")
                : fmt::format("Graphviz cannot be started: {}", std::strerror(error)));
    int status = 0;
    while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw std::runtime_error("Graphviz could not draw the digraph");

    std::rewind(out.get());
    std::string svg;
    std::array<char, 65536> chunk{};
    while (const auto read = std::fread(chunk.data(), 1, chunk.size(), out.get()))
        svg.append(chunk.data(), read);
    return svg;
}

}  // namespace motcua::app
