-- How far each receiver of events has come, and what he has not taken.
CREATE TABLE outbox(
    receiver TEXT    PRIMARY KEY,
    position INTEGER NOT NULL  -- the last event that is dealt with
) STRICT;

CREATE TABLE letter(
    receiver  TEXT    NOT NULL,
    seq       INTEGER NOT NULL,
    tries     INTEGER NOT NULL,
    failed_at INTEGER NOT NULL,  -- the first time
    next_at   INTEGER NOT NULL,
    dead      INTEGER NOT NULL,
    why       TEXT    NOT NULL,  -- the last time
    PRIMARY KEY (receiver, seq)
) STRICT;
