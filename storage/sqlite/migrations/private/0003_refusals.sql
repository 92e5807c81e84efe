-- Whom the door kept out, for want of a permission or of a token's scope, and the journal has not been told of
-- yet. Times are milliseconds since 1970 UTC.

CREATE TABLE refusal(
    person     TEXT    NOT NULL,
    permission TEXT    NOT NULL,
    code       TEXT    NOT NULL,
    since      INTEGER NOT NULL,
    count      INTEGER NOT NULL,
    PRIMARY KEY (person, permission, code)
) STRICT;
