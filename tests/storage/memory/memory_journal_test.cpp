#include "storage/memory/memory_journal.hpp"

#include "tests/contract/journal_contract.hpp"

namespace motcua::storage {
namespace {

struct InMemory {
    std::shared_ptr<MemoryStore> store = std::make_shared<MemoryStore>();
    std::unique_ptr<Journal> open() { return std::make_unique<MemoryJournal>(store); }
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, JournalContract, InMemory);

}  // namespace
}  // namespace motcua::storage
