import { expect, it, onTestFinished } from 'vitest';
import { showDecimalSign } from '#shared/quantity/decimal-sign.ts';
import { generatorInfo, loadInfo, meterInfo, supplyInfo } from '#renderer/features/bench/channel.fixture.ts';
import { canDischarge, emptyWish, readTime, readWish } from './wish.ts';

it('a load discharges; a supply, a meter, a generator, and a load without constant current do not', () => {
  expect(canDischarge(loadInfo)).toBe(true);
  expect(canDischarge({ ...loadInfo, functions: null })).toBe(true);
  for (const info of [
    supplyInfo(1),
    meterInfo,
    generatorInfo,
    { ...loadInfo, functions: [{ word: 'VOLT', label: 'CV', point: 'voltage' as const }] },
    { ...loadInfo, readings: [] },
  ])
    expect(canDischarge(info)).toBe(false);
});

it('says what is missing, and calls nothing wrong that is not typed yet', () => {
  expect(readWish(emptyWish, loadInfo)).toEqual({
    wish: null,
    problems: {},
    missing: 'Type the current and the cut-off first',
  });
  expect(readWish({ ...emptyWish, current: '1' }, loadInfo).missing).toBe('Type the cut-off first');
});

it('reads prefixes and limits; an empty limit is none', () => {
  const typed = { current: '500m', cutOff: '3 V', time: '', capacity: '' };
  expect(readWish(typed, loadInfo)).toEqual({
    wish: { current: 0.5, cutOff: 3, maxSeconds: null, maxAmpHours: null },
    problems: {},
    missing: null,
  });
  const limited = { ...typed, time: '2 h', capacity: '1500 mAh' };
  expect(readWish(limited, loadInfo).wish).toMatchObject({ maxSeconds: 7200, maxAmpHours: 1.5 });
});

it('R-8: what is out of range or no number is marked, and nothing is wished', () => {
  const typed = { current: '31', cutOff: '0', time: 'long', capacity: '-1' };
  const { wish, problems } = readWish(typed, loadInfo);
  expect(wish).toBeNull();
  expect(problems).toEqual({
    current: 'Over 30.00 A.',
    cutOff: 'Under 0.001 V.',
    time: 'Write it like 90 min, 2 h or 1:30.',
    capacity: 'It is more than nothing. Leave it empty for no limit.',
  });
  expect(readWish({ ...typed, current: '1,5' }, loadInfo).problems.current).toContain('comma');
});

it.each<[string, number | null]>([
  ['90', 5400],
  ['30 s', 30],
  ['1.5h', 5400],
  ['1:30', 5400],
  ['30 d', 2_592_000],
  ['31 d', null],
  ['0', null],
  ['1:75', null],
  ['-5', null],
])('a longest time of %s is %s s', (text, seconds) => {
  const read = readTime(text);
  expect(read.ok ? read.value : null).toBe(seconds);
});

it('where the comma is the decimal sign, all four are typed with it, and a point does as well', () => {
  const typed = { current: '0,5', cutOff: '2,8 V', time: '1,5 h', capacity: '1,2' };
  expect(Object.keys(readWish(typed, loadInfo).problems)).toHaveLength(4);
  showDecimalSign(',');
  onTestFinished(() => showDecimalSign('.'));
  expect(readWish(typed, loadInfo).wish).toEqual({
    current: 0.5,
    cutOff: 2.8,
    maxSeconds: 5400,
    maxAmpHours: 1.2,
  });
  expect(readTime('1.5 h')).toEqual({ ok: true, value: 5400 });
  expect(readTime('1,5,0 h').ok).toBe(false);
  expect(readTime('1.5,0 h').ok).toBe(false);
});
