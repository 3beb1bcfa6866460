import { copyFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openReadable, openWritable } from '#main/database/connection.ts';
import { look, tamper } from '#main/database/tamper.fixture.ts';
import { audited, historyFile, link, openedHistory, outcome, request, verified } from './history.fixture.ts';
import { verifyChain, type Verified } from './verify.ts';

type Change = Parameters<typeof tamper>[1];
interface Row {
  readonly seq: number;
  readonly kind: string;
  readonly [column: string]: unknown;
}

/** A closed history with each kind of row, every column filled somewhere. */
async function written(): Promise<string> {
  const file = historyFile();
  const { history, close } = await openedHistory(file);
  const { journal, audit } = history;
  for (let i = 0; i < 4; i++) {
    const id = await journal.intend(link(i % 2 === 0 ? 'i1' : 'i2'), request(`VOLT ${i}`));
    const reply = i === 3 ? Buffer.alloc(70_000, 65) : `reply ${i}`;
    await journal.settle(id, outcome(reply, { fault: i === 2 ? 'INTERNAL' : null }));
    journal.note(link(), request(`MEAS? ${i}`), outcome('1.5'), Date.now());
    await audit.record(audited('bench.test', { number: i }));
  }
  await close();
  return file;
}

/** The chain of a copy, after it was changed behind the console's back. */
function after(file: string, ...changes: Change[]): Verified {
  const copy = file.replace('.db', '-copy.db');
  copyFileSync(file, copy);
  tamper(copy, ...changes);
  const db = openReadable(copy);
  try {
    let state: Verified = { after: 0, hash: new Uint8Array(32), broken: null, done: false };
    // In small steps, so that the borders between them are looked at too.
    while (!state.done && state.broken === null)
      state = verifyChain(db, { after: state.after, hash: state.hash, limit: 3 });
    return state;
  } finally {
    db.close();
  }
}

/** The same value but for one bit, character or byte. */
function altered(value: unknown): unknown {
  // Far enough for a seq that is free.
  if (typeof value === 'number') return value + 1000;
  if (value === '') return 'x';
  if (typeof value === 'string') return value.replace(/.$/, (last) => (last === 'x' ? 'y' : 'x'));
  const bytes = Buffer.from(value as Uint8Array);
  bytes[bytes.length - 1]! ^= 1;
  return bytes;
}

