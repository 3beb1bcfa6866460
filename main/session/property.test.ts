import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ask, type Got, identity, ready, rig, setpoint, tell } from './session.fixture.ts';

/** A small generator with a seed, so that a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const expected = new Set([
  'INSTRUMENT_TIMEOUT',
  'INSTRUMENT_CLOSED',
  'INSTRUMENT_UNREACHABLE',
  'INSTRUMENT_REPLY',
  'CANCELLED',
  'SAFETY_PREEMPTED',
]);

test.each([1, 2])(
  'R-10: 1,000 exchanges with an instrument that delays, drops, closes and interjects: never a wrong answer (seed %d)',
  async (seed) => {
    const roll = dice(seed);
    // It answers in the order it was asked, as instruments do; sometimes late, sometimes not at all, sometimes in pieces.
    const orders = new WeakMap<object, Promise<void>>();
    const later = (got: Got, text: string): void => {
      const before = orders.get(got.socket) ?? Promise.resolve();
      const kind = roll(100);
      const wait = kind < 90 ? 0 : roll(60);
      orders.set(
        got.socket,
        before.then(async () => {
          if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
          if (kind >= 88 && kind < 90) return;
          if (kind === 99) got.socket.destroy();
          else if (kind < 80 || got.socket.destroyed) got.socket.write(`${text}\r\n`);
          else if (kind < 83) {
            // Nobody asked for this; the answer follows when the next question may be on the wire already.
            got.socket.write('EVENT 7\r\n');
            await new Promise((resolve) => setTimeout(resolve, 3));
            got.socket.write(`${text}\r\n`);
          } else {
            const cut = roll(text.length);
            got.socket.write(text.slice(0, cut));
            setImmediate(() => got.socket.write(`${text.slice(cut)}\r\n`));
            await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
          }
        }),
      );
    };
    const made = await rig(
      (got) => {
        if (got.line.endsWith('?')) later(got, `re ${got.line}`);
      },
      {
        timing: { reply: 40, backoffFirst: 2, backoffMax: 8, quiet: 8 },
        greet: async (session) => {
          const reply = await session.exchange('*IDN?', ask());
          if (Buffer.from(reply ?? []).toString() !== identity)
            throw new Fault('INSTRUMENT_CHANGED', 'This is another one.');
        },
      },
    );
    made.script.on('identity', (got: Got) => later(got, identity));
    await ready(made);
    const answers: [string, string][] = [];
    let right = 0;
    let failed = 0;
    const lanes = ['emergency', 'person', 'poll'] as const;
    const one = async (i: number): Promise<void> => {
      const cancel = new AbortController();
      const kind = roll(100);
      const text = `Q${i}?`;
      try {
        if (kind < 15) await made.session.exchange(`V ${i}`, tell(setpoint));
        else if (kind === 99)
          await made.session.emergency(['OUTP:ALL OFF'], { name: 'Ada', confirmed: false }, 500);
        else {
          if (kind > 94) setTimeout(() => cancel.abort(), roll(10));
          const answer = await made.ask(text, { lane: lanes[roll(3)] ?? 'person', signal: cancel.signal });
          // As every driver does with a reply that it cannot read.
          if (/^re Q\d+\?$/.test(answer)) answers.push([text, answer]);
          else made.session.distrust();
        }
        right++;
      } catch (error) {
        const { code } = error as Fault;
        if (!expected.has(code)) throw error;
        failed++;
        // Whoever was refused because the link is down comes again when it is back.
        if (made.session.status.state === 'unreachable') await made.reached('ready');
      }
    };
    let next = 0;
    const asker = async (): Promise<void> => {
      while (next < 1000) await one(next++);
    };
    await Promise.all([asker(), asker(), asker()]);
    expect(right + failed).toBe(1000);
    expect(right).toBeGreaterThan(500);
    expect(failed).toBeGreaterThan(10);
    // What the history says was answered is what was answered.
    for (const { text, outcome } of made.diary.outcomes)
      if (outcome.reply !== null && text !== '*IDN?' && Buffer.from(outcome.reply).toString() !== 'EVENT 7')
        answers.push([text, Buffer.from(outcome.reply).toString()]);
    expect(answers.filter(([text, answer]) => answer !== `re ${text}`)).toEqual([]);
    expect(answers.length).toBeGreaterThan(500);
    await made.end();
  },
  60_000,
);
