import { afterEach, expect, test, vi } from 'vitest';
import type { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import { AskedInstrument, AskedTransport } from './asked.fixture.ts';
import { off, person, type Rig, ready, rig, setpoint, tell } from './session.fixture.ts';

/** A bus that a test has, or lets others have. */
class Bus {
  taken = Promise.withResolvers<void>();
  waiting = 0;
  constructor() {
    this.taken.resolve();
  }
  occupy(): void {
    this.taken = Promise.withResolvers<void>();
  }
  leave(): void {
    this.taken.resolve();
  }
}

class SharedTransport extends AskedTransport {
  readonly #bus: Bus;
  constructor(instrument: AskedInstrument, bus: Bus) {
    super(instrument, 'polled');
    this.#bus = bus;
  }
  async turn(signal: AbortSignal): Promise<void> {
    this.#bus.waiting++;
    try {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(abortFault(signal)), { once: true });
      });
      await Promise.race([this.#bus.taken.promise, aborted]);
    } finally {
      this.#bus.waiting--;
    }
  }
}

let rigs: Rig[] = [];
afterEach(async () => {
  for (const made of rigs) await made.end();
  rigs = [];
});
async function make(): Promise<Rig & { instrument: AskedInstrument; bus: Bus }> {
  const instrument = new AskedInstrument();
  const bus = new Bus();
  const made = await rig(undefined, { connect: () => new SharedTransport(instrument, bus) });
  rigs.push(made);
  return { ...(await ready(made)), instrument, bus };
}
const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );
/** Longer than the deadline of the question. */
const longer = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 120));

test('what waits for a shared bus loses nothing of its deadline, and no link', async () => {
  const { instrument, bus, ask } = await make();
  bus.occupy();
  const asked = ask('A?', { deadlineMs: 60 });
  await longer();
  expect(instrument.lines).not.toContain('A?');
  bus.leave();
  expect(await asked).toBe('re A?');
  expect(instrument.links).toBe(1);
  expect(instrument.clears).toBe(0);
});

test('R-9: a switch-off does not wait behind what waits for the bus, and undoes nothing that comes after it', async () => {
  const { instrument, session, bus, ask } = await make();
  bus.occupy();
  const asked = ask('A?');
  await vi.waitFor(() => expect(bus.waiting).toBe(1));
  await session.exchange('OUTP OFF', tell(off));
  expect(instrument.lines.at(-1)).toBe('OUTP OFF');
  bus.leave();
  expect(await asked).toBe('re A?');
  expect(instrument.lines.slice(-2)).toEqual(['OUTP OFF', 'A?']);
});

test('cancelled, swept by an emergency or left without a link while it waits: nothing of it was sent', async () => {
  const { instrument, session, bus, ask, diary } = await make();
  bus.occupy();
  const controller = new AbortController();
  const cancelled = code(ask('A?', { signal: controller.signal }));
  await vi.waitFor(() => expect(bus.waiting).toBe(1));
  controller.abort();
  expect(await cancelled).toBe('CANCELLED');
  await vi.waitFor(() => expect(bus.waiting).toBe(0));

  const set = code(session.exchange('VOLT 5', tell(setpoint)));
  await vi.waitFor(() => expect(bus.waiting).toBe(1));
  await session.emergency(['OUTP OFF'], person, 500);
  expect(await set).toBe('SAFETY_PREEMPTED');
  expect(instrument.lines).not.toContain('VOLT 5');
  expect(diary.entries).toContain('settle VOLT 5 cancelled');

  const lost = code(ask('B?'));
  await session.close();
  expect(await lost).toBe('INSTRUMENT_CLOSED');
  expect(instrument.lines).not.toContain('B?');
});

test('a link that has to be brought back into step while something waits for the bus: first the one, then the other', async () => {
  const { instrument, session, bus, ask } = await make();
  bus.occupy();
  const asked = ask('A?');
  await vi.waitFor(() => expect(bus.waiting).toBe(1));
  session.distrust();
  bus.leave();
  expect(await asked).toBe('re A?');
  expect(instrument.clears).toBe(1);
  expect(instrument.lines.slice(-2)).toEqual(['*IDN?', 'A?']);
});
