// What may be handed on to a receiver: the events of all dossiers, and the signed checkpoints for whoever keeps them as a
// witness outside the office. Both as CloudEvents 1.0 of one source.
#pragma once

#include "engine/engine.hpp"
#include "engine/outbox.hpp"
#include "storage/journal.hpp"

#include <functional>
#include <memory>
#include <string>

namespace motcua::engine {

/// Every event of every dossier, without personal values; the law's and the door's are not told.
class EventMail final : public Mail {
public:
    /// `source` names the journal.
    EventMail(Engine& engine, std::string source) : engine_(engine), source_(std::move(source)) {}

    std::string name() const override { return {}; }
    Seq head() const override { return engine_.published().head(); }
    /// What was before the receiver came is not his.
    Awaitable<Seq> beginning() override;
    Awaitable<Portion> after(Seq position) override;
    Awaitable<Parcel> parcel(Seq seq) override;

private:
    Engine& engine_;
    const std::string source_;
};

/// Every signed checkpoint, numbered by its size: `vn.motcua.journal.checkpoint.v1`.
class CheckpointMail final : public Mail {
public:
    using Reader = std::function<std::unique_ptr<storage::JournalReader>()>;
    CheckpointMail(Engine& engine, Reader reader, std::string source)
        : engine_(engine),
          reader_(std::move(reader)),
          source_(std::move(source)) {}

    std::string name() const override { return "checkpoints"; }
    Seq head() const override { return engine_.status().checkpoint; }
    /// A witness begins with the last one: it stands for all before it.
    Awaitable<Seq> beginning() override;
    Awaitable<Portion> after(Seq position) override;
    Awaitable<Parcel> parcel(Seq size) override;

private:
    Awaitable<std::vector<storage::StoredCheckpoint>> signed_from(Seq size);

    Engine& engine_;
    const Reader reader_;
    const std::string source_;
};

}  // namespace motcua::engine
