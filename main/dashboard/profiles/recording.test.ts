import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { runningThreads, startThread } from '#main/threads/start.ts';
import { all, call, opened, resultOf } from './recording.fixture.ts';
import { readProfile } from './read-profile.ts';

/** A thread that a test records. */
async function worker() {
  const thread = startThread('echo');
  onTestFinished(() => thread.close());
  await thread.call('data', null);
  return thread;
}

test('the heap of a worker says who allocated, as deep and as fine as that of main', async () => {
  const { profiles } = opened();
  const thread = await worker();
  const busy = thread.call('allocate', 1500);
  const { profiles: made, missed } = resultOf(await all(profiles, { kind: 'heap', threads: ['echo'] }));
  await busy;
  expect(missed).toEqual([]);
  expect(made[0]).toMatchObject({ kind: 'heap', thread: 'echo' });
  const { text } = await profiles.handlers.export({ id: made[0]!.id }, call());
  const { callees, parents, samples } = readProfile(text);
  expect(samples).toBeGreaterThan(500_000);
  const depthOf = (at: number): number => (at === -1 ? 0 : 1 + depthOf(parents[at]!));
  const at = callees.findLastIndex(({ name }) => name === 'allocating');
  // Forty calls deep: V8's own sampling of workers would have seen the last sixteen.
  expect(depthOf(at)).toBeGreaterThan(40);
  await expect(thread.heap('stop')).rejects.toMatchObject({ code: 'INTERNAL' });
});

test('two threads of one kind have two names, and are recorded beside main at the same time', async () => {
  const { profiles } = opened();
  await Promise.all([worker(), worker()]);
  expect((await profiles.handlers.list({}, call())).threads).toEqual(['main', 'echo', 'echo 2']);
  const { profiles: made } = resultOf(await all(profiles, {}));
  expect(made.map(({ thread }) => thread).toSorted()).toEqual(['echo', 'echo 2', 'main']);
  expect(new Set(made.map(({ at }) => at)).size).toBe(1);
  const { profiles: listed } = await profiles.handlers.list({}, call());
  expect(listed).toHaveLength(3);
});

test('a thread that ends meanwhile is missed, and said why; the others are kept', async () => {
  const { profiles } = opened();
  const thread = await worker();
  const recorded = all(profiles, { threads: ['main', 'echo'] });
  await wait(400);
  await thread.close();
  const { profiles: made, missed } = resultOf(await recorded);
  expect(made.map((each) => each.thread)).toEqual(['main']);
  expect(missed).toEqual([{ thread: 'echo', why: 'It does not run yet, or not any more.' }]);
});

test.each(['cpu', 'heap'] as const)(
  'a folder that cannot be written ends a %s recording with what to do, and nothing goes on',
  async (kind) => {
    const { folder, profiles } = opened();
    const thread = await worker();
    writeFileSync(join(folder, 'profiling'), 'in the way');
    const began = performance.now();
    await expect(all(profiles, { kind, threads: ['main', 'echo'] })).rejects.toMatchObject({
      code: 'FOLDER_UNWRITABLE',
      message: expect.stringContaining('profiling'),
    });
    expect(performance.now() - began).toBeLessThan(6000);
    expect(runningThreads().map(({ name }) => name)).toEqual(['echo']);
    await expect(thread.heap('stop')).rejects.toMatchObject({ code: 'INTERNAL' });
  },
);

test.each([
  ['of all threads', []],
  ['of main alone', ['main']],
])('whoever leaves while the profiles %s are written keeps none of them', async (_, threads: string[]) => {
  const { files, profiles } = opened();
  await worker();
  const leaving = new AbortController();
  const reading = (async () => {
    const asked = { kind: 'cpu' as const, seconds: 1, threads };
    for await (const item of profiles.handlers.record(asked, call(leaving.signal)))
      if (item.kind === 'progress' && item.progress.stage === 'Keep') leaving.abort();
  })();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(readdirSync(files)).toEqual([]);
});

test('a console that closes gives up what it records', async () => {
  const { profiles } = opened();
  const recorded = all(profiles, { seconds: 60, threads: ['main'] });
  const refused = expect(recorded).rejects.toMatchObject({ code: 'CANCELLED' });
  await wait(300);
  profiles.close();
  await refused;
  expect(runningThreads()).toEqual([]);
});

