import { expect, test } from 'vitest';
import { Alerts, findAlerts, loopLimitMs } from './alerts.ts';

const MB = 2 ** 20;
const calm = { loopP99Ms: 1, memory: [], instruments: [] };
const kinds = (facts: Parameters<typeof findAlerts>[0]) => findAlerts(facts).map(({ kind }) => kind);

test('a late loop', () => {
  expect(kinds({ ...calm, loopP99Ms: loopLimitMs })).toEqual([]);
  const [alert] = findAlerts({ ...calm, loopP99Ms: 31.24 });
  expect(alert).toMatchObject({ kind: 'loop', key: null });
  expect(alert!.message).toContain('31.2 ms');
});

test('memory that does not come back, and not what comes and goes', () => {
  // Garbage: up by 200 MB and back, again and again.
  const teeth = (floor: (n: number) => number) =>
    Array.from({ length: 60 }, (_, n) => floor(n) + (n % 5) * 50 * MB);
  expect(kinds({ ...calm, memory: teeth(() => 100 * MB) })).toEqual([]);
  expect(kinds({ ...calm, memory: teeth((n) => (100 + 4 * n) * MB) })).toEqual(['memory']);
  // Not before there are ten minutes of it; and not where it is little beside what is in use.
  expect(kinds({ ...calm, memory: teeth((n) => (100 + 4 * n) * MB).slice(1) })).toEqual([]);
  expect(kinds({ ...calm, memory: teeth((n) => (4000 + 4 * n) * MB) })).toEqual([]);
  expect(kinds({ ...calm, memory: teeth((n) => (50 + n) * MB) })).toEqual([]);
});

test('an instrument that stays silent', () => {
  const silent = { id: 'a', name: 'Supply A', timeouts: 3, exchanges: 120 };
  expect(kinds({ ...calm, instruments: [{ ...silent, timeouts: 2 }] })).toEqual([]);
  const [alert] = findAlerts({ ...calm, instruments: [silent] });
  expect(alert).toMatchObject({ kind: 'instrument', key: { kind: 'exchange', instrument: 'a' } });
  expect(alert!.message).toBe('Supply A did not answer in time 3 times within a minute, of 120 exchanges.');
});

test('one that comes and goes is one since its beginning; half a minute without its reason ends it', () => {
  const alerts = new Alerts();
  const look = (loopP99Ms: number, at: number) => alerts.look({ loopP99Ms, instruments: [] }, at);
  expect(look(40, 1000)).toMatchObject([{ kind: 'loop', since: 1000 }]);
  expect(look(2, 20_000)).toMatchObject([{ since: 1000 }]);
  expect(look(50, 30_000)[0]).toMatchObject({ since: 1000, message: expect.stringContaining('50.0 ms') });
  expect(look(2, 60_000)).toHaveLength(1);
  expect(look(2, 60_001)).toEqual([]);
  expect(look(40, 90_000)).toMatchObject([{ since: 90_000 }]);
});
