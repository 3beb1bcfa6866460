import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { Instrument } from './instrument.fixture.ts';
import { address, ask, bytes, never } from './link.fixture.ts';
import { usualTiming } from './timing.ts';
import { UsbtmcTransport } from './usbtmc.ts';

/** More of them for a night: LABLINK_FUZZ. */
const runs = Number(process.env['LABLINK_FUZZ'] ?? 300);
const patient = 60_000 + runs * 5;

const timing = { ...usualTiming, poll: 0 };

async function to(device: Instrument): Promise<UsbtmcTransport> {
  const link = new UsbtmcTransport(address, { connect: async () => device, timing });
  await link.open(never);
  return link;
}

test(
  'an answer is the same, however it is split into packets and transfers, and however much padding it has',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 3_000 }),
        fc.constantFrom(8, 16, 32, 64, 512, 1024),
        fc.integer({ min: 1, max: 4_000 }),
        fc.array(fc.nat(7), { maxLength: 8 }),
        async (answer, packet, transferBytes, paddings) => {
          const device = new Instrument({ packet, transferBytes, interrupt: false, answer: () => answer });
          const left = [...paddings];
          device.tamper = (sending) => {
            const padded = new Uint8Array(sending.frame.length + ((left.pop() ?? 0) % packet));
            // Whole and padding together: less than a packet more than was announced. Some of it is there already.
            if (padded.length - sending.frame.length > packet - 4) return;
            padded.set(sending.frame);
            sending.frame = padded;
          };
          const link = await to(device);
          await link.write(bytes('A?'), never);
          const parts: Uint8Array[] = [];
          for (let end = false; !end; ) {
            const part = await link.read(never);
            expect(part.bytes.length > 0 || part.end).toBe(true);
            parts.push(part.bytes);
            end = part.end;
          }
          await link.close();
          expect(Buffer.concat(parts).equals(answer)).toBe(true);
          expect(device.violations).toEqual([]);
          await link.close();
        },
      ),
      { numRuns: runs },
    );
  },
  patient,
);

const packetful = fc.uint8Array({ maxLength: 64 });

/** An answer's header, right or nearly right, and whatever follows. */
const nearly = fc.record({
  id: fc.oneof({ weight: 9, arbitrary: fc.constant(2) }, fc.nat(255)),
  tag: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(255)),
  inverse: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.nat(255)),
  // -1: as many as come.
  size: fc.oneof(
    { weight: 6, arbitrary: fc.constant(-1) },
    { weight: 3, arbitrary: fc.nat(300) },
    fc.nat(0xffff_ffff),
  ),
  end: fc.nat(3),
  rest: fc.uint8Array({ maxLength: 300 }),
  cut: fc.oneof({ weight: 9, arbitrary: fc.constant(1_000) }, fc.nat(20)),
  tail: fc.boolean(),
});

test(
  'whatever a device answers, the link takes it or refuses it, and the next question gets its own answer or none',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 6, arbitrary: nearly }, fc.uint8Array({ maxLength: 200 })),
        fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(packetful, { maxLength: 3 })),
        async (answer, more) => {
          const device = new Instrument({ interrupt: false, answer: (said) => said });
          const link = await to(device);
          let sent = 0;
          device.tamper = (sending) => {
            if (answer instanceof Uint8Array) sending.frame = answer;
            else {
              const { id, tag, inverse, size, end, rest, cut } = answer;
              const frame = new Uint8Array(12 + rest.length);
              frame.set([id, (sending.frame[1] ?? 0) ^ tag, (sending.frame[2] ?? 0) ^ tag ^ inverse]);
              new DataView(frame.buffer).setUint32(4, size === -1 ? rest.length : size, true);
              frame[8] = end;
              frame.set(rest, 12);
              sending.frame = frame.slice(0, cut);
              sending.tail = answer.tail;
            }
            sent += sending.frame.length;
            queueMicrotask(() => device.blurt(...more));
          };
          await link.write(bytes('FUZZ?'), never);
          sent += more.reduce((sum, each) => sum + each.length, 0);
          const giveUp = new AbortController();
          let got = 0;
          const reading = (async () => {
            for (let end = false; !end; ) {
              const part = await link.read(giveUp.signal);
              got += part.bytes.length;
              end = part.end;
            }
          })();
          let settled = false;
          const outcome = reading.then(
            () => null,
            (error: unknown) => error,
          );
          void outcome.then(() => {
            settled = true;
          });
          for (let turns = 0; turns < 40 && !settled; turns++) await turn();
          giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'late'));
          const failure = await outcome;
          expect(failure === null || failure instanceof Fault).toBe(true);
          // Never more than was sent.
          expect(got).toBeLessThanOrEqual(sent);
          device.tamper = null;
          try {
            expect(await link.clear(never)).toBe(true);
            expect(await ask(link, 'NEXT?')).toBe('NEXT?');
          } catch (error) {
            if (!(error instanceof Fault)) throw error;
          }
          expect(device.violations).toEqual([]);
          await link.close();
        },
      ),
      { numRuns: runs },
    );
  },
  patient,
);
