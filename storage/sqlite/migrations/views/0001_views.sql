-- Views: what the projector derives from the journal. May be deleted at any time.
-- A transition rewrites one short row of `standing` and moves one entry of its index; texts lie
-- apart in `dossier`, which is written at filing, at receipt and when an intake is corrected.
-- Moments are milliseconds since 1970 in UTC.

-- How far the events were projected, and from which journal.
CREATE TABLE views(
  one INTEGER PRIMARY KEY CHECK (one = 1),
  format INTEGER NOT NULL,
  journal TEXT NOT NULL,
  generation INTEGER NOT NULL,
  position INTEGER NOT NULL,
  position_time INTEGER NOT NULL,
  position_hash BLOB NOT NULL      -- of the last event's leaf: another journal's would differ
) STRICT;

-- Who can have a dossier; person '' is the pool of the role.
CREATE TABLE place(
  id INTEGER PRIMARY KEY,
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  person TEXT NOT NULL
) STRICT;

-- Where in its procedure a dossier stands.
CREATE TABLE post(
  id INTEGER PRIMARY KEY,
  procedure TEXT NOT NULL,
  step TEXT NOT NULL,
  kind INTEGER NOT NULL,           -- 0 submitted, 1 working, 2 held, 3 finished, 4 closed
  zone TEXT NOT NULL
) STRICT;

CREATE TABLE dossier(
  number INTEGER PRIMARY KEY,      -- seq of its first event: in the order of filing
  id TEXT NOT NULL,
  code TEXT,
  external_code TEXT,
  version TEXT NOT NULL,
  channel INTEGER NOT NULL,
  return_method TEXT,
  demonstration INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL,
  received_at INTEGER,
  original_due INTEGER,
  -- From here on personal: NULL once erased.
  applicant TEXT,
  applicant_address TEXT,
  applicant_phone TEXT,
  owner TEXT,
  representative TEXT,
  project TEXT,
  title TEXT,
  words TEXT                       -- what the index `words` holds of it
) STRICT;
CREATE UNIQUE INDEX dossier_id ON dossier(id COLLATE NOCASE);
CREATE INDEX dossier_code ON dossier(code COLLATE NOCASE) WHERE code IS NOT NULL;
CREATE INDEX dossier_external ON dossier(external_code COLLATE NOCASE) WHERE external_code IS NOT NULL;
CREATE INDEX dossier_received ON dossier(received_at) WHERE received_at IS NOT NULL;

-- Open dossiers.
CREATE TABLE standing(
  number INTEGER PRIMARY KEY,
  head INTEGER NOT NULL,           -- seq of its last event: its trail is read from the journal
  place INTEGER NOT NULL,
  rank INTEGER NOT NULL,           -- order of work; never a function of now
  post INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  step_entered INTEGER NOT NULL,
  step_due INTEGER,
  legal_due INTEGER,
  legal_end INTEGER,
  appointment INTEGER,
  finished_at INTEGER,
  closed_at INTEGER,
  sender INTEGER,                  -- place, while the hand-over is not acknowledged
  version_number INTEGER NOT NULL,
  people TEXT NOT NULL,            -- main officer, then who takes part, one a line
  more TEXT                        -- JSON: what few dossiers have
) STRICT;
CREATE INDEX standing_place ON standing(place, rank);

-- Closed ones, in the same columns.
CREATE TABLE ended(
  number INTEGER PRIMARY KEY,
  head INTEGER NOT NULL,
  place INTEGER NOT NULL,
  rank INTEGER NOT NULL,
  post INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  step_entered INTEGER NOT NULL,
  step_due INTEGER,
  legal_due INTEGER,
  legal_end INTEGER,
  appointment INTEGER,
  finished_at INTEGER,
  closed_at INTEGER,
  sender INTEGER,
  version_number INTEGER NOT NULL,
  people TEXT NOT NULL,
  more TEXT
) STRICT;
CREATE INDEX ended_rank ON ended(rank);

-- Words without accents, by dossier number. Holds no text: what is taken out is told by dossier.words.
CREATE VIRTUAL TABLE words USING fts5(text, content='', columnsize=0, detail=none, tokenize='ascii');

CREATE TABLE person(
  id TEXT PRIMARY KEY,
  name TEXT
) STRICT, WITHOUT ROWID;
