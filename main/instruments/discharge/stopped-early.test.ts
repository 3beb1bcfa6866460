import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { closeAll } from '#main/instruments/bench.fixture.ts';
import { BatteryDesk } from './battery.fixture.ts';

afterEach(closeAll);

test.each([':SOUR:CURR 1', ':INP:STAT ON'])(
  'R-4: an emergency stop while "%s" is on its way keeps the input off, and no test runs',
  async (text) => {
    const at = await BatteryDesk.open(1);
    const { journal, handlers } = at.room;
    const intend = journal.intend.bind(journal);
    const stops: Promise<unknown>[] = [];
    // The intent is the last thing before the wire: the stop comes while it is being written.
    journal.intend = async (to, request) => {
      if (request.text === text && stops.length === 0) {
        stops.push(Promise.resolve(handlers.safety.stop({ origin: 'keys' }, at.room.call(null))));
        await pause(30);
      }
      return intend(to, request);
    };
    await expect(at.start()).rejects.toMatchObject({ code: expect.stringMatching(/^SAFETY_/) });
    await Promise.all(stops);
    expect(at.bench.load.on).toBe(false);
    expect(await at.room.safety()).toMatchObject({ latched: true });
    const settled = journal.notes.filter(({ request }) => request.text === ':INP:STAT ON');
    expect(settled.map(({ outcome }) => outcome.status)).not.toContain('ok');
    // Nothing switches it on later, and the stop does not end a test that never ran.
    await pause(300);
    expect(at.bench.load.on).toBe(false);
    expect(at.results).toEqual([]);
  },
);
