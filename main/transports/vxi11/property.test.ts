import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { readCreatedLink, readError, readPiece, readStatusByte, readWritten } from './core.ts';
import { readCall, readReply } from './rpc-call.ts';
import { RecordReader } from './rpc-record.ts';
import { acceptedReply, marked, xdr } from './server.fixture.ts';
import { XdrReader } from './xdr.ts';

/** How many inputs each kind of fuzz gets; LABLINK_FUZZ asks for more. A property takes far longer a run. */
const runs = Number(process.env['LABLINK_FUZZ'] ?? 1_000);
const numRuns = Math.max(1_000, Math.ceil(runs / 4));
const timeout = 10_000 + runs / 2;

const cap = 5_000;

/** A body cut into fragments. */
const fragmented = (body: Buffer, cuts: readonly number[]): Buffer => {
  const at = [...new Set(cuts.map((cut) => cut % (body.length + 1)))].toSorted((a, b) => a - b);
  const parts = [0, ...at].map((from, index) => body.subarray(from, at[index] ?? body.length));
  return Buffer.concat(parts.map((part, index) => marked(part, index === parts.length - 1)));
};
const split = (bytes: Buffer, cuts: readonly number[]): Buffer[] => {
  const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
};
const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
const cuts = fc.array(fc.nat(2 ** 20), { maxLength: 8 });

describe('records', () => {
  test('R-10: any split of the stream at any place, into any fragments, gives the same records', {
    timeout,
  }, () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(body, cuts), { maxLength: 5 }), cuts, (sent, places) => {
        const stream = Buffer.concat(sent.map(([bytes, fragments]) => fragmented(bytes, fragments)));
        const got: Buffer[] = [];
        const reader = new RecordReader({ cap }, (record) => got.push(record));
        // As the socket does it: every piece comes in the same memory.
        const lent = Buffer.alloc(stream.length);
        for (const piece of split(stream, places)) {
          piece.copy(lent);
          reader.push(lent.subarray(0, piece.length));
          lent.fill(0xee);
        }
        expect(got.map((record) => record.toString('hex'))).toEqual(
          sent.map(([bytes]) => bytes.toString('hex')),
        );
        expect(reader.held).toBe(0);
      }),
      { numRuns },
    );
  });

  test('one byte at a time, a record of one megabyte in fragments of one byte, within its memory', () => {
    const size = 1_000_000;
    let got: Buffer | null = null;
    const reader = new RecordReader({ cap: 2_000_000 }, (record) => {
      got = record;
    });
    const fragment = Buffer.from('0000000100', 'hex');
    let most = 0;
    for (let i = 0; i < size; i++) {
      fragment[4] = i & 0xff;
      reader.push(fragment);
      most = Math.max(most, reader.held);
    }
    reader.push(Buffer.from('80000000', 'hex'));
    expect(most).toBeLessThanOrEqual(2 * size);
    const whole = got as Buffer | null;
    expect(whole?.length).toBe(size);
    expect(whole?.every((byte, i) => byte === (i & 0xff))).toBe(true);
  });

  test('R-23: memory is taken for what has come, and for at most a megabyte of what is only announced', () => {
    const reader = new RecordReader({ cap: 64_000_000 }, () => expect.unreachable());
    reader.push(Buffer.from('83d0900000', 'hex'));
    expect(reader.held).toBeLessThan(1_100_000);
    reader.push(Buffer.alloc(3_000_000));
    expect(reader.held).toBeLessThan(7_000_000);
    reader.push(Buffer.alloc(61_000_000 - 2));
    expect(reader.held).toBeLessThanOrEqual(64_000_000);
  });

  test('a record that counts as whole before its mark says so', () => {
    const got: number[] = [];
    const reader = new RecordReader({ cap, wholeAt: 28 }, (record) => got.push(record.length));
    reader.push(Buffer.concat([marked(Buffer.alloc(12), false), marked(Buffer.alloc(16), false)]));
    reader.push(marked(Buffer.alloc(20), true));
    expect(got).toEqual([28, 20]);
  });
});

/** Reads a record in every way that there is. What goes wrong has to be a Fault. */
function readAll(record: Buffer): void {
  const attempts = [
    () => {
      const { results } = readReply(record);
      if (results instanceof Fault) throw results;
      readPiece(results);
    },
    () => readCall(record).args.opaque(),
    () => readCreatedLink(new XdrReader(record)),
    () => readPiece(new XdrReader(record)),
    () => readStatusByte(new XdrReader(record)),
    () => readWritten(new XdrReader(record)),
    () => readError(new XdrReader(record)),
  ];
  for (const attempt of attempts)
    try {
      attempt();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
}

/** A small generator with a seed, so that a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

describe('R-23: fuzzed replies crash nothing, take no more than the cap, and never hang', () => {
  const valid = [
    marked(acceptedReply(7, xdr(0, 4, Buffer.from('1.234E+00\n')))),
    marked(acceptedReply(7, xdr(0, 0, 0xc001, 1024))),
    marked(xdr(7, 1, 0, 0, Buffer.from('verifier'), 0, 0, 6)),
    fragmented(acceptedReply(7, xdr(0, 4, Buffer.alloc(200, 65))), [10, 70, 71]),
    marked(xdr(1, 0, 2, 0x06_07_b1, 1, 30, 0, 0, 0, 0, Buffer.from('handle'))),
  ];

  test.each([1, 2])('altered, cut, joined and split anywhere (seed %d)', { timeout }, (seed) => {
    const roll = dice(seed);
    let most = 0;
    for (let run = 0; run < runs; run++) {
      const stream = Buffer.concat([0, 1].map(() => valid[roll(valid.length)] ?? Buffer.alloc(0)));
      for (let i = roll(6); i > 0; i--) stream[roll(stream.length)] = roll(256);
      let taken = 0;
      const reader = new RecordReader({ cap }, (record) => {
        taken += record.length;
        readAll(record);
      });
      const bytes = stream.subarray(roll(4) === 0 ? roll(stream.length) : 0);
      try {
        for (let at = 0; at < bytes.length; ) {
          const length = 1 + roll(40);
          reader.push(bytes.subarray(at, at + length));
          at += length;
        }
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
      }
      most = Math.max(most, reader.held);
      if (taken > bytes.length) throw new Error(`run ${run}: more was given than came`);
    }
    expect(most).toBeLessThanOrEqual(cap);
  });

  test('nothing but noise', { timeout }, () => {
    const roll = dice(3);
    let most = 0;
    for (let run = 0; run < runs; run++) {
      const noise = Buffer.alloc(roll(120));
      for (let i = 0; i < noise.length; i++) noise[i] = roll(3) === 0 ? roll(256) : 0;
      readAll(noise);
      const reader = new RecordReader({ cap }, readAll);
      try {
        reader.push(noise);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
      }
      most = Math.max(most, reader.held);
    }
    expect(most).toBeLessThanOrEqual(cap);
  });
});