describe('R-13: the chain', () => {
  test('holds as it was written, whatever the steps it is verified in', async () => {
    const file = await written();
    const { database } = await openedHistory(file);
    const whole = await verified(database);
    expect(whole).toMatchObject({ broken: null, done: true });
    expect(await verified(database, 1)).toEqual(whole);
    expect(after(file, 'DROP TABLE reading_block').broken).toBeNull();
  });

  test('finds one changed byte in any column of any row, and names the row', async () => {
    const file = await written();
    const rows = look<Row>(file, 'SELECT * FROM record');
    const last = rows.at(-1)!.seq;
    const seen = new Set<string>();
    for (const row of rows)
      for (const [column, value] of Object.entries(row)) {
        if (value === null) continue;
        seen.add(column);
        const { broken } = after(file, [
          `UPDATE record SET ${column} = ? WHERE seq = ?`,
          altered(value),
          row.seq,
        ]);
        // A row that has moved away is missed by the one after it, or found at the end.
        const moved = row.seq < last ? row.seq + 1 : row.seq + 1000;
        expect(broken?.seq, `${column} of ${row.kind} ${row.seq}`).toBe(column === 'seq' ? moved : row.seq);
      }
    expect([...seen].toSorted()).toEqual(Object.keys(rows[0]!).toSorted());
  }, 60_000);

  test('finds what was emptied, filled or swapped', async () => {
    const file = await written();
    const [first] = look<Row>(file, "SELECT * FROM record WHERE kind = 'intent'");
    const seq = first!.seq;
    for (const set of ['operator = NULL', 'link = NULL', "fault = 'INTERNAL'", "detail = '{}'"])
      expect(after(file, `UPDATE record SET ${set} WHERE seq = ${seq}`).broken?.seq, set).toBe(seq);
    const swap = after(
      file,
      `UPDATE record SET seq = -1 WHERE seq = ${seq}`,
      `UPDATE record SET seq = ${seq} WHERE seq = ${seq + 1}`,
      `UPDATE record SET seq = ${seq + 1} WHERE seq = -1`,
    );
    expect(swap.broken?.seq).toBeLessThanOrEqual(seq);
  });

  test('finds a missing row wherever it was, also when the rows behind it moved up', async () => {
    const file = await written();
    const rows = look<Row>(file, 'SELECT seq FROM record');
    const last = rows.at(-1)!.seq;
    for (const { seq } of rows.slice(0, -1)) {
      expect(after(file, `DELETE FROM record WHERE seq = ${seq}`).broken).toEqual({
        seq: seq + 1,
        why: `row ${seq} is missing before it`,
      });
      const closed = [`DELETE FROM record WHERE seq = ${seq}`];
      for (let next = seq + 1; next <= last; next++)
        closed.push(`UPDATE record SET seq = ${next - 1} WHERE seq = ${next}`);
      expect(after(file, ...closed).broken?.seq).toBe(seq);
    }
    expect(after(file, 'DELETE FROM record WHERE seq BETWEEN 3 AND 5').broken?.why).toBe(
      'rows 3 to 5 are missing before it',
    );
  }, 60_000);

  test('finds rows missing at the end back to the start of the newest run, and nothing left of it all', async () => {
    const file = await written();
    const { close } = await openedHistory(file);
    await close();
    const last = look<Row>(file, 'SELECT max(seq) AS seq FROM record')[0]!.seq;
    expect(after(file, `DELETE FROM record WHERE seq > ${last - 2}`).broken?.seq).toBe(last - 1);
    expect(after(file, 'DELETE FROM record').broken?.seq).toBe(1);
  });

  test('finds an inserted row, also one that is chained to the row before it', async () => {
    const file = await written();
    const last = look<Row>(file, 'SELECT max(seq) AS seq FROM record')[0]!.seq;
    const middle = 4;
    const room: Change[] = [];
    for (let seq = last; seq > middle; seq--)
      room.push(`UPDATE record SET seq = ${seq + 1} WHERE seq = ${seq}`);
    const copyOf = (seq: number, as: number): Change =>
      `INSERT INTO record SELECT ${as}, kind, at, line, digest, hash, link, operator, lane, request, NULL, status, reply, reply_length,
         reply_sha256, fault, queue_ms, wire_ms, seat, detail FROM record WHERE seq = ${seq}`;
    expect(after(file, ...room, copyOf(middle, middle + 1)).broken?.seq).toBe(middle + 1);
    expect(after(file, copyOf(last, last + 1)).broken?.seq).toBe(last + 1);
    expect(after(file, copyOf(1, 0)).broken?.seq).toBe(0);
  });

  test('finds a link that was changed, replaced or taken away', async () => {
    const file = await written();
    const [user] = look<Row>(file, 'SELECT seq FROM record WHERE link = 1 ORDER BY seq LIMIT 1');
    for (const column of [
      'key',
      'instrument',
      'name',
      'address',
      'vendor',
      'model',
      'serial',
      'firmware',
      'driver',
    ])
      expect(after(file, `UPDATE link SET ${column} = ${column} || 'x' WHERE id = 1`).broken, column).toEqual(
        {
          seq: user!.seq,
          why: 'the link it names was changed',
        },
      );
    const both = [
      "UPDATE link SET serial = '8', key = json_array(instrument, name, address, vendor, model, '8', firmware, driver) WHERE id = 1",
    ];
    expect(after(file, ...both).broken).toEqual({
      seq: user!.seq,
      why: 'its content is not what was written',
    });
    expect(after(file, 'DELETE FROM link WHERE id = 1').broken?.seq).toBe(user!.seq);
    expect(after(file, 'UPDATE link SET id = 9 WHERE id = 1').broken?.seq).toBe(user!.seq);
  });

  test('cannot be changed through SQL as long as its triggers stand', async () => {
    const file = await written();
    const db = openWritable(file);
    for (const sql of [
      "UPDATE record SET operator = 'Eve'",
      'DELETE FROM record',
      "UPDATE link SET serial = '8'",
      'DELETE FROM link',
    ])
      expect(() => db.exec(sql), sql).toThrow('append-only');
    db.close();
  });
});
