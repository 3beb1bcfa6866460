-- What makes the history quick to search. All of it follows from the records and can be built again: docs/history.md.

-- How far the index goes. Records behind it are looked at one by one.
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- Of the way in which lines are indexed; another one has all of it built anew.
  version INTEGER NOT NULL,
  indexed_to INTEGER NOT NULL
) STRICT;

-- Of no way yet: the first step begins.
INSERT INTO search_state VALUES (1, 0, 0);

-- The parts of the index, each a full-text table `search_<number>` for 2^18 records, made when the first of its lines comes.
CREATE TABLE search_span (
  number INTEGER PRIMARY KEY,
  -- Nothing more comes, and its pieces have been made one.
  merged INTEGER NOT NULL CHECK (merged IN (0, 1))
) STRICT;

-- Times of every 4,096 records: which of them a time range can be in. The clock may have been set back, so they overlap.
CREATE TABLE search_block (
  number INTEGER PRIMARY KEY,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL
) STRICT;

-- Names that lines are found by, by number: a line has the number in the index, not the name.
CREATE TABLE search_name (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('operator', 'instrument', 'action')),
  name TEXT NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- The lines of one instrument (a number in search_name), over whichever links.
CREATE TABLE search_instrument (
  instrument INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (instrument, seq)
) STRICT, WITHOUT ROWID;

-- Lines that the index does not answer for: they are looked at one by one, whatever is asked.
CREATE TABLE search_apart (
  seq INTEGER PRIMARY KEY,
  -- 'in-flight': indexed before its outcome was there. 'kept': retention left it, and took its part of the index.
  why TEXT NOT NULL CHECK (why IN ('in-flight', 'kept'))
) STRICT;

-- Lines of every quarter of an hour (epoch / 15 min: the clocks of the world differ by such) for the calendar.
CREATE TABLE history_quarter (
  quarter INTEGER PRIMARY KEY,
  lines INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  slow INTEGER NOT NULL
) STRICT;

-- Stretches of work: lines that people caused, without a pause of more than 30 min.
CREATE TABLE work_session (
  -- Number of its first line.
  id INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  -- JSON: names, and instruments as [id, name] pairs.
  operators TEXT NOT NULL,
  instruments TEXT NOT NULL
) STRICT;
