import { afterEach, expect, test } from 'vitest';
import { callOf, closeAll, desk, first, supply } from '#main/instruments/bench.fixture.ts';
import { cable } from '#main/instruments/cable.fixture.ts';
import { allMeters, meterOf } from '#main/profiling/meters.ts';
import { Overview, InstrumentFigures, type Window } from '#shared/contract/profiling.ts';
import { openOverview, type Reference } from './open-overview.ts';

const machine = {
  cpu: 'A, "fast" one',
  cores: 2,
  memory: 8e9,
  platform: 'linux x64',
  node: 'v24',
  version: '1.2.3',
};
const closing: (() => void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await closeAll();
});

/** The figures of a desk with one supply, polled every 20 ms. */
async function opened(reference: Reference | null = null) {
  const simulated = await supply();
  const wire = await cable(Number(new URL(simulated.address).port));
  const bench = await desk();
  const id = await bench.connect(wire.address);
  const overview = openOverview({
    loop: { p99Ms: 0.5, close: () => undefined },
    instruments: () => bench.instruments.desk().map((each) => ({ ...each, name: 'Supply, A' })),
    machine,
    reference,
  });
  closing.push(() => overview.close());
  const stop = new AbortController();
  closing.push(() => stop.abort());
  const call = callOf('viewer', stop.signal);
  const watch = (window: Window) => overview.handlers.overview({ window }, call);
  const instrument = (command: string | null = null) =>
    overview.handlers.instrument({ instrument: id, command, window: 'minute' }, call);
  return { bench, id, wire, overview, call, watch, instrument };
}

test('the overview says what the console does: spans, exchanges, threads, memory, handles', {
  timeout: 20_000,
}, async () => {
  const { bench, id, watch } = await opened();
  await bench.set(id, 'voltage', 3.3);
  const found = await first(
    watch('minute'),
    ({ exchanges, threads }) => exchanges.rate > 5 && threads[0]!.utilisation !== null,
  );
  expect(Overview.parse(found)).toEqual(found);
  expect(found.exchanges).toMatchObject({ busiest: 'Supply, A', capacity: expect.any(Number) });
  const mine = found.spans.filter(({ key }) => key.instrument === id);
  expect(mine.map(({ key }) => key.name)).toEqual(
    expect.arrayContaining(['*IDN?', ':SOUR1:VOLT', ':SYST:ERR?']),
  );
  for (const row of mine) {
    expect(row).toMatchObject({ instrumentName: 'Supply, A', verdict: 'none', errors: 0 });
    expect(row.p50!).toBeLessThanOrEqual(row.p95!);
    expect(row.p99!).toBeLessThanOrEqual(row.max!);
    expect(row.totalMs).toBeLessThanOrEqual(row.count * row.max! * 1.000001);
    expect(row.trend.at(-1)).not.toBeNull();
  }
  expect(found.spans.some(({ key }) => key.kind === 'driver' && key.name.endsWith(' parse'))).toBe(true);
  expect(found.spans.some(({ key }) => key.kind === 'instruments' && key.name === 'poll')).toBe(true);
  const total = found.spans.map(({ totalMs }) => totalMs);
  expect(total).toEqual(total.toSorted((a, b) => b - a));
  expect(found.threads[0]).toMatchObject({
    name: 'main',
    heapUsed: expect.any(Number),
    cpu: expect.any(Number),
  });
  expect(found.memory.rss).toBeGreaterThan(found.threads[0]!.heapUsed!);
  expect(found.memory.gc).toBeGreaterThanOrEqual(0);
  expect(found.handles.sockets).toBeGreaterThan(0);
  expect(found.loop).toMatchObject({ p99Ms: 0.5, limitMs: 10 });
});

test('one instrument: queue and wire by command, its polls, and what is not on the desk is refused', {
  timeout: 20_000,
}, async () => {
  const { id, bench, instrument, overview, call } = await opened();
  await bench.set(id, 'voltage', 3.3);
  const all = await first(instrument(), ({ exchanges, polls }) => exchanges > 30 && polls.medianMs !== null);
  expect(InstrumentFigures.parse(all)).toEqual(all);
  expect(all).toMatchObject({ name: 'Supply, A', command: null, timeouts: 0, retries: 0 });
  expect(all.polls.wantedMs).toBe(20);
  expect(all.polls.medianMs!).toBeGreaterThan(15);
  const count = (bars: typeof all.wire.bars) => bars.reduce((sum, bar) => sum + bar.count, 0);
  expect([count(all.wire.bars), count(all.queue.bars)]).toEqual([all.exchanges, all.exchanges]);
  expect(all.commands.reduce((sum, each) => sum + each.count, 0)).toBe(all.exchanges);
  expect(all.series.at(-1)!.count).toBeGreaterThan(0);
  const one = await first(instrument(':SOUR1:VOLT'), () => true);
  expect(one.command).toBe(':SOUR1:VOLT');
  expect(one.exchanges).toBe(one.commands.find(({ command }) => command === ':SOUR1:VOLT')!.count);
  await expect(
    first(
      overview.handlers.instrument({ instrument: 'gone', command: null, window: 'minute' }, call),
      () => true,
    ),
  ).rejects.toMatchObject({ code: 'INSTRUMENT_UNKNOWN' });
});

