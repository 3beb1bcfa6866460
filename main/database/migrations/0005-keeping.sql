-- Retention, its checkpoints, and signed heads.

-- The Ed25519 key of this console: it signs heads, checkpoints and backups. The newest row is the one in use; older ones stay,
-- so that what they signed can still be checked. The private half is PKCS #8, sealed by the vault.
CREATE TABLE signing_key (
  id INTEGER PRIMARY KEY,
  public_key BLOB NOT NULL CHECK (length(public_key) = 32),
  sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
