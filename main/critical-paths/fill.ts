import { openWritable } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { append } from '#main/history/append.ts';
import { linkFields } from '#main/history/record-row.ts';
import { indexStep } from '#main/history/search/step.ts';
import { linkOf, measuredInstruments } from './desk.ts';

/** Lines of one commit: between two, who waits can be told, and can give it up. */
const linesAtOnce = 5000;
/** Of a small database, so that it does not become much longer than was asked for. */
const fewAtOnce = 100;
const commands = ['SOUR1:VOLT', 'SOUR1:CURR', 'OUTP1', 'SENS:VOLT:RANG', 'TRIG:SOUR'];
const questions = ['MEAS:VOLT? (@1)', 'MEAS:CURR? (@1)', 'STAT:OPER:COND?', 'READ?'];
const people = ['Ada', 'Grace', 'Hedy', 'script: sweep'];

/** Numbers from 0 to 1, the same in every run. */
function numbers(): () => number {
  let state = 23;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** When a history is long enough. */
export type Until = { readonly lines: number } | { readonly bytes: number };

/**
 * Makes a database with a history of that length through the console's own append, with chain and index, and says after every
 * commit how many lines it has. The commits are not durable: they are not what is measured. Blocks its thread between two steps.
 */
export function* fillHistory(file: string, until: Until): Generator<{ lines: number; part: number }> {
  const db = openWritable(file);
  try {
    migrate(db, readMigrations());
    db.pragma('synchronous = OFF');
    db.pragma('cache_size = -65536');
    const links = Array.from({ length: measuredInstruments }, (_, i) =>
      JSON.stringify(linkFields(linkOf(i))),
    );
    const next = numbers();
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    const pageSize = db.pragma('page_size', { simple: true }) as number;
    const bytes = (): number => (db.pragma('page_count', { simple: true }) as number) * pageSize;
    let at = 1_700_000_000_000;
    let lines = 0;
    const partDone = (): number =>
      'lines' in until ? lines / until.lines : Math.min(1, bytes() / until.bytes);
    const ofBytes = 'bytes' in until && until.bytes < 4_000_000 ? fewAtOnce : linesAtOnce;
    // Once in any case: an empty database is longer than some histories, and has nothing to back up.
    do {
      const count = 'lines' in until ? Math.min(linesAtOnce, until.lines - lines) : ofBytes;
      db.prepare('BEGIN').run();
      for (let line = lines; line < lines + count; line++) {
        at += 1 + Math.floor(next() * 2000);
        // Each instrument has its share of every history, however short.
        const link = links[line % measuredInstruments]!;
        const operator = pick(people);
        const wire = { queue_ms: next() / 3, wire_ms: 0.4 + next() * 5 };
        if (line % 4 === 0) {
          const request = Buffer.from(`${pick(commands)} ${(next() * 30).toFixed(3)}\n`);
          const { seq } = append(db, 'intent', at, link, { operator, lane: 'person', request });
          append(db, 'outcome', at, null, { status: 'ok', intent: seq, ...wire });
        } else {
          const reply = Buffer.from(`${(next() * 12 - 1).toExponential(6)}\n`);
          const request = Buffer.from(`${pick(questions)}\n`);
          const answered = { request, reply, reply_length: reply.length, status: 'ok' as const };
          append(db, 'exchange', at, link, { operator, lane: 'person', ...answered, ...wire });
        }
      }
      db.prepare('COMMIT').run();
      lines += count;
      // Before the next commit, so that the index is as far behind as in a console at work: not at all.
      for (let behind = true; behind; ) {
        db.prepare('BEGIN IMMEDIATE').run();
        ({ behind } = indexStep(db, { now: Number.MAX_SAFE_INTEGER, lines: 512, ms: 1000 }));
        db.prepare('COMMIT').run();
      }
      yield { lines, part: partDone() };
    } while (partDone() < 1);
  } finally {
    db.close();
  }
}
