import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { framesAtMost } from '#shared/contract/profiles.ts';
import { ownBundles } from './bundles.ts';
import { flameOf } from './flame.ts';
import { originOf } from './frame-rooms.ts';
import { cpuNode, cpuProfile } from './profile.fixture.ts';
import { readProfile } from './read-profile.ts';

const tree = (over: Parameters<typeof cpuProfile>[0] = {}) => readProfile(JSON.stringify(cpuProfile(over)));
const callee = (url: string, name = 'f', line = 4) => ({ name, url, line, column: 2 });

test.each([
  ['file:///home/x/main/main/session/create.ts', 'session', 'main/session/create.ts:5'],
  ['file:///C:/lab/main/scpi/numbers.ts', 'session', 'main/scpi/numbers.ts:5'],
  ['file:///x/main/restore/apply.ts', 'backups', 'main/restore/apply.ts:5'],
  ['file:///x/main/simulator/bench.ts', 'other', 'main/simulator/bench.ts:5'],
  ['file:///x/main/core.ts', 'other', 'main/core.ts:5'],
  ['file:///x/node_modules/ws/lib/sender.js', 'packages', 'ws/lib/sender.js:5'],
  ['node:internal/timers', 'node', 'node:internal/timers:5'],
  ['file:///home/x/secret/elsewhere.js', 'other', 'elsewhere.js:5'],
])('%s: whose it is, without the path of a machine', (url, room, where) => {
  expect(originOf(callee(url))).toMatchObject({ room, where });
});
test.each([
  ['(garbage collector)', 'gc'],
  ['(idle)', 'idle'],
  ['(program)', 'native'],
  ['postMessage', 'native'],
])('%s is no code of a file', (name, room) => {
  expect(originOf(callee('', name, -1))).toEqual({ room, where: '', packed: false });
});

test('one function called on one way from the root is one frame, with the time of all', () => {
  const nodes = [
    cpuNode(1, '(root)', [2, 3, 4]),
    cpuNode(2, 'a', [5]),
    cpuNode(3, 'a', [6]),
    cpuNode(4, 'a', [], { lineNumber: 90 }),
    cpuNode(5, ''),
    cpuNode(6, ''),
  ];
  const { frames } = flameOf(
    tree({ nodes, samples: [5, 6, 3, 4], timeDeltas: [0, 1000, 1000, 1000], endTime: 4000 }),
    null,
  );
  expect(
    frames.map(({ name, parent, self, total, totalThen }) => [name, parent, self, total, totalThen]),
  ).toEqual([
    ['(root)', -1, 0, 4, null],
    ['a', 0, 1, 3, null],
    ['a', 0, 1, 1, null],
    ['(anonymous)', 1, 2, 2, null],
  ]);
});

test('against another profile, a function is the same one after its lines have moved; what is gone is there with nothing now', () => {
  const nodes = (moved: number, second: string) => [
    cpuNode(1, '(root)', [2, 3]),
    cpuNode(2, 'slow', [], { lineNumber: 4 + moved }),
    cpuNode(3, second),
  ];
  const then = tree({ nodes: nodes(0, 'old') });
  const now = tree({ nodes: nodes(30, 'new'), samples: [2, 3, 3] });
  const { frames, totalThen, idleThen } = flameOf(now, then);
  expect(frames.map(({ name, where, total, totalThen: was }) => [name, where, total, was])).toEqual([
    ['(root)', '', 10, 10],
    ['slow', 'main/session/create.ts:35', 4, 9],
    ['new', 'main/session/create.ts:5', 6, 0],
    ['old', 'main/session/create.ts:5', 0, 1],
  ]);
  expect([totalThen, idleThen]).toEqual([10, 0]);
});

/** So many functions of 1 ms each under the root, and idle time. */
function wide(count: number, idleMs: number) {
  const ids = Array.from({ length: count }, (_, at) => at + 3);
  return tree({
    nodes: [
      cpuNode(1, '(root)', [2, ...ids]),
      cpuNode(2, '(idle)'),
      ...ids.map((id) => cpuNode(id, `f${id}`)),
    ],
    samples: [...ids, 2],
    timeDeltas: [0, ...ids.map(() => 1000)],
    endTime: count * 1000 + idleMs * 1000,
  });
}

test('what is under 1/2000 of the busy time is left out and counted; idle time hides nothing', () => {
  const { frames, hidden, idle } = flameOf(wide(2000, 80_000_000 / 1000), null);
  expect([frames.length, hidden, idle]).toEqual([2002, 0, 80_000]);
  const { frames: fewer, hidden: more } = flameOf(wide(2001, 0), null);
  expect([fewer.length, more]).toEqual([1, 2002]);
});

test('no graph has more frames than one may have, and every one of them has its caller', () => {
  const chain = 60_000;
  const nodes = Array.from({ length: chain }, (_, at) =>
    cpuNode(at + 1, at === 0 ? '(root)' : `f${at}`, at + 2 <= chain ? [at + 2] : []),
  );
  const samples = nodes.map(({ id }) => id);
  const { frames, hidden } = flameOf(
    tree({ nodes, samples, timeDeltas: samples.map(() => 10), endTime: chain * 10 }),
    null,
  );
  expect(frames.length).toBeLessThanOrEqual(framesAtMost);
  expect(frames.length + hidden).toBe(chain);
  expect(frames.slice(1).every(({ parent }, at) => parent >= 0 && parent <= at)).toBe(true);
});

test('in a packed console, rooms come from what the bundler noted of each module; nothing else is opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-bundles-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const each of ['chunks', 'workers']) mkdirSync(join(folder, each));
  const text = '// main/session/bus.ts\nfunction a() {}\n// node_modules/ws/lib/sender.js\nfunction b() {}\n';
  writeFileSync(join(folder, 'electron.js'), `import "x";\n${text}`);
  writeFileSync(join(folder, 'chunks', 'age-1.js'), text);
  writeFileSync(join(folder, '..', 'lablink-elsewhere.js'), text);
  onTestFinished(() => rmSync(join(folder, '..', 'lablink-elsewhere.js')));
  const root = pathToFileURL(`${folder}/`).href;
  const moduleAt = ownBundles(`${root}workers/profile.worker.js`);
  const of = (url: string, line: number) => originOf(callee(url, 'a', line), moduleAt);
  expect(of(`${root}electron.js`, 2)).toEqual({
    room: 'session',
    where: 'main/session/bus.ts',
    packed: false,
  });
  expect(of(`${root}chunks/age-1.js`, 3)).toEqual({
    room: 'packages',
    where: 'ws/lib/sender.js',
    packed: false,
  });
  expect(of(`${root}electron.js`, 0)).toMatchObject({ room: 'other', packed: true });
  expect(of(`${root}chunks/gone.js`, 3)).toMatchObject({ room: 'other', packed: true });
  for (const url of [`${root}../lablink-elsewhere.js`, `${root}chunks/../../lablink-elsewhere.js`])
    expect(of(url, 1)).toMatchObject({ room: 'other', packed: true });
  expect(
    ownBundles('file:///x/main/dashboard/profiles/profile.worker.ts')(`${root}electron.js`, 2),
  ).toBeNull();
  const packed = [cpuNode(1, '(root)', [2]), cpuNode(2, 'a', [], { url: 'file:///elsewhere/electron.js' })];
  expect(flameOf(tree({ nodes: packed, samples: [2, 2, 2] }), null, moduleAt).unknown).toMatch(
    /cannot be told/,
  );
});
