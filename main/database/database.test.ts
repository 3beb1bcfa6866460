import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { brokenDatabase, openDatabase } from './database.ts';
import { commitsIn, idle, trialDatabase, trialFolder } from './trial.fixture.ts';

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test('what waits together is committed together, in the order of asking', async () => {
  const file = join(trialFolder(), 'a.db');
  const database = await trialDatabase(file);
  const before = commitsIn(file);
  const answers = await Promise.all(count(200).map((value) => database.write('put', value)));
  // The first goes at once, all others while it is being committed.
  expect(commitsIn(file) - before).toBe(2);
  expect(answers).toEqual(count(200).map((i) => i + 1));
  expect(await database.read('values', null)).toEqual(count(200));
});

test('R-11: a write is on the disk when it resolves: another process could read it', async () => {
  const file = join(trialFolder(), 'a.db');
  const database = await trialDatabase(file);
  for (const value of count(5)) {
    const before = commitsIn(file);
    await database.write('put', value);
    expect(commitsIn(file)).toBe(before + 1);
    expect(await database.read('values', null)).toEqual(count(value + 1));
  }
});

test('an operation that throws undoes only itself; those beside it are committed in order', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  const first = database.write('put', -1);
  const results = await Promise.allSettled([
    database.write('put', 0),
    database.write('putThenFail', 1),
    database.write('put', 2),
    database.write('putThenFail', 3),
    database.write('put', 4),
  ]);
  await first;
  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
  expect(results[1]).toMatchObject({ reason: { code: 'DATABASE_FAILED' } });
  expect(await database.read('values', null)).toEqual([-1, 0, 2, 4]);
  await expect(database.write('putThenFail', 9)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
  expect(await database.read('values', null)).toEqual([-1, 0, 2, 4]);
});

test('a deferred write goes within its time, with those after it; or at once with one that does not wait', async () => {
  const file = join(trialFolder(), 'a.db');
  const database = await trialDatabase(file);
  const before = commitsIn(file);
  const start = performance.now();
  await Promise.all(count(50).map((value) => database.defer('put', value)));
  expect(performance.now() - start).toBeGreaterThan(40);
  expect(commitsIn(file) - before).toBe(1);
  const deferred = database.defer('put', 50);
  await database.write('put', 51);
  await deferred;
  expect(commitsIn(file) - before).toBe(2);
  expect(await database.read('values', null)).toEqual(count(52));
});

test('closing writes what is deferred and what is under way first, and then takes no more', async () => {
  const file = join(trialFolder(), 'a.db');
  const database = await trialDatabase(file);
  const writes = [database.write('put', 0), database.write('put', 1), database.defer('put', 2)];
  const closed = database.close();
  for (const ask of [
    () => database.write('put', 3),
    () => database.defer('put', 3),
    () => database.read('values', null),
  ])
    await expect(ask()).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
  await Promise.all([...writes, closed, database.close()]);
  expect(existsSync(`${file}-wal`)).toBe(false);
  const again = await trialDatabase(file);
  expect(await again.read('values', null)).toEqual([0, 1, 2]);
});

test('R-23: no more than a stated number of writes wait; the next one is refused, and nothing else is', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  const busy = database.write('busy', 200);
  const waiting = count(20_000).map((value) => database.write('put', value));
  await expect(database.write('put', -1)).rejects.toMatchObject({ code: 'OVERLOADED' });
  await Promise.all([busy, ...waiting]);
  expect(await database.read('values', null)).toEqual(count(20_000));
});

test('a writer that ends by itself fails its batch, and the next write finds another one', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  await database.write('put', 0);
  await idle();
  const busy = database.write('busy', 50);
  const lost = await Promise.allSettled([database.write('put', 1), database.write('crash', null)]);
  await busy;
  for (const each of lost)
    expect(each).toMatchObject({ status: 'rejected', reason: { code: 'DATABASE_FAILED' } });
  await database.write('put', 2);
  expect(await database.read('values', null)).toEqual([0, 2]);
});

test('a reader that ends by itself is replaced too', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  await expect(database.read('crash', null)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
  for (const _ of count(6)) expect(await database.read('values', null)).toEqual([]);
});

test('a writer that ends again and again is given up, without a loop and without a rejection nobody handles', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  for (const _ of count(4))
    await expect(database.write('crash', null)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
  await expect(database.write('put', 0)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
  expect(await database.read('values', null)).toEqual([]);
});

test('a reader cannot write', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  await expect(database.read('write', null)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
});

test('a full disk is said as such, harms nothing that is there, and smaller things still go through', async () => {
  const file = join(trialFolder(), 'a.db');
  const database = await trialDatabase(file, 120);
  await database.write('put', 0);
  const full = { code: 'HISTORY_UNWRITABLE' };
  await expect(database.write('fill', { value: 1, bytes: 1_000_000 })).rejects.toMatchObject(full);
  await idle();
  const start = database.write('put', 2);
  const both = await Promise.allSettled([
    database.write('fill', { value: 3, bytes: 1_000_000 }),
    database.write('put', 4),
  ]);
  await start;
  expect(both[0]).toMatchObject({ status: 'rejected', reason: full });
  const values = await database.read('values', null);
  // Whether SQLite undid the whole transaction or one statement: who was told that it is written finds it.
  expect(values).toEqual(both[1].status === 'fulfilled' ? [0, 2, 4] : [0, 2]);
  await database.close();
  const roomy = await trialDatabase(file);
  await roomy.write('fill', { value: 5, bytes: 1_000_000 });
  expect(await roomy.read('values', null)).toEqual([...values, 5]);
});

test('a file that cannot be made is DATABASE_FAILED, and leaves no thread behind', async () => {
  const folder = join(trialFolder(), 'gone');
  await expect(openDatabase({ file: join(folder, 'a.db') })).rejects.toMatchObject({
    code: 'DATABASE_FAILED',
  });
  mkdirSync(folder);
  const database = await trialDatabase(join(folder, 'a.db'));
  // The folder vanishes under an open database: writes fail or succeed, but nothing hangs.
  rmSync(folder, { recursive: true });
  await Promise.allSettled([database.write('put', 1), database.read('values', null)]);
  await database.close();
});

test('a broken database answers everything with the reason', async () => {
  const reason = new Fault('DATABASE_NEWER', 'Too new.');
  const database = brokenDatabase(reason);
  await expect(database.write('x', undefined as never)).rejects.toBe(reason);
  await expect(database.defer('x', undefined as never)).rejects.toBe(reason);
  await expect(database.read('x', undefined as never)).rejects.toBe(reason);
  await database.close();
});
