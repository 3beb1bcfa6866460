import { expect, test, vi } from 'vitest';
import { spanSummaries } from '#main/profiling/span.ts';
import { keptTraces, setTracing, trace } from '#main/profiling/trace.ts';
import { bench } from './backup.fixture.ts';

// Each backup starts two threads, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

test('every stage of a backup is counted, and a trace shows them one after the other', async () => {
  const { backup } = await bench(5);
  setTracing(true);
  try {
    const stages = new Set<string>();
    await trace('person', 'bridge', 'backups.make', {}, () =>
      backup({ onProgress: ({ stage }) => void stages.add(stage) }),
    );
    expect(stages.size).toBeGreaterThan(3);
    const counted = spanSummaries().filter(({ name }) => name.startsWith('backup:'));
    for (const stage of stages) {
      const found = counted.find(({ name }) => name === `backup:${stage}`);
      expect(found, stage).toMatchObject({ errors: 0 });
      expect(found!.max, stage).toBeGreaterThan(0);
    }
    const [whole, ...bars] = keptTraces().find(({ origin }) => origin === 'person')!.spans;
    const shown = bars.filter(({ kind }) => kind === 'backup');
    expect(new Set(shown.map(({ name }) => name))).toEqual(
      new Set([...stages, 'begin write', 'begin check']),
    );
    // Nothing of the time is left out between two stages of a job.
    const total = shown.reduce((sum, { ms }) => sum + ms!, 0);
    expect(total).toBeLessThanOrEqual(whole!.ms! + 1);
    for (const { parent } of shown) expect(parent).toBe(1);
  } finally {
    setTracing(false);
  }
});

test('the stage in which one is cancelled counts as failed', async () => {
  const { backup } = await bench(5);
  const failures = (): number =>
    spanSummaries()
      .filter(({ name }) => name.startsWith('backup:'))
      .reduce((sum, { errors }) => sum + errors, 0);
  const before = failures();
  const control = new AbortController();
  const cancelled = backup({ signal: control.signal, onProgress: () => control.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(failures()).toBe(before + 1);
});
