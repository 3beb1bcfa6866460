import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { Mark } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import { markSum, type StoredMark } from '#main/history/sums.ts';
import { markOf } from './mark-row.ts';

/** What somebody changes about a row, on its way to the writer thread. Null where it stays. */
export interface Marking {
  readonly seq: number;
  readonly pinned: boolean | null;
  readonly note: string | null;
  readonly tags: readonly string[] | null;
  readonly who: string;
  /** Epoch ms. */
  readonly at: number;
}

const none: Mark = { pinned: false, note: '', tags: [] };
/** Tags that a list of them shows, at most. */
const tagsMax = 200;

/**
 * Changes what people have added to a line, and answers with all of it. A mark that says nothing leaves no row. Throws INPUT_INVALID
 * when no line has this number (an outcome is no line of its own).
 */
export function mark(db: WritableDb, { seq, pinned, note, tags, who, at }: Marking): Mark {
  const line = db.prepare("SELECT 1 FROM record WHERE seq = ? AND kind <> 'outcome'").get(seq);
  if (line === undefined) throw new Fault('INPUT_INVALID', `The history has no row ${seq}.`);
  const before = db
    .prepare('SELECT pinned AS m_pinned, note AS m_note, tags AS m_tags FROM mark WHERE seq = ?')
    .get(seq) as Parameters<typeof markOf>[0] | undefined;
  const old = before === undefined ? none : (markOf(before) ?? none);
  const now: Mark = {
    pinned: pinned ?? old.pinned,
    note: note ?? old.note,
    // The same word twice is one tag.
    tags: [...new Set(tags ?? old.tags)],
  };
  db.prepare('DELETE FROM mark_tag WHERE seq = ?').run(seq);
  for (const tag of now.tags) db.prepare('INSERT INTO mark_tag (tag, seq) VALUES (?, ?)').run(tag, seq);
  if (!now.pinned && now.note === '' && now.tags.length === 0)
    db.prepare('DELETE FROM mark WHERE seq = ?').run(seq);
  else {
    const row: StoredMark = {
      seq,
      pinned: now.pinned ? 1 : 0,
      note: now.note,
      tags: JSON.stringify(now.tags),
      by_whom: who,
      at: Math.round(at),
    };
    db.prepare(
      `INSERT OR REPLACE INTO mark (seq, pinned, note, tags, by_whom, at, crc)
       VALUES (@seq, @pinned, @note, @tags, @by_whom, @at, @crc)`,
    ).run({ ...row, crc: markSum(row) });
  }
  return now;
}

/** Tags in use, the most used first. */
export const tags = (db: ReadableDb, _input: null): { tag: string; rows: number }[] =>
  db
    .prepare(
      `SELECT tag, count(*) AS rows FROM mark_tag GROUP BY tag ORDER BY rows DESC, tag LIMIT ${tagsMax}`,
    )
    .all() as { tag: string; rows: number }[];