test('R-23: many flame graphs at once are made one after the other', async () => {
  const { profiles } = opened();
  const { profiles: made } = resultOf(await all(profiles, { threads: ['main'] }));
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, runningThreads().length);
  }, 5);
  onTestFinished(() => clearInterval(timer));
  const graphs = Array.from({ length: 5 }, async () => {
    const { total } = await profiles.handlers.flame({ id: made[0]!.id, against: null }, call());
    return total;
  });
  expect(new Set(await Promise.all(graphs)).size).toBe(1);
  expect(most).toBe(1);
});

test('what is exported opens in Chrome DevTools and speedscope: the fields that they read, and whole numbers where they count', async () => {
  const { files, profiles } = opened();
  await worker();
  for (const { id, thread } of resultOf(await all(profiles, { threads: ['main', 'echo'] })).profiles) {
    const { name, text } = await profiles.handlers.export({ id }, call());
    expect(readFileSync(join(files, name), 'utf8')).toBe(text);
    const { nodes, startTime, endTime, samples, timeDeltas } = JSON.parse(text) as {
      nodes: { id: number; callFrame: Record<string, unknown>; children?: number[]; hitCount: number }[];
      startTime: number;
      endTime: number;
      samples: number[];
      timeDeltas: number[];
    };
    expect(nodes[0]!.callFrame, thread).toMatchObject({ functionName: '(root)', url: '' });
    const ids = new Set(nodes.map((each) => each.id));
    expect(ids.size).toBe(nodes.length);
    expect(nodes.flatMap(({ children = [] }) => children).every((child) => ids.has(child))).toBe(true);
    for (const { callFrame } of nodes) {
      expect(['functionName', 'url', 'lineNumber', 'columnNumber'].every((field) => field in callFrame)).toBe(
        true,
      );
      expect([typeof callFrame['lineNumber'], typeof callFrame['functionName']]).toEqual([
        'number',
        'string',
      ]);
    }
    expect(samples.every((each) => ids.has(each))).toBe(true);
    expect([...timeDeltas, startTime, endTime].every(Number.isSafeInteger)).toBe(true);
    expect(timeDeltas).toHaveLength(samples.length);
    // Microseconds: a second is a million of them.
    expect(endTime - startTime).toBeGreaterThan(0.9e6);
    expect(endTime - startTime).toBeLessThan(10e6);
  }
  const { profiles: heaps } = resultOf(await all(profiles, { kind: 'heap', threads: ['main', 'echo'] }));
  expect(heaps).toHaveLength(2);
  for (const { id } of heaps) {
    const { name, text } = await profiles.handlers.export({ id }, call());
    expect(name).toMatch(/\.heapprofile$/);
    const { head, samples } = JSON.parse(text) as { head: Record<string, unknown>; samples: unknown[] };
    expect(head).toMatchObject({ callFrame: { functionName: '(root)' }, selfSize: expect.any(Number) });
    expect(Array.isArray(head['children']) && Array.isArray(samples)).toBe(true);
  }
});

test('a profile whose file somebody removed is not there any more', async () => {
  const { files, profiles } = opened();
  const { profiles: made } = resultOf(await all(profiles, { threads: ['main'] }));
  const { id } = made[0]!;
  rmSync(join(files, `${id}.cpuprofile`));
  expect((await profiles.handlers.list({}, call())).profiles).toEqual([]);
  await expect(profiles.handlers.export({ id }, call())).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' });
});

test('files of others in the folder are left alone and are not shown', async () => {
  const { files, profiles } = opened();
  mkdirSync(files, { recursive: true });
  for (const name of ['mine.txt', 'mine.cpuprofile']) writeFileSync(join(files, name), 'mine');
  expect((await profiles.handlers.list({}, call())).profiles).toEqual([]);
  for (const id of ['mine', '..', '.', 'a'])
    await expect(profiles.handlers.flame({ id, against: null }, call())).rejects.toMatchObject({
      code: 'PROFILE_UNKNOWN',
    });
  expect(readdirSync(files).toSorted()).toEqual(['mine.cpuprofile', 'mine.txt']);
});
