import { Duplex } from 'node:stream';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Fault } from '#shared/faults.ts';
import { FrameParser } from './frames.ts';
import { BadMessage } from './header.ts';
import { Link } from './link.ts';
import { fault, never } from './links.fixture.ts';
import { message } from './server.fixture.ts';

/** How many fuzzed messages there are; the fuzzing command asks for a million. A property takes far longer a run. */
const fuzzed = Number(process.env.LABLINK_FUZZ ?? 20_000);
const numRuns = Math.min(5_000, Math.max(100, Math.floor(fuzzed / 50)));

/** A connection whose other end is the test: what is fed to it arrives in the same turn, what is written is counted. */
class Wire extends Duplex {
  written = 0;
  /** False: the other end reads nothing. */
  takes = true;

  override _read(): void {}
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.written += chunk.length;
    if (this.takes) done();
  }
  feed(bytes: Buffer): void {
    this.emit('data', bytes);
  }
}

function bare(cap = 10_000) {
  const told: Fault[] = [];
  const made = new Link(cap, { serviced: () => undefined, ended: (why) => told.push(why) });
  const [sync, async] = [new Wire(), new Wire()];
  made.attach('sync', sync);
  made.attach('async', async);
  made.payloadLimit = 1_000;
  return { made, sync, async, told };
}

/** Cuts bytes at places that are given as fractions of their length. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => Math.floor(place * bytes.length)))].toSorted((a, b) => a - b);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

const byte = fc.nat(255);
const id = fc.oneof(fc.constantFrom(0xffffff00, 0xffffff02, 0xffffffff, 0xfffffefe), fc.nat(0xffffffff));
const type = fc.oneof(fc.nat(40), fc.constantFrom(6, 6, 7, 7, 7, 13, 14), byte);
const anyMessage = fc
  .record({ type, control: byte, id, payload: fc.uint8Array({ maxLength: 60 }) })
  .map(({ type: code, control, id: parameter, payload }) => message(code, control, parameter, payload));
const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 12 });

/** A generator of 32-bit numbers that begins the same way each time. source: Marsaglia, Xorshift RNGs (2003), 3. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** A message that is right in most places: one in four has a wrong byte somewhere, one in sixteen a wrong length. */
function fuzz(random: () => number): Buffer {
  const often = [6, 7, 7, 13, 14, 3, 20, 22, 9, 23, 99, 200];
  const code = often[random() % often.length] ?? 7;
  const parameter = [0xffffff00, 0xffffff02, 0xffffff04, 0xffffffff, random()][random() % 5] ?? 0;
  const payload = Buffer.alloc(random() % 300, random() & 0xff);
  const bytes = message(code, random() & 1, parameter, payload);
  if (random() % 16 === 0) bytes.writeUInt32BE(random(), random() % 2 === 0 ? 12 : 8);
  if (random() % 4 === 0) bytes[random() % bytes.length] = random() & 0xff;
  return bytes;
}

describe('the parser', () => {
  const parsed = (pieces: readonly Buffer[]): string[] => {
    const out: string[] = [];
    let data = '';
    const parser = new FrameParser(
      {
        begin: () => {
          data = '';
        },
        data: (bytes) => {
          data += Buffer.from(bytes).toString('hex');
        },
        frame: (header, payload) => {
          const isData = header.type === 6 || header.type === 7;
          out.push(JSON.stringify([header, isData ? data : Buffer.from(payload).toString('hex')]));
        },
      },
      10_000,
    );
    for (const piece of pieces) parser.push(piece);
    return out;
  };

  test('any split anywhere gives the same messages', () => {
    fc.assert(
      fc.property(fc.array(anyMessage, { maxLength: 8 }), places, (messages, at) => {
        const whole = Buffer.concat(messages);
        const expected = parsed([whole]);
        expect(expected).toHaveLength(messages.length);
        expect(parsed(cut(whole, at))).toEqual(expected);
        expect(parsed([...whole].map((value) => Buffer.of(value)))).toEqual(expected);
      }),
      { numRuns },
    );
  });

  test('any bytes end in messages, or in one BadMessage', () => {
    const start = fc.constantFrom(
      Buffer.alloc(0),
      Buffer.from('H'),
      Buffer.from('HS'),
      message(7).subarray(0, 8),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), places, (head, rest, at) => {
        const pieces = cut(Buffer.concat([head, rest]), at);
        const caught = (() => {
          try {
            return parsed(pieces);
          } catch (error) {
            return error;
          }
        })();
        expect(Array.isArray(caught) || caught instanceof BadMessage).toBe(true);
      }),
      { numRuns },
    );
  });
});

