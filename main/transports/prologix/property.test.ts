import { expect, test } from 'vitest';
import { Inbox } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { Fault } from '#shared/faults.ts';
import { whole } from './answer.ts';
import { Wire } from './wire.ts';

/** How many fuzzed answers there are; the fuzzing command asks for a million. */
const fuzzed = Number(process.env.LABLINK_FUZZ ?? 20_000);
const never = new AbortController().signal;
const mark = 'Prologix GPIB-ETHERNET Controller version 01.06.06.00\r\n';

/** A link whose other end is the test. */
function bare(): { link: Transport; feed: (bytes: Uint8Array) => void } {
  const inbox = new Inbox({ pause: () => undefined, resume: () => undefined }, 1 << 20);
  const no = (): Promise<false> => Promise.resolve(false);
  const link: Transport = {
    framing: 'stream',
    state: 'open',
    open: () => Promise.resolve(),
    write: () => Promise.resolve(),
    writeNow: () => undefined,
    read: async (signal) => ({ bytes: await inbox.take(signal), end: false }),
    abort: () => Promise.resolve(inbox.end(new Fault('INSTRUMENT_CLOSED', 'Gone.'))),
    clear: no,
    statusByte: () => Promise.resolve(null),
    trigger: no,
    remote: no,
    local: no,
    close: () => Promise.resolve(inbox.end(new Fault('INSTRUMENT_CLOSED', 'Gone.'))),
    onClosed: () => () => undefined,
  };
  return { link, feed: (bytes) => inbox.put(bytes) };
}

/** A generator of 32-bit numbers that begins the same way each time. source: Marsaglia, Xorshift RNGs (2003), 3. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

test(`${fuzzed} fuzzed answers, cut anywhere: each ends where it ends, and nothing is left of it`, async () => {
  const roll = generator(20_251_125);
  const { link, feed } = bare();
  const wire = new Wire(link, 'the adapter', 60_000);
  const wrong: { readonly answer: string; readonly said: string }[] = [];
  for (let each = 0; each < fuzzed; each++) {
    const parts: Buffer[] = [];
    for (let part = roll(4); part > 0; part--)
      parts.push(
        roll(3) === 0
          ? Buffer.from(mark.slice(0, roll(mark.length)), 'latin1')
          : Buffer.from(Array.from({ length: roll(20) }, () => roll(256))),
      );
    const answer = Buffer.concat(parts);
    const bytes = Buffer.concat([answer, Buffer.from(mark, 'latin1')]);
    // Chance has made the line itself.
    if (bytes.indexOf(mark, 0, 'latin1') < answer.length) continue;
    const said = whole(await wire.ask(Buffer.alloc(0), mark, never), never);
    for (let at = 0; at < bytes.length; ) {
      const next = roll(3) === 0 ? bytes.length : at + 1 + roll(bytes.length - at);
      feed(bytes.subarray(at, next));
      at = next;
    }
    if (Buffer.compare(await said, answer) !== 0)
      wrong.push({ answer: answer.toString('latin1'), said: Buffer.from(await said).toString('latin1') });
  }
  expect(wrong).toEqual([]);
  expect(wire.suspect).toBe(false);
  expect(wire.over).toBeNull();
  await wire.close();
});

test('an answer without end takes no more memory than there is room for', async () => {
  const { link, feed } = bare();
  const wire = new Wire(link, 'the adapter', 60_000);
  const asked = await wire.ask(Buffer.alloc(0), mark, never);
  let taken = 0;
  for (let each = 0; each < 200; each++) {
    feed(Buffer.alloc(1 << 16, 0x61));
    const { bytes, over } = await asked.take(never);
    expect(over).toBe(false);
    taken += bytes.length;
    expect(bytes.length).toBeLessThanOrEqual(1 << 18);
  }
  expect(taken).toBeGreaterThan(190 << 16);
  await wire.close();
  await expect(asked.take(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
});
