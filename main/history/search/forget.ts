import type { WritableDb } from '#main/database/operations.ts';
import { blockRecords } from './step.ts';
import { dropSpan, spanOf, spans, spanStart } from './spans.ts';

/** Entries that one call removes, at most, of each kind. */
const removedMax = 2000;

/**
 * Follows retention, which has removed the records before `cut` but for those that are kept: parts of the index that hold nothing else
 * go whole, and what was kept of them is looked at one by one from then on. A bounded step; true when there is more to do. Days of the
 * calendar and work sessions before the first record that is left go as well.
 */
export function forgetBelow(db: WritableDb, cut: number): boolean {
  const part = spans(db).findLast((number) => number < spanOf(cut));
  if (part !== undefined) {
    db.prepare(
      `INSERT OR REPLACE INTO search_apart SELECT seq, 'kept' FROM record
       WHERE seq < ? AND seq >= ? AND kind <> 'outcome'`,
    ).run(...partOf(part));
    dropSpan(db, part);
    return true;
  }
  const { changes } = db
    .prepare(
      `DELETE FROM search_instrument WHERE (instrument, seq) IN (SELECT search_instrument.instrument, search_instrument.seq
         FROM search_name JOIN search_instrument ON search_instrument.instrument = search_name.id AND search_instrument.seq < :cut
         WHERE search_instrument.seq NOT IN (SELECT seq FROM record WHERE seq < :cut) LIMIT ${removedMax})`,
    )
    .run({ cut });
  if (changes === removedMax) return true;
  db.prepare(
    `DELETE FROM search_block WHERE number < ? AND NOT EXISTS (SELECT 1 FROM record
       WHERE seq >= number * ${blockRecords} AND seq < (number + 1) * ${blockRecords})`,
  ).run(Math.floor(cut / blockRecords));
  db.prepare(
    `DELETE FROM search_apart WHERE seq < ? AND seq NOT IN (SELECT seq FROM record WHERE seq < ?)`,
  ).run(cut, cut);
  db.prepare('DELETE FROM work_session WHERE last < ?').run(cut);
  db.prepare(
    'DELETE FROM history_quarter WHERE quarter < (SELECT at / 900000 FROM record WHERE seq >= ? ORDER BY seq LIMIT 1)',
  ).run(cut);
  return false;
}

const partOf = (number: number): [end: number, start: number] => [spanStart(number + 1), spanStart(number)];
