-- Tokens of the command line, and the recovery of a forgotten administrator.

-- Live ones alone: a token that was revoked, or that the console has seen expired, has no row any more, so no clock that is
-- set back brings it back. What was made and revoked is in the history.
CREATE TABLE token (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id),
  -- MAC under a key of the vault: the token itself is nowhere.
  mac BLOB NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX token_user ON token (user_id);
CREATE INDEX token_expiry ON token (expires_at);

-- The recovery secret of this console: its MAC under a key of the vault. One at a time; a data folder from before has none.
CREATE TABLE recovery_secret (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  mac BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
