import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openReadable } from '#main/database/connection.ts';
import { criticalPaths, twinOf } from './all.ts';
import { backedUpFolder, historyFile, listedStick, prepareData } from './data.ts';
import { fillHistory } from './fill.ts';
import type { PathSizes } from './path.ts';
import { pathRow } from './path-rows.ts';
import { measurePaths, runInThreads, startsInWords } from './run.ts';
import { PathRunner } from './runner.ts';
import { yardsticks } from './yardsticks.ts';

const sizes: PathSizes = { historyLines: 2000, backupBytes: 400_000, backups: 3 };
const unsignalled = new AbortController().signal;

function trialFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-paths-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

describe('over data of their own', () => {
  let root = '';
  let data = '';
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'lablink-paths-'));
    data = join(root, 'data');
    mkdirSync(data);
    await prepareData(data, sizes, () => undefined, unsignalled);
  }, 60_000);
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('the data are what is said of them', () => {
    const db = openReadable(historyFile(data, 'history.query.large'));
    const { lines } = db.prepare("SELECT count(*) AS lines FROM record WHERE kind <> 'outcome'").get() as {
      lines: number;
    };
    db.close();
    expect(lines).toBe(sizes.historyLines);
    expect(readdirSync(listedStick(data)).filter((name) => name.endsWith('.age'))).toHaveLength(
      sizes.backups,
    );
    expect(existsSync(join(backedUpFolder(data), 'lablink.db'))).toBe(true);
  });

  test.each([...criticalPaths, ...yardsticks].map((path) => [path.id, path] as const))(
    '%s is done, timed, and seen to have happened; a second start finds everything again',
    { timeout: 60_000 },
    async (id, path) => {
      expect(path.what(sizes).length).toBeGreaterThan(30);
      for (const start of ['one', 'two']) {
        const folder = join(root, `${start}-${id}`);
        mkdirSync(folder);
        const opened = await path.open({ data, folder, sizes });
        try {
          for (let sample = 0; sample < 2; sample++) expect(await opened.sample()).toBeGreaterThan(0);
          expect((await opened.prove()).length).toBeGreaterThan(20);
        } finally {
          await opened.close();
        }
      }
    },
  );

  test('a path that does not do what it says is no figure', async () => {
    const folder = join(root, 'wrong');
    mkdirSync(folder);
    const listed = criticalPaths.find(({ id }) => id === 'backups.list')!;
    const more = await listed.open({ data, folder, sizes: { ...sizes, backups: sizes.backups + 1 } });
    await expect(more.sample()).rejects.toThrow('it did not really happen: 3 of 4 backups were listed');
    await more.close();
    const query = criticalPaths.find(({ id }) => id === 'history.query.large')!;
    const long = await query.open({
      data,
      folder,
      sizes: { ...sizes, historyLines: sizes.historyLines * 2 },
    });
    await long.sample();
    await expect(long.prove()).rejects.toThrow('instead of 4000');
    await long.close();
  });

  test.each(criticalPaths.map(({ id }) => id))('%s can be done twice beside itself', async (id) => {
    const folder = join(root, `beside-${id}`);
    const runner = new PathRunner({ sizes, data, folder, roundMs: 1, only: [id], twice: id });
    for (const each of [id, twinOf(id)]) await runner.open(each);
    for (let round = 0; round < 2; round++)
      for (const each of [id, twinOf(id)])
        expect((await runner.round(each)).samples.length).toBeGreaterThan(0);
    for (const each of [id, twinOf(id)]) expect((await runner.prove(each)).length).toBeGreaterThan(20);
    await runner.close();
  });

  test('one that does everything twice is the one that takes longer', { timeout: 120_000 }, async () => {
    const only = ['accounts.totp.verify', 'validation.record'];
    const plan = { sizes, starts: 4, rounds: 2, roundMs: 40, only, twice: 'accounts.totp.verify' };
    const measured = await measurePaths(
      plan,
      (start) => new PathRunner({ ...plan, data, folder: join(root, `twice-${start}`) }),
      unsignalled,
    );
    // The shortest, since a busy computer only makes things longer; that verdicts are right is shown by `npm run profile -- --self-check`.
    const shortest = (id: string): number =>
      Math.min(...measured.find((path) => path.id === id)!.starts.flat(2));
    expect(measured.map(({ id }) => id)).toEqual([
      only[0],
      twinOf(only[0]!),
      only[1],
      ...yardsticks.map((each) => each.id),
    ]);
    const ratio = shortest(twinOf('accounts.totp.verify')) / shortest('accounts.totp.verify');
    expect(ratio).toBeGreaterThan(1.6);
    expect(ratio).toBeLessThan(3);
  });
});

