import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { mounts, smallDisk } from '#main/bad-input/mount.fixture.ts';
import { backupsIn } from '#main/backups/backup.fixture.ts';
import { Fault } from '#shared/faults.ts';
import { by, openedBackups, resultOf } from './opened.fixture.ts';

// Each backup starts two threads, and a machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const dayMs = 86_400_000;

test.runIf(mounts)(
  'the empty folder of a stick that is out is not taken for it: nothing is written there, and nothing is thought missing or deleted',
  async () => {
    let time = Date.now() - dayMs;
    const bench = await openedBackups({ now: () => time });
    await bench.key();
    const disk = smallDisk(8);
    const stick = await bench.place(disk.root, 'Stick');
    await bench.place();
    const { name } = (await bench.create()).copies.find(({ destination }) => destination === stick)!;
    // Of the same day keeping would leave the newer one alone.
    time += 1000;
    disk.unmount();
    const { copies, failed } = await bench.create();
    expect(copies.map(({ destination }) => destination)).not.toContain(stick);
    expect(failed).toEqual([
      {
        destination: stick,
        why: `Nothing is mounted at ${disk.root}: the folder there is empty, and not the destination.`,
      },
    ]);
    expect(readdirSync(disk.root)).toEqual([]);
    const state = await bench.state(({ destinations }) =>
      destinations.some(({ trouble }) => trouble !== null),
    );
    expect(state.destinations.find(({ id }) => id === stick)!.trouble).toMatch(/Nothing is mounted/);
    expect(await resultOf(bench.handlers.verifyAll({}, by()))).toMatchObject({ missing: 0 });
    expect(
      (await bench.copies()).find((copy) => copy.name === name && copy.destination === stick),
    ).toMatchObject({
      state: 'verified',
    });
  },
);

test('one copy that was removed is marked missing when it is verified, by its id or by its path; one whose place is out is not', async () => {
  let time = Date.now() - dayMs;
  const bench = await openedBackups({ now: () => time });
  await bench.key();
  await bench.place();
  const one = (await bench.create()).copies[0]!;
  time += dayMs;
  const two = (await bench.create()).copies[0]!;
  const verify = (source: { copy: string } | { file: string }) =>
    resultOf(bench.handlers.verify({ source, key: null, signer: null }, by()));
  const stateOf = async (id: string) => (await bench.copies()).find((copy) => copy.id === id)!.state;

  renameSync(bench.stick, `${bench.stick}-out`);
  await expect(verify({ copy: one.id })).rejects.toMatchObject({ code: 'BACKUP_UNKNOWN' });
  expect(await stateOf(one.id)).toBe('verified');
  renameSync(`${bench.stick}-out`, bench.stick);

  rmSync(join(bench.stick, one.name));
  await expect(verify({ file: join(bench.stick, one.name) })).rejects.toMatchObject({
    code: 'BACKUP_UNKNOWN',
  });
  expect(await stateOf(one.id)).toBe('missing');
  expect(await verify({ file: join(bench.stick, two.name) })).toMatchObject({ state: 'unchanged' });
  expect(await stateOf(two.id)).toBe('unchanged');
  rmSync(join(bench.stick, two.name));
  await expect(verify({ copy: two.id })).rejects.toMatchObject({ code: 'BACKUP_UNKNOWN' });
  expect(await stateOf(two.id)).toBe('missing');
  expect((await bench.state()).verdict).toBe('failed');
});

test('a seat that is locked or signed out ends its stream and not its backup, which is recorded; whoever leaves by himself gives it up', async () => {
  const bench = await openedBackups();
  await bench.key();
  await bench.place();
  const begin = async (signal: AbortSignal) => {
    const items = bench.handlers.create({ destinations: null }, by(signal))[Symbol.asyncIterator]();
    await items.next();
    return items;
  };
  const locked = new AbortController();
  const stream = await begin(locked.signal);
  locked.abort(new Fault('SESSION_LOCKED', 'The console is locked.'));
  await stream.return?.();
  await bench.state(({ running }) => running === null);
  expect(backupsIn(bench.stick)).toHaveLength(1);
  expect(await bench.copies()).toMatchObject([{ state: 'verified' }]);
  expect(bench.audited).toMatchObject([
    { who: 'Ada', action: 'backups.wentOn', detail: { copies: 1, failed: 0 }, result: 'ok' },
  ]);

  const left = new AbortController();
  const other = await begin(left.signal);
  left.abort();
  await other.return?.();
  await bench.state(({ running }) => running === null);
  expect(backupsIn(bench.stick)).toHaveLength(1);
  expect(bench.audited).toHaveLength(1);
});

test('after a sleep the schedule is looked at at once; a run that made nothing is tried once more', async () => {
  let time = new Date(2027, 0, 13, 17, 59).getTime();
  const bench = await openedBackups({ now: () => time, tickMs: 1_000_000, retryMs: 500 });
  await bench.key();
  await bench.place();
  await bench.handlers.setSchedule(
    {
      schedule: { times: ['18:00'], days: [0, 1, 2, 3, 4, 5, 6], atShutdown: false },
      keeping: { daily: 14, weekly: 8, monthly: 12, yearly: 5 },
    },
    by(),
  );
  const runs = () => bench.audited.filter(({ action }) => action === 'backups.scheduled');
  bench.backups.wake();
  time += 3 * 3_600_000;
  renameSync(bench.stick, `${bench.stick}-out`);
  bench.backups.wake();
  await expect
    .poll(runs, { timeout: 30_000 })
    .toMatchObject([{ detail: { why: 'caught-up' }, result: 'BACKUP_FAILED' }]);
  // Not before its time.
  bench.backups.wake();
  renameSync(`${bench.stick}-out`, bench.stick);
  await new Promise((resolve) => setTimeout(resolve, 600));
  bench.backups.wake();
  await expect.poll(runs, { timeout: 30_000 }).toHaveLength(2);
  expect(runs()[1]).toMatchObject({ detail: { why: 'caught-up', copies: 1 }, result: 'ok' });
  await new Promise((resolve) => setTimeout(resolve, 600));
  bench.backups.wake();
  // Time in which another one would have begun; the end waits for it.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await bench.backups.close();
  expect(runs()).toHaveLength(2);
});
