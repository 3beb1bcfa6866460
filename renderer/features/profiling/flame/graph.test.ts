import { expect, test } from 'vitest';
import { shownProfile, comparable } from './choose.ts';
import { changeText, differenceOf } from './difference.ts';
import { bench, flameOf, frameOf, profileOf } from './flame.fixture.ts';
import { functionsOf, sortFunctions } from './functions.ts';
import { partsOf } from './import-file.ts';
import { layOut, wholeView } from './layout.ts';
import { moveFrame, nextFit } from './move.ts';
import { roomLooks, roomsOf } from './rooms.ts';
import { findFrames } from './search.ts';
import { frameWords, profileWords, weightText } from './weights.ts';

const layout = layOut(bench, false);
const at = (name: string): number => bench.frames.findIndex((frame) => frame.name === name);
const name = (frame: number | null): string => bench.frames[frame ?? -1]?.name ?? 'none';

test('keys go to who called, to what was called, and along a row across callers', () => {
  const go = (from: string, key: string): string => name(moveFrame(layout, wholeView, 1000, at(from), key));
  expect(go('ask', 'ArrowDown')).toBe('wire');
  expect(go('wire', 'ArrowDown')).toBe('wire');
  expect(go('wire', 'ArrowUp')).toBe('ask');
  expect(go('(root)', 'ArrowUp')).toBe('(root)');
  expect(go('ask', 'ArrowRight')).toBe('keep');
  expect(go('keep', 'ArrowLeft')).toBe('ask');
  expect(go('ask', 'ArrowLeft')).toBe('ask');
  expect(go('ask', 'End')).toBe('(garbage collector)');
  expect(go('parse', 'Home')).toBe('wire');
  expect(moveFrame(layout, wholeView, 1000, 1, 'x')).toBeNull();
});

test('keys do not go to what is too narrow to be seen', () => {
  // `parse` has 5 of 100: less than 1 px of 15.
  expect(name(moveFrame(layout, wholeView, 15, at('wire'), 'ArrowRight'))).toBe('wire');
  expect(name(moveFrame(layout, wholeView, 30, at('wire'), 'ArrowRight'))).toBe('parse');
});

test('a search says what part of the whole fits, and counts nothing twice', () => {
  expect(findFrames(layout, '  ')).toBeNull();
  const both = findFrames(layout, 'MAIN/');
  // `wire` and `parse` lie in `ask`.
  expect(both?.share).toBeCloseTo(0.9);
  expect(both?.count).toBe(4);
  expect(findFrames(layout, 'session create')?.share).toBeCloseTo(0.6);
  expect(findFrames(layout, 'session keep')?.count).toBe(0);
});

test('from one that fits to the next, round and round', () => {
  const fits = findFrames(layout, 'main')!.fits;
  const order = ['ask', 'wire', 'parse', 'keep'];
  for (const [index, each] of order.entries()) {
    expect(name(nextFit(layout, fits, at(each), 1))).toBe(order[(index + 1) % 4]);
    expect(name(nextFit(layout, fits, at(each), -1))).toBe(order[(index + 3) % 4]);
  }
  expect(name(nextFit(layout, fits, 0, 1))).toBe('ask');
  expect(nextFit(layout, new Uint8Array(bench.frames.length), 0, 1)).toBeNull();
});

test('functions add up over their callers, and one that calls itself counts once', () => {
  const flame = flameOf([
    frameOf(-1, '(root)', 0, { where: '' }),
    frameOf(0, 'walk', 10),
    frameOf(1, 'walk', 20),
    frameOf(2, 'leaf', 5),
    frameOf(0, 'leaf', 7),
  ]);
  const laid = layOut(flame, false);
  const rows = new Map(functionsOf(laid).map((row) => [row.name, row]));
  expect([...rows.keys()].toSorted()).toEqual(['leaf', 'walk']);
  expect(rows.get('walk')).toMatchObject({ self: 30, total: 35, totalThen: null, frame: 1 });
  expect(rows.get('leaf')).toMatchObject({ self: 12, total: 12, frame: 4 });
  const orders = (['self', 'total'] as const).map((order) =>
    sortFunctions([...rows.values()], order, laid).map((row) => row.name),
  );
  expect(orders).toEqual([
    ['walk', 'leaf'],
    ['walk', 'leaf'],
  ]);
});

test('the table has every moment of the graph once', () => {
  const sum = functionsOf(layout).reduce((total, { self }) => total + self, 0);
  expect(sum).toBe(layout.base);
});

