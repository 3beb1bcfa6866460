import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { runningThreads, startThread } from '#main/threads/start.ts';
import { Flame, type ProfileSummary, ProfileSummary as Summary } from '#shared/contract/profiles.ts';
import { unpackFrames } from '#shared/profiles/columns.ts';
import { openProfiles, type Profiles } from './open-profiles.ts';
import { cpuNode, cpuProfile } from './profile.fixture.ts';
import { all, call, opened, resultOf } from './recording.fixture.ts';

/** What a person looks for: a function of this thread that takes half of the time. */
function plantedSlowness(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
/** Goes on until the test ends. */
function keepSlow(): void {
  const timer = setInterval(() => plantedSlowness(10), 20);
  onTestFinished(() => clearInterval(timer));
}
const framesOf = async (profiles: Profiles, id: string, against: string | null = null) => {
  const flame = Flame.parse(await profiles.handlers.flame({ id, against }, call()));
  return { flame, frames: unpackFrames(flame.frames) };
};

test('a slow function of the main thread is found by its name, with its time', async () => {
  const { profiles, files } = opened();
  keepSlow();
  const items = await all(profiles, { threads: ['main'] });
  expect(items.some((item) => item.kind === 'progress' && item.progress.leftS !== null)).toBe(true);
  const { profiles: kept, missed } = resultOf(items);
  expect(missed).toEqual([]);
  expect(kept).toHaveLength(1);
  const [profile] = kept as [ProfileSummary];
  expect(Summary.parse(profile)).toMatchObject({ kind: 'cpu', thread: 'main', imported: false });
  expect(profile.seconds).toBeGreaterThan(0.9);
  expect(profile.samples).toBeGreaterThan(100);
  const { flame, frames } = await framesOf(profiles, profile.id);
  const slow = frames.filter(({ name }) => name === 'plantedSlowness');
  expect(slow.length).toBeGreaterThan(0);
  expect(slow[0]!.where).toMatch(/^main\/dashboard\/profiles\/profiles\.test\.ts:\d+$/);
  expect(slow[0]!.room).toBe('profiling');
  // Half of the second, as far as a busy machine lets it.
  expect(slow.reduce((sum, { total }) => sum + total, 0)).toBeGreaterThan(200);
  expect(flame.total).toBeGreaterThan(900);
  for (const [index, frame] of frames.entries()) {
    expect(frame.parent).toBeLessThan(index);
    const below = frames.filter(({ parent }) => parent === index).reduce((sum, { total }) => sum + total, 0);
    expect(frame.self + below).toBeLessThanOrEqual(frame.total + 1e-6);
  }
  // As Chrome DevTools and speedscope read it.
  const { name, text } = await profiles.handlers.export({ id: profile.id }, call());
  expect(name).toMatch(/^[\w.-]+\.cpuprofile$/);
  const written = JSON.parse(text) as Record<string, unknown[]>;
  expect(Object.keys(written)).toEqual(
    expect.arrayContaining(['nodes', 'startTime', 'endTime', 'samples', 'timeDeltas']),
  );
  expect(written['samples']).toHaveLength(written['timeDeltas']!.length);
  expect(readFileSync(join(files, name), 'utf8')).toBe(text);
  expect(JSON.stringify(frames)).not.toContain(process.cwd());
});

test('a slow function of a worker is found by its name', async () => {
  const { profiles } = opened();
  const thread = startThread('echo');
  onTestFinished(() => thread.close());
  await thread.call('data', null);
  const busy = thread.call('burn', 2500);
  const { profiles: kept, missed } = resultOf(await all(profiles, { threads: ['echo'], seconds: 1 }));
  await busy;
  expect(missed).toEqual([]);
  expect(kept.map((each) => each.thread)).toEqual(['echo']);
  const { frames } = await framesOf(profiles, kept[0]!.id);
  const burning = frames.filter(({ name }) => name === 'burning');
  expect(burning.length).toBeGreaterThan(0);
  expect(burning[0]!.where).toMatch(/^main\/threads\/echo\.worker\.ts:\d+$/);
  expect((await profiles.handlers.list({}, call())).threads).toEqual(['main', 'echo']);
});

test('the heap says who allocated', async () => {
  const { profiles } = opened();
  const kept: string[][] = [];
  const timer = setInterval(function plantedAllocation() {
    kept.push(Array.from({ length: 20_000 }, (_, i) => `text ${i} ${kept.length}`));
  }, 20);
  onTestFinished(() => clearInterval(timer));
  const { profiles: made } = resultOf(await all(profiles, { kind: 'heap', threads: ['main'] }));
  clearInterval(timer);
  expect(made[0]).toMatchObject({ kind: 'heap', seconds: expect.any(Number) });
  expect(made[0]!.samples).toBeGreaterThan(1e6);
  const { frames } = await framesOf(profiles, made[0]!.id);
  expect(frames.some(({ name, total }) => name === 'plantedAllocation' && total > 500_000)).toBe(true);
});

test('a cancelled recording keeps nothing and leaves nothing running; a second one at once is refused', async () => {
  const { profiles } = opened();
  // Timers of the test runner come and go.
  const running = () =>
    process
      .getActiveResourcesInfo()
      .filter((each) => each !== 'Timeout')
      .toSorted();
  const before = running();
  const stop = new AbortController();
  const first = all(profiles, { seconds: 60 }, stop.signal);
  const refused = expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
  await wait(200);
  await expect(all(profiles, {})).rejects.toMatchObject({ code: 'PROFILE_BUSY' });
  stop.abort();
  await refused;
  expect((await profiles.handlers.list({}, call())).profiles).toEqual([]);
  expect(runningThreads()).toEqual([]);
  expect(running()).toEqual(before);
  expect(resultOf(await all(profiles, { threads: ['main'] })).profiles).toHaveLength(1);
});

test('a thread that is not there any more is missed, and the others are kept', async () => {
  const { profiles } = opened();
  const result = resultOf(await all(profiles, { threads: ['main', 'gone'] }));
  expect(result.profiles.map(({ thread }) => thread)).toEqual(['main']);
  expect(result.missed).toEqual([{ thread: 'gone', why: 'It does not run any more.' }]);
});

async function imported(profiles: Profiles, text: string, part = 50): Promise<ProfileSummary> {
  for (let at = 0, number = 0; at < text.length || number === 0; at += part, number++)
    await profiles.handlers.importPart(
      { upload: 'u1', part: number, text: text.slice(at, at + part) },
      call(),
    );
  return await profiles.handlers.import({ name: 'from elsewhere.cpuprofile', upload: 'u1' }, call());
}

test('a profile from elsewhere is kept as it is, shown, compared, and removed', async () => {
  const { profiles, files } = opened();
  const text = JSON.stringify(cpuProfile());
  const first = await imported(profiles, text);
  expect(first).toMatchObject({
    thread: 'from elsewhere.cpuprofile',
    imported: true,
    seconds: 0.01,
    samples: 3,
  });
  expect((await profiles.handlers.export({ id: first.id }, call())).text).toBe(text);
  const second = await imported(profiles, JSON.stringify(cpuProfile({ samples: [2, 2, 3] })));
  const { flame, frames } = await framesOf(profiles, first.id, second.id);
  // Each sample holds until the next: 4 + 5 ms of the first, 5 of the second.
  expect(frames.map(({ name, total, totalThen }) => [name, total, totalThen])).toEqual([
    ['(root)', 10, 10],
    ['slow', 9, 5],
    ['(idle)', 1, 5],
  ]);
  expect(frames[1]).toMatchObject({ room: 'session', where: 'main/session/create.ts:5' });
  expect(flame).toMatchObject({ total: 10, idle: 1, totalThen: 10, idleThen: 5, hidden: 0, unknown: '' });
  await profiles.handlers.remove({ id: first.id }, call());
  await expect(framesOf(profiles, first.id)).rejects.toMatchObject({ code: 'PROFILE_UNKNOWN' });
  expect(readdirSync(files).toSorted()).toEqual([`${second.id}.cpuprofile`, `${second.id}.json`]);
});

test.each([
  ['no JSON', '{"nodes":', /no JSON/],
  ['something else', '{"a":1}', /neither nodes/],
  ['a trace', '{"traceEvents":[]}', /performance trace/],
  ['no nodes', JSON.stringify(cpuProfile({ nodes: [] })), /no nodes/],
  [
    'a child that is not there',
    JSON.stringify(cpuProfile({ nodes: [cpuNode(1, '(root)', [9])] })),
    /child 9 that is not there/,
  ],
  [
    'a circle',
    JSON.stringify(cpuProfile({ nodes: [cpuNode(1, '(root)', [2]), cpuNode(2, 'a', [1])] })),
    /circle/,
  ],
  ['two roots', JSON.stringify(cpuProfile({ nodes: [cpuNode(1, '(root)'), cpuNode(2, 'a')] })), /2 roots/],
  ['a sample of nothing', JSON.stringify(cpuProfile({ samples: [2, 7, 2] })), /sample 1 is of a node/],
  ['an end before the beginning', JSON.stringify(cpuProfile({ endTime: -1 })), /negative/],
  ['two lists that do not fit', JSON.stringify(cpuProfile({ timeDeltas: [0] })), /3 samples, but 1/],
])('%s is refused, with what is wrong, and nothing is kept', async (_, text, why) => {
  const { profiles } = opened();
  await expect(imported(profiles, text)).rejects.toMatchObject({
    code: 'PROFILE_UNREADABLE',
    message: expect.stringMatching(why),
  });
  expect((await profiles.handlers.list({}, call())).profiles).toEqual([]);
});

test('a part that is missing, too many files, and one that never arrived are refused', async () => {
  const { profiles } = opened();
  const part = (upload: string, number: number) =>
    profiles.handlers.importPart({ upload, part: number, text: 'x' }, call());
  expect(() => part('a', 1)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  void part('a', 0);
  expect(() => part('a', 2)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
  void part('b', 0);
  expect(() => part('c', 0)).toThrow(expect.objectContaining({ code: 'OVERLOADED' }));
  await expect(profiles.handlers.import({ name: 'n', upload: 'c' }, call())).rejects.toMatchObject({
    code: 'INPUT_INVALID',
  });
});

test('a hundred are kept: the oldest makes room; what a killed console left half written is tidied away', async () => {
  const { folder, files, profiles } = opened();
  const { id } = await imported(profiles, JSON.stringify(cpuProfile()));
  const facts = JSON.parse(readFileSync(join(files, `${id}.json`), 'utf8')) as ProfileSummary;
  for (let i = 0; i < 100; i++) {
    writeFileSync(join(files, `old-${i}.json`), JSON.stringify({ ...facts, at: i }));
    writeFileSync(join(files, `old-${i}.cpuprofile`), JSON.stringify(cpuProfile()));
  }
  const newest = await imported(profiles, JSON.stringify(cpuProfile()));
  const { profiles: kept } = await profiles.handlers.list({}, call());
  expect(kept).toHaveLength(100);
  expect(kept[0]!.id).toBe(newest.id);
  expect(kept.map((each) => each.id)).not.toContain('old-0');
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, 'lost.json'), JSON.stringify(facts));
  const again = openProfiles(folder);
  onTestFinished(() => again.close());
  await expect.poll(() => readdirSync(files).includes('lost.json')).toBe(false);
  expect(readdirSync(files)).toContain(`${newest.id}.json`);
});
