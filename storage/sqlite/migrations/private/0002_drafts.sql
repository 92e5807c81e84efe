-- What people have typed and not handed in. It may hold personal values of applicants, and goes when it is old.
CREATE TABLE draft(
    person   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    tag      TEXT    NOT NULL,  -- tells this content from another
    content  TEXT    NOT NULL,  -- JSON
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (person, id)
) STRICT;
CREATE INDEX draft_by_age ON draft(saved_at);
