-- Restores that have taken effect in this database.

CREATE TABLE restored (
  id TEXT PRIMARY KEY,
  -- Epoch ms: when it was prepared, and when the backup was made.
  at INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  -- JSON: the parts, what is known of the backup and who made it, names whose recovery codes became void, names that had been
  -- disabled on this PC since the backup and stay so.
  parts TEXT NOT NULL,
  about TEXT NOT NULL,
  voided TEXT NOT NULL,
  disabled TEXT NOT NULL,
  -- Compared with what this PC had before.
  joined INTEGER NOT NULL CHECK (joined IN (0, 1)),
  -- An audit row of the chain says so.
  recorded INTEGER NOT NULL CHECK (recorded IN (0, 1))
) STRICT;
