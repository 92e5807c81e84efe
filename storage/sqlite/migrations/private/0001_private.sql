-- What belongs to people and never to the journal: how they prove who they are. Secrets stand here as
-- digests only; times are milliseconds since 1970 UTC.

CREATE TABLE account(
    person      TEXT    PRIMARY KEY,
    password    TEXT    NOT NULL,  -- Argon2id in its encoded form, with salt and cost
    must_change INTEGER NOT NULL,  -- a first password, known to whoever gave it
    disabled    INTEGER NOT NULL,
    set_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE session(
    id         TEXT    PRIMARY KEY,     -- how its owner names it
    secret     BLOB    NOT NULL UNIQUE, -- SHA-256 of what the cookie holds
    person     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    agent      TEXT    NOT NULL         -- the browser, as it calls itself
) STRICT;
CREATE INDEX session_of_person ON session(person);

CREATE TABLE token(
    id         TEXT    PRIMARY KEY,
    secret     BLOB    NOT NULL UNIQUE, -- SHA-256 of "mc_…"
    person     TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,        -- separated by spaces
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX token_of_person ON token(person);

-- Failed logins in a row, by account, by address and by both.
CREATE TABLE attempt(
    subject  TEXT    PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at  INTEGER NOT NULL
) STRICT;

-- Where somebody has logged in before: strangers' failures do not keep him out there.
CREATE TABLE known_address(
    person  TEXT    NOT NULL,
    address TEXT    NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (person, address)
) STRICT;

-- Failed logins that the journal has not been told yet.
CREATE TABLE failed_login(
    account TEXT    NOT NULL,  -- '' when there is none of that name
    address TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (account, address)
) STRICT;