test('more and less are said only beyond what sampling alone makes', () => {
  const then = profileOf({ id: 'then' });
  const compared = (self: number, totalThen: number) => {
    const flame = flameOf(
      [frameOf(-1, '(root)', 1000 - self, { totalThen: 1000 }), frameOf(0, 'a', self, { totalThen })],
      then,
    );
    return differenceOf(layOut(flame, false), flame.frames[1]!);
  };
  // 1000 samples each: three standard errors of 10 % against 10 % are 4.0 %.
  expect(compared(139, 100)?.change).toBe('same');
  expect(compared(150, 100)?.change).toBe('more');
  expect(compared(100, 150)?.change).toBe('less');
  expect(changeText(compared(150, 100)!)).toBe('▲ 15.0 % was 10.0 %');
  expect(differenceOf(layout, bench.frames[1]!)).toBeNull();
});

test('samples of idle time make no difference surer', () => {
  const then = profileOf({ id: 'then' });
  const idle = { room: 'idle', totalThen: 900 } as const;
  const flame = flameOf(
    [
      frameOf(-1, '(root)', 85, { totalThen: 1000 }),
      frameOf(0, 'a', 15, { totalThen: 10 }),
      frameOf(0, '(idle)', 900, idle),
    ],
    then,
  );
  // 15 of 100 against 10 of 100, though each has a thousand samples.
  expect(differenceOf(layOut(flame, false), flame.frames[1]!)).toMatchObject({ change: 'same', share: 0.15 });
});

test('shares are compared, not times: twice as long a recording is no difference', () => {
  const flame = flameOf(
    [
      frameOf(-1, '(root)', 100, { totalThen: 800 }),
      frameOf(0, 'a', 100, { totalThen: 400 }),
      frameOf(0, '(idle)', 800, { room: 'idle', totalThen: 0 }),
    ],
    profileOf({ id: 'then', seconds: 2 }),
  );
  const difference = differenceOf(layOut(flame, false), flame.frames[1]!);
  expect(difference).toMatchObject({ change: 'same', share: 0.5, shareThen: 0.5 });
});

test('without a choice the newest recording of main is shown', () => {
  const list = [
    profileOf({ id: 'writer', thread: 'writer', at: 9000 }),
    profileOf({ id: 'main', at: 8990 }),
    profileOf({ id: 'old', at: 10 }),
  ];
  expect(shownProfile(list, null)?.id).toBe('main');
  expect(shownProfile(list, 'old')?.id).toBe('old');
  expect(shownProfile(list, 'gone')?.id).toBe('main');
  // A recording of the writer alone is not put aside for one of main of long ago.
  expect(shownProfile([list[0]!, list[2]!], null)?.id).toBe('writer');
  expect(shownProfile([], 'x')).toBeNull();
  expect(comparable(list[0]!, list[1]!)).toBe(true);
  expect(comparable(list[0]!, list[0]!)).toBe(false);
  expect(comparable(list[0]!, profileOf({ kind: 'heap', id: 'h' }))).toBe(false);
});

test('a frame in words has its name, its room, total, share, self and place', () => {
  expect(frameWords(bench.frames[1]!, 'cpu', 0.6, null)).toBe(
    'ask · Session · total 60.0 ms, 60.0 % · self 15.0 ms · main/session/create.ts:231',
  );
  expect([0.5, 33, 412, 1240, 12_000].map((ms) => weightText(ms, 'cpu'))).toEqual([
    '0.50 ms',
    '33.0 ms',
    '412 ms',
    '1.24 s',
    '12.0 s',
  ]);
  expect(weightText(1_200_000, 'heap')).toBe('1.2 MB');
  expect(profileWords(profileOf({ seconds: 10, samples: 9874 }))).toBe('10.0 s, 9\u2009874 samples');
  expect(profileWords(profileOf({ kind: 'heap', seconds: null, samples: 34e6 }))).toBe('34 MB sampled');
});

test('rooms that share a colour differ in their pattern', () => {
  const looks = Object.values(roomLooks).map(({ tint, pattern }) => `${tint} ${pattern}`);
  expect(new Set(looks).size).toBe(looks.length);
  expect(roomsOf(bench.frames).map(({ room, self }) => [room, self])).toEqual([
    ['transports', 40],
    ['session', 15],
    ['drivers', 5],
    ['history', 30],
    ['gc', 10],
    ['idle', 100],
  ]);
});

test('a file is cut into parts that are whole characters', () => {
  expect(partsOf('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
  expect(partsOf('', 3)).toEqual([]);
  const text = 'ab😀cd😀😀';
  for (const length of [2, 3, 4, 5]) {
    const parts = partsOf(text, length);
    expect(parts.join('')).toBe(text);
    expect(parts.every((part) => part.length <= length && part.isWellFormed())).toBe(true);
  }
});
