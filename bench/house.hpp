// An office to be measured: the law of config/, a few people, and the way of one dossier through it.
#pragma once

#include "engine/answer.hpp"
#include "engine/law_book.hpp"
#include "procedures/dossier/command.hpp"

#include <string>
#include <vector>

namespace motcua::bench {

const std::vector<engine::LawText>& law();

/// Who acts: hired on an empty journal.
std::vector<procedures::Command> people();

/// The acts that take one dossier from filing to its result, one after another.
class Course {
public:
    explicit Course(std::string name) : name_(std::move(name)) {}

    /// What comes next, by the answer to the last one; null before the first.
    procedures::Command next(const engine::Answer* last);

private:
    std::string name_;  // makes keys its own
    std::string dossier_;
    std::size_t at_ = 0;
    std::uint64_t number_ = 0;
};

}  // namespace motcua::bench
