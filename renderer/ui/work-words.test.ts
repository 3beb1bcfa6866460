import { expect, it } from 'vitest';
import { formatBytes, progressPart, progressWords } from './work-words.ts';

const thin = '\u2009';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [9940, '9.9 kB'],
  [9960, '10 kB'],
  [999_600, '1.0 MB'],
  [34_000_000, '34 MB'],
  [1.5e9, '1.5 GB'],
  [5e16, `50${thin}000 TB`],
  [-2000, '−2.0 kB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it('says how far, how fast and how long, and leaves out what nobody knows', () => {
  const all = { stage: 'x', done: 12_000, of: 120_000, unit: 'rows', rate: 45_000, leftS: 2.4 } as const;
  expect(progressWords(all)).toBe(`12${thin}000 of 120${thin}000 rows, 45${thin}000 rows/s, 3 s left`);
  expect(progressWords({ ...all, unit: 'bytes' })).toBe('12 kB of 120 kB, 45 kB/s, 3 s left');
  expect(progressWords({ ...all, of: null, rate: null, leftS: null })).toBe(`12${thin}000 rows`);
  expect([progressPart(all), progressPart({ ...all, of: null }), progressPart({ ...all, of: 0 })]).toEqual([
    0.1,
    null,
    null,
  ]);
});
