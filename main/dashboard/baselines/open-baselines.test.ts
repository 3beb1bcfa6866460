import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { caller } from '#main/critical-paths/desk.ts';
import type { RunPlan } from '#main/critical-paths/run.ts';
import { yardsticks } from '#main/critical-paths/yardsticks.ts';
import type { MeterKey } from '#main/profiling/meter.ts';
import { meterOf } from '#main/profiling/meters.ts';
import { endSlices } from '#main/profiling/slices.ts';
import { Comparison, type PathsReport, PathsReport as PathsReportShape } from '#shared/contract/baselines.ts';
import type { Progress } from '#shared/contract/work.ts';
import { type Baselines, openBaselines } from './open-baselines.ts';

const supply = { id: 'i1', name: 'Supply 1', pollMs: 100 };
const quick: RunPlan = {
  sizes: { historyLines: 500, backupBytes: 300_000, backups: 2 },
  starts: 3,
  rounds: 1,
  roundMs: 20,
  only: ['accounts.totp.verify', 'history.log', 'validation.record'],
};

function opened(plan: RunPlan = quick): { readonly folder: string; readonly baselines: Baselines } {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-baselines-'));
  const baselines = openBaselines({ folder, version: '1.2.3', instruments: () => [supply], plan });
  onTestFinished(async () => {
    await baselines.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, baselines };
}
const code = (expected: string) => ({ code: expected });
const page: MeterKey = { kind: 'history', name: 'page', instrument: null, part: 'whole' };
const wire: MeterKey = { kind: 'exchange', name: 'MEAS:VOLT?', instrument: 'i1', part: 'wire' };

describe('the spans of a bench at work', () => {
  beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_790_000_000_000 }));
  afterAll(() => void vi.useRealTimers());
  /** Ten minutes of work: so long each page takes, and each exchange, ms. */
  const work = (pageMs: number, wireMs: number): void => {
    for (let slice = 0; slice < 60; slice++) {
      for (let i = 0; i < 40; i++) {
        meterOf(page).record(pageMs * (1 + ((i * 7 + slice) % 11) / 50), false);
        meterOf(wire).record(wireMs * (1 + ((i * 5 + slice) % 7) / 50), false);
      }
      vi.setSystemTime(Date.now() + 10_000);
      endSlices();
    }
  };

  test('too little is no baseline', async () => {
    const { baselines } = opened();
    await expect(baselines.handlers.save({ name: 'Early' }, caller())).rejects.toMatchObject(
      code('NOTHING_MEASURED'),
    );
    expect((await baselines.handlers.list({}, caller())).baselines).toEqual([]);
  });

  test('the same work shows no difference; twice as slow is found, told and remembered', {
    timeout: 60_000,
  }, async () => {
    const { baselines } = opened();
    const { handlers, verdicts } = baselines;
    work(1, 5);
    const saved = await handlers.save({ name: 'Monday' }, caller());
    expect(saved).toMatchObject({
      name: 'Monday',
      kind: 'live',
      load: '1 instrument, 10 polls a second',
      reference: false,
    });
    await handlers.setReference({ id: saved.id }, caller());

    work(1, 5);
    const same = Comparison.parse(await handlers.compare({ old: saved.id, new: null }, caller()));
    expect(same).toMatchObject({
      old: { id: saved.id, reference: true },
      new: null,
      doubts: [],
      onlyOld: [],
    });
    expect(
      same.rows.map(({ name, verdict }) => `${name}: ${verdict}`).toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['Supply 1 MEAS:VOLT? (wire): same', 'history:page: same']);

    work(2, 5);
    const slower = await handlers.compare({ old: saved.id, new: null }, caller());
    const found = slower.rows.find(({ name }) => name === 'history:page')!;
    expect(found).toMatchObject({ verdict: 'slower', median: { verdict: 'slower' } });
    expect(found.median.ratio).toBeCloseTo(2, 1);
    expect(slower.rows.find(({ name }) => name !== 'history:page')).toMatchObject({ verdict: 'same' });

    expect(verdicts.verdictOf(page)).toBe('none');
    verdicts.watched();
    await vi.waitFor(() => expect(verdicts.verdictOf(page)).toBe('slower'), { timeout: 10_000 });
    expect(verdicts.verdictOf(wire)).toBe('same');
    expect(verdicts.alerts()).toEqual([
      expect.objectContaining({ message: expect.stringContaining('“Monday”') }),
    ]);

    const later = await handlers.save({ name: 'Tuesday' }, caller());
    const both = await handlers.compare({ old: saved.id, new: later.id }, caller());
    expect(both).toMatchObject({ new: { id: later.id }, doubts: [] });
    expect(both.rows.map(({ verdict }) => verdict).toSorted()).toEqual(['same', 'slower']);
    const { name, text } = await handlers.export({ id: later.id }, caller());
    expect(name).toBe(`lablink-${later.id}.json`);
    expect(JSON.parse(text)).toMatchObject({ head: { name: 'Tuesday' } });

    await handlers.setReference({ id: null }, caller());
    expect(verdicts.alerts()).toEqual([]);
    await expect(handlers.report({ id: later.id }, caller())).rejects.toMatchObject(code('BASELINE_UNKNOWN'));
    await handlers.remove({ id: saved.id }, caller());
    await expect(handlers.compare({ old: saved.id, new: null }, caller())).rejects.toMatchObject(
      code('BASELINE_UNKNOWN'),
    );
  });
});

