// Runs the program as a person at a terminal does.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace motcua::tests {

struct Ran {
    int code = 0;
    std::string out;
    std::string err;
};

/// `motcua` with these arguments, from the project's folder, to its end. It reads `input`.
Ran motcua(const std::vector<std::string>& arguments, const std::string& input = {});

/// Another program, the same way.
Ran run(const std::string& program, const std::vector<std::string>& arguments, const std::string& input = {});

/// A `motcua` that goes on until it is told to stop.
class Started {
public:
    /// Returns once its output holds `ready`; std::runtime_error when it ends first or takes longer than a minute.
    Started(const std::vector<std::string>& arguments, const std::string& ready);
    ~Started();
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;

    /// What it has printed so far, on both outputs.
    std::string output() const;
    void signal(int number) const;
    /// Sends TERM; the exit code.
    int stop();

private:
    std::filesystem::path file_;
    pid_t process_ = -1;
};

}  // namespace motcua::tests
