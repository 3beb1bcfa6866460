import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { deepCost } from '#main/dashboard/traces/cost.ts';
import type { BenchResult } from '../bench/result.ts';
import { performancePage } from './bench-report.ts';
import { describeMachine } from './machine.ts';
import { documentTroubles, figuresOf, pageTroubles, textTroubles } from './performance-pages.ts';
import { root } from './steps.ts';

test('every page of figures says which command wrote it, when and on what machine, and belongs to a bench', () => {
  expect(pageTroubles(root)).toEqual([]);
});
test('every figure that README and docs take from a page is on that page; what was measured names how', () => {
  expect(documentTroubles(root)).toEqual([]);
});

const profilingPage = join(root, 'docs/performance/profiling.md');
test.runIf(existsSync(profilingPage))(
  'the cost of deep mode that the screen states is the one that was measured',
  () => {
    const row = /\| what spans and traces cost of the rate of exchanges\s+\| ([-\d.e]+) %\s+\|/;
    const measured = Number(row.exec(readFileSync(profilingPage, 'utf8'))?.[1]);
    // What is stated to people is a whole number of percent, and a run is not the next one.
    expect(Math.abs(100 * deepCost - measured)).toBeLessThanOrEqual(3);
  },
);

const result: BenchResult = {
  name: 'a bench',
  rows: [
    { what: 'calls', value: 12_345.6, unit: 'calls/s', goal: '>= 10', ok: true, proof: 'counted' },
    { what: 'late', value: 0.000_21, unit: 'ms', goal: '', ok: true },
  ],
  charts: [
    {
      name: 'curve',
      title: 'A curve',
      x: { label: 'rows', log: true },
      y: { label: 'ms', log: true },
      lines: [{ name: 'console', points: [[100, 1]] }],
    },
  ],
};
const page = performancePage(
  '2026-01-02T00:00:00Z',
  describeMachine(),
  result,
  'npm run bench -- one --docs',
  'one',
);

/** A tree with one bench and its page. */
function tree(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-pages-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'docs/performance'), { recursive: true });
  mkdirSync(join(folder, 'bench'));
  writeFileSync(join(folder, 'bench/one.bench.ts'), '');
  writeFileSync(join(folder, 'docs/performance/README.md'), '[one](one.md)');
  writeFileSync(join(folder, 'docs/performance/one.md'), text);
  writeFileSync(join(folder, 'docs/performance/one-curve.svg'), '<svg/>');
  return folder;
}
const whats = (folder: string): string =>
  pageTroubles(folder)
    .map(({ what }) => what)
    .join('\n');

describe('a page', () => {
  test('as a bench writes it has nothing wrong with it', () => {
    expect(pageTroubles(tree(page))).toEqual([]);
    expect(page).toContain('| calls | 12,300 calls/s | >= 10 | met | counted |');
    expect(page).toContain('2.10e-4 ms');
  });
  test('without the machine, of another bench, or without its picture is found', () => {
    expect(whats(tree(page.replace(/, kernel [\d.]+/, '')))).toContain('on what machine');
    expect(whats(tree(page.replace('bench -- one', 'bench -- two')))).toContain('written by the bench two');
    expect(whats(tree(page.replace('`npm', '`LABLINK_BENCH_SCALE=0.01 npm')))).toContain('from a trial');
    const folder = tree(page);
    rmSync(join(folder, 'docs/performance/one-curve.svg'));
    expect(whats(folder)).toContain('one-curve.svg is missing');
  });
  test('of each bench has to be there once the whole run is gone, and not both', () => {
    const folder = tree(page);
    writeFileSync(join(folder, 'bench/two.bench.ts'), '');
    expect(whats(folder)).toContain('no page of two.md');
    writeFileSync(join(folder, 'docs/performance/2026-11-25.md'), 'of all');
    expect(pageTroubles(folder)).toEqual([]);
    rmSync(join(folder, 'bench/two.bench.ts'));
    expect(whats(folder)).toContain('this one is old');
  });
});

describe('a text', () => {
  const pageOf = (name: string): string | null => (name === 'one.md' ? page : null);
  const troubles = (text: string) => textTroubles('docs/x.md', text, pageOf).map(({ what }) => what);
  test('may round what is on the page it points to', () => {
    expect(troubles('It answers 12,000 calls/s ([measured](performance/one.md)).')).toEqual([]);
  });
  test('may not name what is not there, or has become something else', () => {
    expect(troubles('It answers 30,000 calls/s ([measured](performance/one.md)).')).toEqual([
      '"30,000 calls/s" is not on one.md',
    ]);
    expect(troubles('Within 12,345 ms ([measured](performance/one.md)).')).toHaveLength(1);
    expect(troubles('See performance/two.md.')).toEqual(['there is no page two.md']);
  });
  test('that says measured has to say how', () => {
    expect(troubles('Measured: 3 ms a call.')).toHaveLength(1);
    expect(troubles('Measured by `npm run fuzz`: 3 ms a call.')).toEqual([]);
    expect(troubles('A deadline of 3 ms.')).toEqual([]);
  });
  test('has figures with their units', () => {
    expect(figuresOf('1,234 calls/s, 0.5 µs; 3 seconds, 24 GB').map(({ text }) => text)).toEqual([
      '1,234 calls/s',
      '0.5 µs',
    ]);
  });
});
