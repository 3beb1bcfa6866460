import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { backupsIn } from '#main/backups/backup.fixture.ts';
import { by, type OpenedBackups, openedBackups } from './opened.fixture.ts';

const at = (text: string): number => new Date(text).getTime();
const keeping = { daily: 2, weekly: 0, monthly: 0, yearly: 0 };
const schedule = { times: ['18:00'], days: [0, 1, 2, 3, 4, 5, 6], atShutdown: false };

/** Backups under a clock that the test sets, looked at all the time. */
async function under(start: string) {
  let time = at(start);
  const bench = await openedBackups({ now: () => time, tickMs: 20 });
  await bench.key();
  await bench.place();
  await bench.handlers.setSchedule({ schedule, keeping }, by());
  return {
    bench,
    set: (text: string): void => {
      time = at(text);
    },
  };
}
const made = (bench: OpenedBackups, count: number): Promise<void> =>
  expect
    .poll(async () => (await bench.state()).running === null && (await bench.copies()).length, {
      timeout: 20_000,
    })
    .toBe(count);

test('a run is made when it is due, one that was missed is caught up, and a clock set back runs nothing twice', async () => {
  const { bench, set } = await under('2026-11-23T17:59:00');
  set('2026-11-23T18:00:30');
  await made(bench, 1);
  expect(await bench.copies()).toMatchObject([{ why: 'schedule', state: 'verified' }]);
  // Back by an hour, and past the time again.
  set('2026-11-23T17:10:00');
  set('2026-11-23T18:01:00');
  // Asleep for two days and a night.
  set('2026-11-26T09:00:00');
  await made(bench, 2);
  expect((await bench.copies())[0]).toMatchObject({ why: 'caught-up' });
  expect((await bench.state()).verdict).toBe('yes');
  expect(bench.audited.filter(({ result }) => result !== 'ok')).toEqual([]);
}, 60_000);

test('what keeping takes is shown first, is gone afterwards, and is on record; the newest stays', async () => {
  const { bench, set } = await under('2026-11-18T10:00:00');
  const none = { ...schedule, times: [] };
  await bench.handlers.setSchedule({ schedule: none, keeping: { ...keeping, daily: 9 } }, by());
  const names: string[] = [];
  for (const day of ['18', '19', '20']) {
    set(`2026-11-${day}T10:00:00`);
    names.push((await bench.create()).copies[0]!.name);
  }
  expect(backupsIn(bench.stick)).toHaveLength(3);
  await bench.handlers.setSchedule({ schedule: none, keeping }, by());
  const going = async () => (await bench.handlers.going({}, by())).copies.map(({ name }) => name);
  expect(await going()).toEqual([names[0]]);
  expect(backupsIn(bench.stick)).toHaveLength(3);
  set('2026-11-21T10:00:00');
  names.push((await bench.create()).copies[0]!.name);
  expect(backupsIn(bench.stick).toSorted()).toEqual(names.slice(2).toSorted());
  // What lay beside them is gone, too.
  expect(readdirSync(bench.stick)).toHaveLength(4);
  expect((await bench.copies()).map(({ name }) => name)).toEqual(names.slice(2).toReversed());
  expect(await going()).toEqual([]);
  expect(bench.audited.map(({ detail }) => detail)).toContainEqual(
    expect.objectContaining({ names: expect.arrayContaining([names[0], names[1]]) }),
  );
}, 60_000);

test('a backup that is too old is said to be', async () => {
  const { bench, set } = await under('2026-11-20T10:00:00');
  await bench.create();
  expect((await bench.state()).verdict).toBe('yes');
  await bench.handlers.setSchedule({ schedule: { ...schedule, times: [] }, keeping }, by());
  set('2026-11-29T10:00:00');
  expect((await bench.state()).verdict).toBe('old');
}, 30_000);

test('at shutdown one is made where the schedule says so', async () => {
  const { bench } = await under('2026-11-20T10:00:00');
  await bench.handlers.setSchedule({ schedule: { times: [], days: [], atShutdown: true }, keeping }, by());
  await bench.again();
  expect(await bench.copies()).toMatchObject([{ why: 'shutdown', state: 'verified' }]);
  await bench.handlers.setSchedule({ schedule: { times: [], days: [], atShutdown: false }, keeping }, by());
}, 30_000);
