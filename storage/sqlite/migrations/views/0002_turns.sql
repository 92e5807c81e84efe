-- What reports are folded from (storage/turns.hpp). Rows are only ever added at the end, so that a transition dirties no
-- page of its own here.
CREATE TABLE turn(
  seq INTEGER PRIMARY KEY,
  dossier INTEGER NOT NULL,        -- its number
  at INTEGER NOT NULL,
  state INTEGER NOT NULL,          -- 0 running, 1 held, 2 ended, 3 closed, 4 voided, 5 turned away
  legal_end INTEGER,
  appointment INTEGER,
  officer TEXT,                    -- when he changed
  unit TEXT,
  facts TEXT,                      -- of the first turn
  outcome TEXT                     -- when the clock ended
) STRICT;

CREATE TABLE charge(
  seq INTEGER PRIMARY KEY,
  dossier INTEGER NOT NULL,
  until INTEGER NOT NULL,
  charged_to INTEGER NOT NULL,     -- 0 officer, 1 unit, 2 agency, 3 applicant
  place INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  is_late INTEGER NOT NULL
) STRICT;

CREATE TABLE issued_report(
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  form TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  grouping TEXT NOT NULL,
  format TEXT NOT NULL,
  definition TEXT NOT NULL,
  cut_off INTEGER NOT NULL,
  data_to INTEGER NOT NULL,
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  digest TEXT NOT NULL
) STRICT;
