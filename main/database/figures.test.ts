import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { spanSummaries } from '#main/profiling/span.ts';
import { keptTraces, setTracing, trace } from '#main/profiling/trace.ts';
import { trialDatabase, trialFolder } from './trial.fixture.ts';

afterEach(() => setTracing(false));

/** How many more of these were counted since, and how many of them failed. */
function counting(): (name: string) => [count: number, errors: number] {
  const before = new Map(spanSummaries().map((each) => [each.name, each]));
  return (name) => {
    const now = spanSummaries().find((each) => each.name === name);
    const then = before.get(name);
    return [(now?.count ?? 0) - (then?.count ?? 0), (now?.errors ?? 0) - (then?.errors ?? 0)];
  };
}

test('every operation is counted under its name, and every batch as one commit', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  const more = counting();
  await Promise.all([
    database.write('put', 1),
    database.write('put', 2),
    database.defer('put', 3),
    database.write('putThenFail', 4).catch(() => undefined),
  ]);
  await database.read('values', null);
  await expect(database.read('write', null)).rejects.toMatchObject({ code: 'DATABASE_FAILED' });
  expect(more('database:put')).toEqual([3, 0]);
  expect(more('database:putThenFail')).toEqual([1, 1]);
  expect(more('database:values')).toEqual([1, 0]);
  expect(more('database:write')).toEqual([1, 1]);
  // The first goes at once, all others while it is being committed.
  expect(more('database:commit')).toEqual([2, 0]);
});

test('a trace shows the operation, and the commit that it shared, each at its own place', async () => {
  const database = await trialDatabase(join(trialFolder(), 'a.db'));
  setTracing(true);
  const write = (name: string, value: number) =>
    trace('person', 'console', name, {}, () => database.write('put', value));
  await Promise.all([write('first', 1), write('second', 2), write('third', 3)]);
  const kept = keptTraces().map(({ spans }) =>
    spans.map(({ id, parent, name, attributes }) => ({ id, parent, name, ...attributes })),
  );
  const shared = (whole: string, records: number) => [
    { id: 1, parent: null, name: whole },
    { id: 2, parent: 1, name: 'put' },
    { id: 3, parent: 2, name: 'commit', records },
  ];
  expect(kept.toSorted((a, b) => String(a[0]!.name).localeCompare(String(b[0]!.name)))).toEqual([
    shared('first', 1),
    shared('second', 2),
    shared('third', 2),
  ]);
});
