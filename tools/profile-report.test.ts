import { expect, test } from 'vitest';
import { type Compared, compareSets } from '#main/statistics/compare.ts';
import { reportPage, timeText } from './profile-report.ts';

const machine = {
  cpu: 'A 1',
  cores: 2,
  memory: 8 * 2 ** 30,
  platform: 'linux x64',
  node: 'v24.1.0',
  version: '1.0.0',
};
const row = {
  id: 'history.log',
  name: 'Log | a command',
  what: 'What it does.',
  count: 12_000,
  p50: 0.05,
  p95: 1.2345,
  p99: 2,
  perSecond: 12_345,
  proof: 'Counted.',
};
const measured = (ms: number) =>
  Array.from({ length: 5 }, () => [{ ms: Array.from({ length: 50 }, (_, i) => ms * (1 + (i % 7) / 100)) }]);
const compared: Compared = compareSets(
  [
    { key: 'history.log', name: row.name, measured: measured(1) },
    { key: 'gone', name: 'Gone', measured: measured(1) },
  ],
  [{ key: 'history.log', name: row.name, measured: measured(2.5) }],
);
const report = { at: 1_790_000_000_000, machine, load: 'fresh', rows: [row], profiles: [], against: null };

test.each([
  [0.0001234, '0.123 µs'],
  [0.05, '50 µs'],
  [1.2345, '1.23 ms'],
  [1234.5, '1230 ms'],
  [Number.NaN, '–'],
])('%f ms is written %s', (ms, text) => {
  expect(timeText(ms)).toBe(text);
});

test('it says what was measured where, how fast, and how it is known to have happened', () => {
  const page = reportPage(report);
  expect(page).toContain(
    '2026-09-21: A 1, 2 cores, 8 GB, linux x64, Node v24.1.0, LabLink Console 1.0.0; fresh.',
  );
  expect(page).toContain('| Log \\| a command | 50 µs | 1.23 ms | 2 ms | 12,300 | 12,000 |');
  expect(page).toContain('(`history.log`). What it does. Counted.');
  expect(page).not.toContain('CPU profiles');
  expect(page).not.toContain('Against');
});

test('against an earlier one: both figures, the interval, the verdict, the test, and every doubt', () => {
  const page = reportPage({
    ...report,
    profiles: ['history.log.main.cpuprofile'],
    against: { file: 'old.json', compared, doubts: ['Another processor: A then, B now.'] },
  });
  expect(page).toMatch(
    /\| Log \\\| a command \| 1\.03 ms \| 2\.58 ms \| 2\.50 \(2\.\d\d to 2\.\d\d\) \|.*\| slower \|/u,
  );
  expect(page).toContain('Doubtful: Another processor');
  expect(page).toContain('Measured only then: Gone.');
  expect(page).toContain(compared.test);
  expect(page).toContain('- `history.log.main.cpuprofile`');
});
