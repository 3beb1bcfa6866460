import { expect, test } from 'vitest';
import { ask, person, type Rig, setpoint, tell } from '#main/session/session.fixture.ts';
import { Fault } from '#shared/faults.ts';
import type { BusInstrument } from './adapter.fixture.ts';
import { adapter, link, session } from './bus.fixture.ts';

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
  'LINK_DIRTY',
  'CANCELLED',
  'SAFETY_PREEMPTED',
]);

test.each([1, 2])(
  'R-10: 1,000 exchanges with five instruments behind one adapter, late, silent, twice, cut off: never a wrong answer (seed %d)',
  async (seed) => {
    const roll = dice(seed);
    const bus = await adapter({ oneClient: true, strayNul: seed === 2 });
    let faults = true;
    const instrument = (place: number): BusInstrument =>
      bus.instrument(String(place), (message, self) => {
        for (const line of message.split('\n').filter((each) => each.endsWith('?'))) {
          const text = line === '*IDN?' ? `LabLink,BUS${place},1,1` : `re ${place} ${line}`;
          const kind = faults ? roll(100) : 0;
          if (kind < 84) self.say(`${text}\n`);
          else if (kind < 90) self.later(text, roll(150));
          else if (kind < 92) self.say(`${text}\n${text} again\n`);
          else if (kind < 94) {
            self.say(`${text}\n`);
            self.say(`re ${place} nothing\n`);
          } else if (kind < 98) self.later(text, 1);
          else if (kind === 99 && roll(4) === 0) bus.socket.destroy();
        }
      });
    const places = [1, 2, 3, 4, 5];
    for (const place of places) instrument(place);
    const rigs = new Map<number, Rig>();
    for (const place of places)
      rigs.set(
        place,
        await session(bus, place, {
          timing: { reply: 150, backoffFirst: 2, backoffMax: 20, quiet: 8 },
          connect: () => link(bus, place, null, { readMs: 15, quietMs: 5, urgentMs: 5 }),
          greet: async (greeted) => {
            const reply = Buffer.from((await greeted.exchange('*IDN?', ask())) ?? []).toString();
            if (reply !== `LabLink,BUS${place},1,1`) throw new Fault('INSTRUMENT_CHANGED', 'Another one.');
          },
        }),
      );
    for (const made of rigs.values()) made.session.open();
    const answers: [string, string][] = [];
    let right = 0;
    let failed = 0;
    const one = async (place: number, made: Rig, number: number): Promise<void> => {
      const text = `Q${number}?`;
      const cancel = new AbortController();
      const kind = roll(100);
      try {
        if (kind < 15) await made.session.exchange(`V ${number}`, tell(setpoint));
        else if (kind === 99) await made.session.emergency(['OUTP:ALL OFF'], person, 500);
        else {
          if (kind > 95) setTimeout(() => cancel.abort(), roll(10));
          const reply = await made.ask(text, { signal: cancel.signal });
          answers.push([`${place} ${text}`, reply]);
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
    await Promise.all(
      [...rigs].map(async ([place, made]) => {
        await made.reached('ready');
        for (let number = 0; number < 200; number++) await one(place, made, number);
      }),
    );
    expect(answers.filter(([asked, reply]) => reply !== `re ${asked}`)).toEqual([]);
    expect(right + failed).toBe(1000);
    expect(right).toBeGreaterThan(500);
    expect(failed).toBeGreaterThan(10);
    // And when all is well again, everybody is served.
    faults = false;
    for (const [place, made] of rigs) {
      if (made.session.status.state !== 'ready') await made.reached('ready');
      expect(await made.ask('LAST?', { deadlineMs: 2000 })).toBe(`re ${place} LAST?`);
    }
  },
  60_000,
);
