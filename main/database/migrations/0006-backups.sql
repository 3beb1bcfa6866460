-- Keys, destinations and copies of backups. Outside the chain: what people did to them is in it.

CREATE TABLE backup_recipient (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  -- age X25519: what is encrypted to. No identity is ever stored, unless under a passphrase (wrapped).
  recipient TEXT NOT NULL UNIQUE,
  -- When somebody decrypted a test with its identity; NULL: nobody has.
  proved_at INTEGER,
  -- An age file under a passphrase with the identity in it, to lie beside each backup.
  wrapped BLOB,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE backup_destination (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  path TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('folder', 'removable', 'network')),
  created_at INTEGER NOT NULL
) STRICT;

-- What was made, at each place. A copy that was taken away by keeping, or that went with its destination, has no row any more.
CREATE TABLE backup_copy (
  id TEXT PRIMARY KEY,
  destination TEXT NOT NULL REFERENCES backup_destination (id),
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('verified', 'unchanged', 'unverified', 'failed', 'missing')),
  checked_at INTEGER,
  why TEXT NOT NULL,
  rows INTEGER NOT NULL,
  trouble TEXT,
  -- It lay there and was not made by this console: keeping never takes it.
  found INTEGER NOT NULL DEFAULT 0 CHECK (found IN (0, 1)),
  UNIQUE (destination, name)
) STRICT;

CREATE INDEX backup_copy_at ON backup_copy (at DESC);

-- Every run, also one that made nothing.
CREATE TABLE backup_run (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  why TEXT NOT NULL,
  made INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  trouble TEXT
) STRICT;

CREATE INDEX backup_run_at ON backup_run (at);

CREATE TABLE backup_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- JSON, as the contract has them.
  schedule TEXT NOT NULL,
  keeping TEXT NOT NULL,
  -- Runs that were due up to here have been made or given up, epoch ms.
  looked_to INTEGER NOT NULL
) STRICT;

-- Restore drills: what would have come back.
CREATE TABLE backup_drill (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  passed INTEGER NOT NULL,
  seconds REAL NOT NULL,
  counts TEXT NOT NULL
) STRICT;
