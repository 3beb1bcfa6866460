import { openWritable, type OwnConnection } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { append } from '#main/history/append.ts';
import { linkFields } from '#main/history/record-row.ts';
import { indexStep } from '#main/history/search/step.ts';
import { linkTo } from './instrument.fixture.ts';

const linesAtOnce = 10_000;
const instruments = 50;
const commands = [
  'SOUR1:VOLT',
  'SOUR1:CURR',
  'SOUR2:VOLT',
  'OUTP',
  'TRIG:SOUR',
  'SENS:VOLT:RANG',
  'CALC:MARK1:X',
];
const questions = [
  'MEAS:VOLT? (@1)',
  'MEAS:CURR? (@1)',
  'MEAS:VOLT? (@2)',
  'STAT:OPER:COND?',
  'SYST:ERR?',
  'READ?',
];
const people = ['Ada', 'Grace', 'Hedy', 'Rosalind', 'Chien-Shiung', 'script: sweep', 'console'];

/** Of so many lines one has the rare word. */
export const rareEvery = 200_000;
export const rareWord = 'DIAG:ZERO';

/** Numbers from 0 to 1, the same in every run. */
function numbers(): () => number {
  let state = 11;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Content = Parameters<typeof append>[4];

/**
 * Fills a database with so many lines of a history-like mix through the real append, and has the index catch up. Commits are large
 * and not durable: what is measured comes after. Answers with how long the index took of it, s.
 */
export function fillHistory(file: string, lines: number): { readonly indexSeconds: number } {
  const db = openWritable(file);
  migrate(db, readMigrations());
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -65536');
  const links = Array.from({ length: instruments }, (_, i) =>
    JSON.stringify(
      linkFields({ ...linkTo(`tcp://10.0.0.${i}:5025`), instrument: `i${i}`, name: `Bench ${i}` }),
    ),
  );
  const next = numbers();
  let at = 1_700_000_000_000;
  let index = 0;
  for (let done = 0; done < lines; done += linesAtOnce) {
    db.prepare('BEGIN').run();
    for (let line = done; line < done + linesAtOnce; line++) {
      at += Math.floor(next() * 2000);
      // Some instruments are talked to all the time, others hardly ever.
      appendLine(db, line, at, links[Math.floor(next() ** 3 * instruments)]!, next);
    }
    db.prepare('COMMIT').run();
    const from = performance.now();
    caughtUp(db);
    index += performance.now() - from;
  }
  db.close();
  return { indexSeconds: index / 1000 };
}

/** One line: a quarter changes something and has its outcome behind it, some are deeds of people. */
function appendLine(db: OwnConnection, line: number, at: number, link: string, next: () => number): void {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const operator = pick(people);
  const failed = next() < 0.01;
  const settled: Content = {
    status: failed ? 'timeout' : 'ok',
    fault: failed ? 'INSTRUMENT_TIMEOUT: The instrument did not answer within 2 s.' : null,
    queue_ms: next() / 3,
    wire_ms: next() < 0.02 ? next() * 900 : 0.4 + next() * 5,
  };
  if (line % rareEvery === rareEvery / 2)
    append(db, 'exchange', at, link, {
      ...settled,
      operator,
      lane: 'person',
      request: Buffer.from(rareWord),
    });
  else if (line % 100 === 99)
    append(db, 'audit', at, null, {
      operator,
      request: Buffer.from('instruments.set'),
      seat: 's1',
      status: 'ok',
      detail: JSON.stringify({ id: 'i1', set: { channel: 1, voltage: line % 30 } }),
    });
  else if (line % 4 === 0) {
    const request = Buffer.from(`${pick(commands)} ${(next() * 30).toFixed(3)}\n`);
    const { seq } = append(db, 'intent', at, link, {
      operator,
      lane: line % 1000 === 0 ? 'emergency' : 'person',
      request,
    });
    append(db, 'outcome', at, null, { ...settled, intent: seq, reply_length: null });
  } else {
    const reply = Buffer.from(`${(next() * 12 - 1).toExponential(6)}\n`);
    const answered = failed ? {} : { reply, reply_length: reply.length };
    const lane = next() < 0.4 ? 'poll' : 'person';
    append(db, 'exchange', at, link, {
      ...settled,
      ...answered,
      operator: lane === 'poll' ? 'console' : operator,
      lane,
      request: Buffer.from(`${pick(questions)}\n`),
    });
  }
}

/** Steps until nothing is left, each a transaction of its own, as the writer does them. */
function caughtUp(db: OwnConnection): void {
  let behind = true;
  while (behind) {
    db.prepare('BEGIN IMMEDIATE').run();
    ({ behind } = indexStep(db, { now: Number.MAX_SAFE_INTEGER, lines: 512, ms: 1000 }));
    db.prepare('COMMIT').run();
  }
}
