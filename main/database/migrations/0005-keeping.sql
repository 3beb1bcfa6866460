-- Retention, its checkpoints, and signed heads.

-- The Ed25519 key of this console: it signs heads, checkpoints and backups. The newest row is the one in use; older ones stay,
-- so that what they signed can still be checked. The private half is PKCS #8, sealed by the vault.
CREATE TABLE signing_key (
  id INTEGER PRIMARY KEY,
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE keeping_policy (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- JSON, as the contract has it.
  policy TEXT NOT NULL
) STRICT;

-- Statements about the chain, signed: at this time, row seq had this hash. One a day at least.
CREATE TABLE signed_head (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- What retention left where rows were: from first to last, the hashes before and at the end, and what stayed of them. Signed.
CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  reason TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  -- The line number at the last row.
  line INTEGER NOT NULL,
  before BLOB NOT NULL CHECK (length(before) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- Rows in the range of a checkpoint that stayed because they were pinned, and their digests.
CREATE TABLE checkpoint_pin (
  seq INTEGER PRIMARY KEY,
  checkpoint INTEGER NOT NULL REFERENCES checkpoint (id),
  digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;

-- The cut under way, if there is one: rows from first to last go, unless their checkpoint says that they stay.
CREATE TABLE cutting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  first INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_is_append_only_update BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER checkpoint_is_append_only_delete BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER checkpoint_pin_is_append_only_update BEFORE UPDATE ON checkpoint_pin
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
CREATE TRIGGER checkpoint_pin_is_append_only_delete BEFORE DELETE ON checkpoint_pin
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

-- Only what a cut has announced, with its checkpoint, may go.
DROP TRIGGER record_is_append_only_delete;
CREATE TRIGGER record_is_append_only_delete BEFORE DELETE ON record
WHEN NOT EXISTS (SELECT 1 FROM cutting WHERE OLD.seq BETWEEN first AND last)
  OR EXISTS (SELECT 1 FROM checkpoint_pin WHERE seq = OLD.seq)
BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

-- The size of the database on each day, for its growth.
CREATE TABLE database_size (
  day TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