test('a path that differs from start to start is started further, the others are not', async () => {
  const only = ['accounts.totp.verify', 'history.log', 'backups.list'];
  const plan = { sizes, starts: 4, mostStarts: 30, rounds: 2, only };
  const openedIn: string[][] = [];
  const measuredIn: string[][] = [];
  const told: { done: number; of: number | null }[] = [];
  // The history settles after some starts; the list of backups never does.
  const msOf = (id: string, start: number): number => {
    if (id.startsWith('yardstick.')) return start % 2 === 0 ? 1 : 9;
    if (id === 'backups.list') return start % 2 === 0 ? 1 : 9;
    return id === 'history.log' && start < 4 ? 1 + start : 2;
  };
  const begin = (start: number) => {
    const opened: string[] = [];
    const rounds = new Set<string>();
    openedIn.push(opened);
    return {
      open: (id: string) => Promise.resolve(void opened.push(id)),
      round(id: string) {
        rounds.add(id);
        return Promise.resolve({ id, batch: 1, samples: [msOf(id, start), msOf(id, start)] });
      },
      prove: () => Promise.resolve('seen'),
      close: () => Promise.resolve(void measuredIn.push([...rounds])),
    };
  };
  const measured = await measurePaths(plan, begin, unsignalled, (progress) => told.push(progress));
  const starts = Object.fromEntries(measured.map((path) => [path.id, path.starts.length]));
  expect(starts).toMatchObject({ 'accounts.totp.verify': 4, 'backups.list': 30 });
  expect(starts['history.log']).toBeGreaterThan(4);
  expect(starts['history.log']).toBeLessThan(30);
  expect(openedIn).toHaveLength(30);
  const beside = yardsticks.map(({ id }) => id);
  expect(measuredIn[3]).toEqual([...only, ...beside]);
  expect(measuredIn[4]).toEqual(['history.log', 'backups.list', ...beside]);
  // In the same surroundings: what runs in a process changes how the rest of it runs.
  expect(openedIn[29]).toEqual([...only, ...beside]);
  expect(told.every(({ done, of }) => done < of!)).toBe(true);
  expect([startsInWords(plan), startsInWords({ ...plan, mostStarts: 4 })]).toEqual(['4 to 30', '4']);
});

test('filling can be given up between two commits', async () => {
  const folder = trialFolder();
  const given = new AbortController();
  const steps: number[] = [];
  const filling = prepareData(
    folder,
    { ...sizes, historyLines: 50_000_000 },
    (_what, part) => {
      steps.push(part);
      if (steps.length === 3) given.abort();
    },
    given.signal,
  );
  await expect(filling).rejects.toMatchObject({ name: 'AbortError' });
  expect(steps).toHaveLength(3);
  expect([...fillHistory(join(folder, 'x.db'), { bytes: 300_000 })].at(-1)?.part).toBe(1);
});

test('threads that are given up are ended, and their folder is gone', { timeout: 60_000 }, async () => {
  const scratch = trialFolder();
  const given = new AbortController();
  const plan = { sizes, starts: 3, rounds: 3, roundMs: 20, only: ['accounts.password.hash', 'history.log'] };
  const running = runInThreads(scratch, plan, given.signal, ({ stage }) => {
    if (stage.startsWith('Start 2')) given.abort();
  });
  await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(readdirSync(scratch)).toEqual([]);
  await expect(runInThreads(scratch, plan, given.signal, () => undefined)).rejects.toMatchObject({
    code: 'CANCELLED',
  });
  const huge = { ...plan, sizes: { ...sizes, historyLines: 1e14 } };
  await expect(runInThreads(scratch, huge, unsignalled, () => undefined)).rejects.toMatchObject({
    code: 'DISK_FULL',
  });
  expect(readdirSync(scratch)).toEqual([]);
});

test('a row has the quantiles of all samples, and counts operations', () => {
  const path = { id: 'a', name: 'A', what: 'w', proof: 'p', batch: 20 };
  const starts = [[[1, 2, 3], [4]], [[5, 6, 7, 8, 9, 20]]];
  expect(pathRow({ ...path, starts })).toEqual({
    id: 'a',
    name: 'A',
    what: 'w',
    proof: 'p',
    count: 200,
    p50: 5,
    p95: 20,
    p99: 20,
    perSecond: 1000 / 6.5,
  });
});
