#include "engine/answer.hpp"

namespace motcua::engine {

Answer Answer::of(Receipt receipt) {
    Answer answer;
    answer.kind = Kind::done;
    answer.receipt = std::move(receipt);
    return answer;
}

Answer Answer::of(procedures::Refusal refusal) {
    Answer answer;
    answer.kind = Kind::refused;
    answer.refusal = std::move(refusal);
    return answer;
}

Answer Answer::of(Kind kind, std::string message) {
    Answer answer;
    answer.kind = kind;
    answer.message = std::move(message);
    if (kind == Kind::overloaded || kind == Kind::not_done || kind == Kind::outcome_unknown) {
        answer.retry_after = std::chrono::seconds{1};
    }
    return answer;
}

std::string_view to_string(Answer::Kind kind) {
    switch (kind) {
        case Answer::Kind::done: return "done";
        case Answer::Kind::refused: return "refused";
        case Answer::Kind::not_done: return "not_done";
        case Answer::Kind::outcome_unknown: return "outcome_unknown";
        case Answer::Kind::overloaded: return "overloaded";
        case Answer::Kind::clock_doubted: return "clock_doubted";
    }
    return "?";
}

}  // namespace motcua::engine