describe('a link', () => {
  test('any messages and any bytes on both channels: no crash, no more kept than the cap, no reader left behind', async () => {
    const bytes = fc.oneof(
      { weight: 6, arbitrary: anyMessage },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }).map((some) => Buffer.from(some)) },
      { weight: 1, arbitrary: fc.bigInt(0n, (1n << 64n) - 1n).map((length) => message(7, 0, 0, '', length)) },
    );
    const step = fc.record({ sync: fc.boolean(), bytes, places });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, overlap) => {
        const { made, sync, async, told } = bare();
        made.reset(overlap);
        made.sendNow(made.dataMessages(Buffer.from('A?\n')));
        const asked = [
          fault(made.replies.take(never)),
          fault(made.asynchronous.ask(22, () => Promise.resolve(), never)),
          fault(made.synchronous.ask(9, () => Promise.resolve(), never)),
        ];
        for (const each of steps)
          for (const piece of cut(each.bytes, each.places)) (each.sync ? sync : async).feed(piece);
        expect(told.length).toBe(made.over ? 1 : 0);
        made.give(new Fault('INSTRUMENT_CLOSED', 'over'));
        await Promise.all(asked);
        // Errors back are short, and no more than what came.
        expect(sync.written + async.written).toBeLessThan(2_000);
      }),
      { numRuns },
    );
  });

  test('whatever comes in between, what is read answers what was sent last', async () => {
    const junk = fc.array(
      fc.record({
        type: fc.constantFrom(6, 7),
        back: fc.nat(3),
        any: fc.boolean(),
        text: fc.constant('old'),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(junk, junk, places), { minLength: 1, maxLength: 5 }),
        async (rounds) => {
          const { made, sync } = bare();
          let last = 0xffffff00 - 2;
          for (const [early, late, at] of rounds) {
            const noise = (of: typeof early): Buffer[] =>
              of.map(({ type: code, back, any }) =>
                message(code, 0, any && code === 6 ? 0xffffffff : last - 2 - 2 * back, 'old'),
              );
            made.sendNow(made.dataMessages(Buffer.from('Q?\n')));
            last += 2;
            const stream = Buffer.concat([
              ...noise(early),
              // An answer to an older question ends whatever was left open in front of it.
              message(7, 0, last - 2, 'old'),
              message(6, 0, last, 'new '),
              message(7, 0, last, String(last)),
              ...noise(late),
            ]);
            for (const piece of cut(stream, at)) sync.feed(piece);
            const parts: Buffer[] = [];
            for (let end = false; !end; ) {
              const part = await made.replies.take(never);
              parts.push(Buffer.from(part.bytes));
              ({ end } = part);
            }
            expect(Buffer.concat(parts).toString()).toBe(`new ${last}`);
          }
          made.give(new Fault('INSTRUMENT_CLOSED', 'over'));
        },
      ),
      { numRuns },
    );
  });

  test(`${fuzzed} fuzzed messages: no crash, and no more kept than the cap`, {
    timeout: 900_000,
  }, async () => {
    const random = generator(0x48534c50);
    const cap = 5_000;
    let { made, sync, async, told } = bare(cap);
    let links = 1;
    for (let n = 0; n < fuzzed; n++) {
      const bytes = fuzz(random);
      const at = random() % (bytes.length + 1);
      const wire = random() % 3 === 0 ? async : sync;
      wire.feed(bytes.subarray(0, at));
      wire.feed(bytes.subarray(at));
      // What one turn brings may be over the cap by as much as the turn brought.
      if (!made.over && made.replies.held > cap) throw new Error(`${made.replies.held} bytes are kept`);
      if (random() % 8 === 0 && !made.over) made.sendNow(made.dataMessages(Buffer.from('A?\n')));
      if (random() % 8 === 0) void fault(made.replies.take(AbortSignal.abort()));
      if (!made.over && random() % 500 !== 0) continue;
      expect(told.length).toBe(made.over ? 1 : 0);
      made.give(new Fault('INSTRUMENT_CLOSED', 'over'));
      ({ made, sync, async, told } = bare(cap));
      links++;
      // Let promises and ends of connections have their turn.
      if (links % 100 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    }
    made.give(new Fault('INSTRUMENT_CLOSED', 'over'));
    expect(links).toBeGreaterThan(fuzzed / 2_000);
  });

  test('unknown messages to somebody who reads nothing cost little memory', () => {
    const { made, sync } = bare();
    sync.takes = false;
    for (let n = 0; n < 20_000; n++) sync.feed(message(99));
    expect(sync.writableLength).toBeLessThan(70_000);
    made.give(new Fault('INSTRUMENT_CLOSED', 'over'));
  });

  test('a reply in very many pieces costs about its own size', async () => {
    const { made, sync } = bare(1 << 20);
    made.sendNow(made.dataMessages(Buffer.from('A?\n')));
    const size = 1 << 19;
    sync.feed(message(7, 0, 0xffffff00, '', BigInt(size)));
    for (let n = 0; n < size; n++) sync.feed(Buffer.of(n & 0xff));
    let [count, length] = [0, 0];
    for (let end = false; !end; count++) {
      const part = await made.replies.take(never);
      length += part.bytes.length;
      ({ end } = part);
    }
    expect(length).toBe(size);
    expect(count).toBeLessThan(20);
  });
});
