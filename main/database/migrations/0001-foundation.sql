-- Accounts, history and readings: the foundation.

CREATE TABLE user (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- NFKC and lower case: two names that look the same are the same.
  name_key TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('administrator', 'operator', 'viewer')),
  password_hash TEXT NOT NULL,
  -- Sealed by the vault under `totp:<id>`.
  totp_secret BLOB NOT NULL,
  -- Newest time step that was accepted: no code up to it is accepted again (RFC 6238, 5.2).
  totp_last_step INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  disabled_at INTEGER
) STRICT;

CREATE TABLE recovery_code (
  user_id TEXT NOT NULL REFERENCES user (id),
  number INTEGER NOT NULL,
  -- MAC under a key of the vault: the codes themselves are nowhere.
  mac BLOB NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_throttle (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The link an exchange went over, as it was then; one row for each that ever was.
CREATE TABLE link (
  id INTEGER PRIMARY KEY,
  -- All fields as JSON: what makes two links the same.
  key TEXT NOT NULL UNIQUE,
  instrument TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  vendor TEXT NOT NULL,
  model TEXT NOT NULL,
  serial TEXT NOT NULL,
  firmware TEXT NOT NULL,
  driver TEXT NOT NULL
) STRICT;

-- The chain. Every row is appended once and never changed; what each kind fills is in docs/history-chain.md.
-- One wide table, not one a kind: one insert a record is what the rate of durable commits hangs on.
CREATE TABLE record (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('intent', 'outcome', 'exchange', 'audit')),
  -- Epoch ms by the computer's clock, which may be set back: order is by seq alone.
  at INTEGER NOT NULL,
  -- How many lines (intents, exchanges, audit rows) there are up to here: a total without counting.
  line INTEGER NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  -- intent, exchange
  link INTEGER REFERENCES link (id),
  operator TEXT,
  lane TEXT,
  request BLOB,
  -- outcome: the seq of its intent
  intent INTEGER,
  -- outcome, exchange
  status TEXT,
  reply BLOB,
  reply_length INTEGER,
  reply_sha256 BLOB,
  fault TEXT,
  queue_ms REAL,
  wire_ms REAL,
  -- audit: operator is who, request the action, status the result
  seat TEXT,
  detail TEXT
) STRICT;

CREATE UNIQUE INDEX record_outcome ON record (intent) WHERE intent IS NOT NULL;

CREATE TRIGGER record_is_append_only_update BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER record_is_append_only_delete BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER link_is_append_only_update BEFORE UPDATE ON link
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER link_is_append_only_delete BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

-- Intents that were in flight when a console ended; found at the next start. Outside the chain: it follows from it.
CREATE TABLE interrupted (
  seq INTEGER PRIMARY KEY REFERENCES record (seq)
) STRICT;

-- Readings of one quantity over some seconds: times (epoch ms) and values (SI unit) as little-endian float64 arrays.
CREATE TABLE reading_block (
  instrument TEXT NOT NULL,
  channel INTEGER NOT NULL,
  quantity TEXT NOT NULL,
  from_at REAL NOT NULL,
  to_at REAL NOT NULL,
  min REAL NOT NULL,
  max REAL NOT NULL,
  times BLOB NOT NULL,
  readings BLOB NOT NULL
) STRICT;

CREATE INDEX reading_block_time ON reading_block (instrument, channel, quantity, to_at);

-- Where in the chain the running console began: what was in flight before it is looked for from there on.
CREATE TABLE run_start (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
