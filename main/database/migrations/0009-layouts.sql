-- How people arrange the panels of their bench, by name.

CREATE TABLE layout (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES user (id),
  name TEXT NOT NULL,
  -- NFKC and lower case: two names that look the same are the same.
  name_key TEXT NOT NULL,
  -- Where it stands among those of its owner, from 0; numbers may be missing.
  place INTEGER NOT NULL,
  -- JSON, as shared/contract/layouts.ts has it. Read through that declaration, never taken on trust.
  tree TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  UNIQUE (user_id, name_key)
) STRICT;
