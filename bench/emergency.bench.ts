import { performance } from 'node:perf_hooks';
import type { Session } from '#main/session/session.ts';
import { batchedJournal, operator, startInstrument, startSession } from './instrument.fixture.ts';
import type { BenchResult } from './result.ts';

const rounds = 150;
const links = 10;
const queued = 200;
const limitMs = 20;

const query = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
const data = `DATA ${'x'.repeat(16 << 20)}`;
const now = (): number => performance.timeOrigin + performance.now();

/**
 * Ten links with 200 questions queued on each, one of them to an instrument that has stopped taking bytes. Measured from
 * the call to the arrival of the off command at the other end of each of the nine other wires, by the clock there.
 */
export async function run(): Promise<BenchResult> {
  const [good, hanging] = await Promise.all([startInstrument(), startInstrument()]);
  const book = batchedJournal();
  const others = await Promise.all(
    Array.from({ length: links - 1 }, () => startSession(good.port, book.journal)),
  );
  const stuck = await startSession(hanging.port, book.journal);

  let arrived: (at: number) => void = () => undefined;
  good.onOff((at) => arrived(at));
  const wire: number[] = [];
  const again: number[] = [];
  const calls: number[] = [];
  for (let round = -10; round < rounds; round++) {
    await hang(stuck);
    const waiting = Promise.allSettled(
      [...others, stuck].flatMap((session) =>
        Array.from({ length: queued }, () => session.exchange('MEAS1:VOLT?', query)),
      ),
    );
    const times: number[] = [];
    const all = new Promise<void>((resolve) => {
      arrived = (at) => {
        times.push(at);
        if (times.length === others.length) resolve();
      };
    });
    const start = now();
    const writes = [stuck, ...others].map((session) => session.emergency(['OUTP:ALL OFF'], operator, 1_000));
    const call = now() - start;
    const results = await Promise.all(writes);
    await all;
    await waiting;
    // In step again before the next round.
    await Promise.all([...others, stuck].map((session) => settled(session)));
    if (round < 0) continue;
    calls.push(call);
    wire.push(...times.map((at) => at - start));
    again.push(results[0]?.wireMs ?? Number.NaN);
  }
  for (const session of [...others, stuck]) await session.close();
  book.close();
  good.stop();
  hanging.stop();
  const p99 = percentile(wire, 99);
  const late = Math.max(...again);
  return {
    name: 'emergency stop',
    rows: [
      {
        what: `off on every other wire, ${wire.length} wires, p50`,
        value: percentile(wire, 50),
        unit: 'ms',
        goal: '',
        ok: true,
      },
      {
        what: 'off on every other wire, p99',
        value: p99,
        unit: 'ms',
        goal: `< ${limitMs}`,
        ok: p99 < limitMs,
      },
      { what: 'off on every other wire, slowest', value: Math.max(...wire), unit: 'ms', goal: '', ok: true },
      {
        what: 'ten calls, all bytes with the system, p99',
        value: percentile(calls, 99),
        unit: 'ms',
        goal: '',
        ok: true,
      },
      {
        what: 'the hanging link, made anew and written to, slowest',
        value: late,
        unit: 'ms',
        goal: '< 1000',
        ok: late < 1_000,
      },
    ],
  };
}

/** The instrument stops taking bytes, and a long message fills everything between. */
async function hang(session: Session): Promise<void> {
  await session.exchange('HANG', { ...query, reply: false });
  void session.exchange(data, { ...query, reply: false, deadlineMs: 60_000 }).catch(() => undefined);
}

async function settled(session: Session): Promise<void> {
  for (;;) {
    const reply = await session.exchange('MEAS1:VOLT?', query).catch(() => null);
    if (reply !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

const percentile = (values: readonly number[], p: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor((values.length * p) / 100))] ??
  Number.NaN;