test('silence and a cable that is plugged in again are counted as timeouts and retries', {
  timeout: 30_000,
}, async () => {
  const { bench, id, wire, instrument } = await opened();
  wire.spoil = () => Buffer.alloc(0);
  await bench.send(id, '*ESR?').catch(() => undefined);
  wire.spoil = (answer) => answer;
  const found = await first(instrument(), ({ timeouts, retries }) => timeouts > 0 && retries > 0);
  expect(found.commands.some(({ command }) => command === '*ESR?')).toBe(true);
});

test('what is slower than a baseline is said in its row and as an alert', { timeout: 20_000 }, async () => {
  let watched = 0;
  const alert = { kind: 'baseline', key: null, since: 5, message: 'slower', remedy: 'look' } as const;
  const { watch } = await opened({
    watched: () => void watched++,
    verdictOf: ({ name }) => (name === '*IDN?' ? 'slower' : 'same'),
    alerts: () => [alert],
  });
  const { spans, alerts } = await first(watch('session'), ({ spans: rows }) =>
    rows.some(({ key }) => key.name === '*IDN?'),
  );
  for (const { key, verdict } of spans) expect(verdict).toBe(key.name === '*IDN?' ? 'slower' : 'same');
  expect(alerts).toContainEqual(alert);
  expect(watched).toBeGreaterThan(0);
});

/** CSV by the grammar of RFC 4180. */
function rowsOfCsv(text: string): string[][] {
  expect(text.endsWith('\r\n')).toBe(true);
  return text
    .slice(0, -2)
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) =>
        quoted === undefined ? plain! : quoted.replaceAll('""', '"'),
      ),
    );
}

test('the numbers as JSON and as CSV are the same, with machine and versions', {
  timeout: 20_000,
}, async () => {
  const { overview, call, instrument } = await opened();
  await first(instrument(), ({ exchanges }) => exchanges > 5);
  meterOf({ kind: 'exchange', name: '=1+1', instrument: null, part: 'whole' }).record(1, false);
  const numbers = (format: 'json' | 'csv') => overview.handlers.numbers({ window: 'session', format }, call);
  const [json, csv] = [await numbers('json'), await numbers('csv')];
  expect([json.name, csv.name]).toEqual([
    expect.stringMatching(/^lablink-numbers-\d{8}-\d{6}\.json$/),
    expect.stringMatching(/\.csv$/),
  ]);
  const whole = JSON.parse(json.text);
  expect(whole).toMatchObject({ form: 'lablink-numbers-1', window: 'session', machine });
  const [names, ...rows] = rowsOfCsv(csv.text);
  for (const row of rows) expect(row).toHaveLength(names!.length);
  const cell = (row: string[], name: string) => row[names!.indexOf(name)];
  expect(new Set(rows.map((row) => cell(row, 'cpu')))).toEqual(new Set([machine.cpu]));
  expect(new Set(rows.map((row) => cell(row, 'version')))).toEqual(new Set(['1.2.3']));
  const wire = rows.find(
    (row) =>
      cell(row, 'name') === '*IDN?' &&
      cell(row, 'part') === 'wire' &&
      cell(row, 'instrument') === 'Supply, A',
  )!;
  const same = whole.spans.find(
    (each: Record<string, unknown>) =>
      each['name'] === '*IDN?' && each['part'] === 'wire' && each['instrument'] === 'Supply, A',
  );
  expect([Number(cell(wire, 'count')), Number(cell(wire, 'p95_ms'))]).toEqual([same.count, same.p95_ms]);
  // No spreadsheet runs what an instrument or a person has written.
  expect(rows.some((row) => cell(row, 'name') === "'=1+1")).toBe(true);
  expect(rows.some((row) => cell(row, 'name') === '=1+1')).toBe(false);
});

test('many windows that watch cost as much as one', { timeout: 20_000 }, async () => {
  const { watch } = await opened();
  const one = await Promise.all(Array.from({ length: 20 }, () => first(watch('minute'), () => true)));
  expect(new Set(one).size).toBe(1);
  expect([...allMeters()].length).toBeGreaterThan(0);
});
