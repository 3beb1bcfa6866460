-- What people add to rows. Outside the chain: it may be changed, and who changed it is an audit row of the chain.

-- A row only where somebody has added something. The newest marked rows are read backwards by the key itself.
CREATE TABLE mark (
  -- Number of a line in the chain. Not a foreign key: a pinned row stays when retention goes by, a noted one may go.
  seq INTEGER PRIMARY KEY,
  pinned INTEGER NOT NULL CHECK (pinned IN (0, 1)),
  note TEXT NOT NULL,
  -- JSON list, in the order in which they were given.
  tags TEXT NOT NULL,
  -- Who changed it last, and when (epoch ms).
  by_whom TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- What retention must keep whole.
CREATE INDEX mark_pinned ON mark (seq) WHERE pinned = 1;

-- The tags of `mark`, one a row: the newest rows of one tag without a look at the others.
CREATE TABLE mark_tag (
  tag TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (tag, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX mark_tag_seq ON mark_tag (seq);
