import { openWritable } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import { append } from '#main/history/append.ts';
import { linkFields } from '#main/history/record-row.ts';
import { linkTo } from './instrument.fixture.ts';

const rowsAtOnce = 20_000;
const commands = ['SOUR1:VOLT', 'SOUR1:CURR', 'SOUR2:VOLT', 'OUTP', 'TRIG:SOUR', 'SENS:VOLT:RANG'];
const questions = ['MEAS:VOLT? (@1)', 'MEAS:CURR? (@1)', 'MEAS:VOLT? (@2)', 'STAT:OPER:COND?', '*IDN?'];

/** Numbers from 0 to 1, the same in every run. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A database as a bench fills it over some months, of about so many bytes: exchanges, changing commands, audit rows and readings,
 * through the real append, with the real schema.
 */
export function historyLike(file: string, bytes: number): { readonly rows: number } {
  const db = openWritable(file);
  db.pragma('synchronous = OFF');
  migrate(db, readMigrations());
  const links = Array.from({ length: 12 }, (_, i) =>
    JSON.stringify(linkFields(linkTo(`tcp://10.0.0.${i}:5025`))),
  );
  const next = numbers();
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
  const insertBlock = db.prepare(
    'INSERT INTO reading_block (instrument, channel, quantity, from_at, to_at, min, max, times, readings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let at = 1_760_000_000_000;
  let rows = 0;
  const pages = (): number => db.pragma('page_count', { simple: true }) as number;
  while (pages() * 4096 < bytes) {
    db.prepare('BEGIN').run();
    for (let row = 0; row < rowsAtOnce; row++) {
      at += Math.floor(next() * 200);
      const operator = pick(['Ada', 'Grace', 'script: sweep']);
      const reply = Buffer.from(`${(next() * 12 - 1).toExponential(6)}`);
      const wire = { queue_ms: next() / 3, wire_ms: 0.4 + next() * 3 };
      if (row % 4 === 0) {
        const request = Buffer.from(`${pick(commands)} ${(next() * 30).toFixed(3)}\n`);
        const intent = append(db, 'intent', at, pick(links), { operator, lane: 'person', request });
        append(db, 'outcome', at + 2, null, { intent: intent.seq, status: 'ok', reply_length: 0, ...wire });
        rows += 2;
      } else {
        const request = Buffer.from(`${pick(questions)}\n`);
        const content = {
          operator,
          lane: 'person',
          request,
          status: 'ok',
          reply,
          reply_length: reply.length,
          ...wire,
        };
        append(db, 'exchange', at, pick(links), content as Parameters<typeof append>[4]);
        rows++;
      }
      if (row % 50 === 0) {
        const times = Float64Array.from({ length: 20 }, (_, i) => at + i * 100);
        const values = Float64Array.from({ length: 20 }, () => 3.3 + next() / 1000);
        insertBlock.run(
          'i1',
          1,
          'voltage',
          at,
          at + 2000,
          3.3,
          3.301,
          Buffer.from(times.buffer),
          Buffer.from(values.buffer),
        );
      }
    }
    db.prepare('COMMIT').run();
  }
  db.close();
  return { rows };
}

/** A database that is mostly waveforms: blocks of samples with noise in the low bits. */
export function waveformLike(file: string, bytes: number): void {
  const db = openWritable(file);
  db.pragma('synchronous = OFF');
  migrate(db, readMigrations());
  const next = numbers();
  const insertBlock = db.prepare(
    'INSERT INTO reading_block (instrument, channel, quantity, from_at, to_at, min, max, times, readings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  for (let at = 0; at * 262_144 < bytes; at++) {
    const samples = Int16Array.from(
      { length: 131_072 },
      (_, i) => 12_000 * Math.sin(i / 300 + at) + (next() - 0.5) * 500,
    );
    insertBlock.run('i2', 1, 'waveform', at, at + 1, -1, 1, Buffer.alloc(0), Buffer.from(samples.buffer));
  }
  db.close();
}
