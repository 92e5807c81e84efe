-- The journal. One append-only table without a second index: a commit dirties
-- the pages that the new rows fill, and two more (this table's head, page 1).
-- Heads of streams and idempotency keys are rebuilt in memory by replay.

CREATE TABLE journal(
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    id         TEXT    NOT NULL,  -- names this journal for good
    generation INTEGER NOT NULL,  -- counts declared restores
    epoch      INTEGER NOT NULL,  -- counts take-overs by a writer
    head       INTEGER NOT NULL   -- the last event; tells when the end was cut off
) STRICT;

INSERT INTO journal VALUES (1, lower(hex(randomblob(16))), 1, 0, 0);

CREATE TABLE event(
    seq         INTEGER PRIMARY KEY,  -- contiguous from 1
    prev        INTEGER NOT NULL,     -- the stream's previous event, 0 for none
    stream      TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    v           INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,     -- milliseconds since 1970 UTC, never decreasing
    at          INTEGER NOT NULL,     -- legal time, not later
    key         TEXT    NOT NULL,     -- "actor/idempotency key" or ''
    leaf        TEXT    NOT NULL,     -- canonical JSON: what is hashed
    personal    TEXT    NOT NULL,     -- salts and values that may be erased by law, or ''
    hash        BLOB    NOT NULL      -- of the leaf
) STRICT;

-- The Merkle tree's hash over each 256 events.
CREATE TABLE block(
    number INTEGER PRIMARY KEY,
    hash   BLOB    NOT NULL
) STRICT;

-- Signed tree heads.
CREATE TABLE checkpoint(
    size INTEGER PRIMARY KEY,
    note TEXT    NOT NULL
) STRICT;