describe('the critical paths', () => {
  const run = (baselines: Baselines, signal = new AbortController().signal) =>
    baselines.handlers.runPaths({ name: 'Here' }, { ...caller(), signal });
  const scratchOf = (folder: string): string => join(folder, 'profiling', 'scratch');

  test('run in threads, are kept as a report, and compared with another run', {
    timeout: 120_000,
  }, async () => {
    const { folder, baselines } = opened();
    const progress: Progress[] = [];
    let report: PathsReport | null = null;
    for await (const item of run(baselines))
      if (item.kind === 'progress') progress.push(item.progress);
      else report = PathsReportShape.parse(item.result);
    expect(report!.rows.map(({ id }) => id)).toEqual([
      ...(quick.only ?? []),
      ...yardsticks.map(({ id }) => id),
    ]);
    for (const row of report!.rows) {
      expect(row.count).toBeGreaterThan(2);
      expect(row.p50).toBeGreaterThan(0);
      expect(row.p95).toBeGreaterThanOrEqual(row.p50);
      expect(row.proof.length).toBeGreaterThan(20);
    }
    expect(progress.some(({ stage }) => stage.startsWith('Prepare: '))).toBe(true);
    expect(progress.at(-1)).toMatchObject({ of: 36, unit: 'rounds' });
    expect(readdirSync(scratchOf(folder))).toEqual([]);

    const { id } = report!.summary;
    expect(await baselines.handlers.report({ id }, caller())).toEqual(report);
    const compared = await baselines.handlers.compare({ old: id, new: id }, caller());
    // How much fits into so short a round is the computer's business, and too little is no verdict.
    expect(compared.rows.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'none')).toContain(
      'same',
    );
    for (const { verdict } of compared.rows) expect(['same', 'none']).toContain(verdict);
    expect(compared.rows.map(({ median }) => median.ratio)).toEqual(Array(6).fill(1));
    await expect(baselines.handlers.compare({ old: id, new: null }, caller())).rejects.toMatchObject(
      code('BASELINES_DIFFER'),
    );
    await expect(baselines.handlers.setReference({ id }, caller())).rejects.toMatchObject(
      code('BASELINES_DIFFER'),
    );
  });

  test('cancelled, they stop at once and leave nothing; a second run waits for nobody', {
    timeout: 60_000,
  }, async () => {
    const { folder, baselines } = opened({ ...quick, sizes: { ...quick.sizes, historyLines: 3_000_000 } });
    const control = new AbortController();
    const items = run(baselines, control.signal)[Symbol.asyncIterator]();
    await items.next();
    await expect(run(baselines)[Symbol.asyncIterator]().next()).rejects.toMatchObject(code('OVERLOADED'));
    const start = performance.now();
    control.abort();
    const drained = async (): Promise<void> => {
      while ((await items.next()).done !== true);
    };
    await expect(drained()).rejects.toMatchObject(code('CANCELLED'));
    expect(performance.now() - start).toBeLessThan(5000);
    expect(readdirSync(scratchOf(folder))).toEqual([]);
    expect((await baselines.handlers.list({}, caller())).baselines).toEqual([]);
  });

  test('what a killed console has left is removed at the next start', async () => {
    const { folder } = opened();
    const left = join(scratchOf(folder), 'left');
    mkdirSync(left, { recursive: true });
    writeFileSync(join(left, 'x'), '');
    const again = openBaselines({ folder, version: '1', instruments: () => [] });
    await vi.waitFor(() => expect(existsSync(left)).toBe(false));
    await again.close();
  });
});
