import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addSpan, here, keptTraces, setTracing, trace, traced } from '#main/profiling/trace.ts';
import { readTrace, type TraceEvent, type TraceFile } from './chrome-trace.fixture.ts';
import { chromeTrace, spansOfFile } from './chrome-trace.ts';

beforeEach(() => setTracing(true));
afterEach(() => setTracing(false));

const spansIn = ({ traceEvents }: TraceFile): readonly TraceEvent[] =>
  traceEvents.filter(({ ph }) => ph === 'X');

test('two kinds of process, a thread for each trace, spans inside each other, times in microseconds', async () => {
  const pressed = performance.now() - 4;
  await trace('person', 'bridge', 'instruments.set', { instrument: 'psu' }, async () => {
    const place = here();
    addSpan(place, {
      kind: 'window',
      name: 'to the console',
      start: pressed,
      end: performance.now(),
    });
    // Side by side: the second begins before the first ends, and ends after it.
    let end: () => void = () => undefined;
    const first = traced('exchange', 'VOLT 1', {}, () => new Promise<void>((resolve) => (end = resolve)));
    await wait(5);
    const second = traced('history', 'append', { rows: 2 }, async () => {
      await wait(10);
      end();
      await wait(30);
    });
    await Promise.all([first, second]);
    await traced('exchange', 'VOLT?', {}, async () => {
      await wait(1);
      throw new Error('planted');
    }).catch(() => undefined);
  });
  await trace('console', 'instruments', 'poll', {}, () => wait(1));
  const file = readTrace(chromeTrace(keptTraces(), '1.2.3'));
  const spans = spansIn(file);
  const of = (name: string): TraceEvent => spans.find((each) => each.name === name)!;
  expect(spans.map(({ name }) => name).toSorted()).toEqual(
    ['instruments.set', 'to the console', 'VOLT 1', 'append', 'VOLT?', 'poll'].toSorted(),
  );
  expect(of('instruments.set')).toMatchObject({ cat: 'bridge', args: { instrument: 'psu' } });
  expect(of('VOLT?').args).toEqual({ failed: true });
  expect(of('append').args).toEqual({ rows: 2 });
  // 40 ms are 40,000 µs, as far as timers are exact.
  expect(of('append').dur).toBeGreaterThan(38_000);
  expect(of('append').dur).toBeLessThan(4_000_000);
  expect(of('to the console').ts).toBe(0);
  expect(of('instruments.set').ts).toBeGreaterThan(3000);
  expect(of('VOLT 1').tid).toBe(of('instruments.set').tid);
  expect(of('append').tid).not.toBe(of('VOLT 1').tid);
  expect(of('poll').pid).not.toBe(of('instruments.set').pid);
  const { begins, ...rest } = file.otherData;
  expect(rest).toEqual({ console: '1.2.3', traces: 2, tracesLeftOut: 0 });
  expect(Math.abs(Date.parse(begins as string) - Date.now())).toBeLessThan(5000);
});

test('what goes on is drawn up to the last end that is known, and says so', async () => {
  let end: () => void = () => undefined;
  const running = trace('person', 'bridge', 'history.page', {}, async () => {
    await traced('history', 'page', {}, () => wait(10));
    await new Promise<void>((resolve) => (end = resolve));
  });
  await wait(30);
  const [whole, page] = spansIn(readTrace(chromeTrace(keptTraces(), '1')));
  expect(whole).toMatchObject({ name: 'history.page', args: { unfinished: true } });
  expect(whole!.dur).toBeGreaterThanOrEqual(page!.dur!);
  end();
  await running;
  expect(spansIn(readTrace(chromeTrace(keptTraces(), '1')))[0]!.args).toEqual({});
});

test('no traces are a file as well; too many are cut between two traces, newest kept, and counted', () => {
  expect(readTrace(chromeTrace([], '1'))).toMatchObject({
    traceEvents: [],
    otherData: { traces: 0, tracesLeftOut: 0, begins: null },
  });
  for (let count = 0; count < 21; count++)
    trace('person', 'bridge', `n${count}`, {}, () => {
      for (let span = 1; span < 1000; span++) traced('history', 'page', {}, () => 1);
    });
  const file = readTrace(chromeTrace(keptTraces(), '1'));
  expect(spansIn(file)).toHaveLength(spansOfFile);
  expect(file.otherData).toMatchObject({ traces: 20, tracesLeftOut: 1 });
  expect(spansIn(file).map(({ name }) => name)).not.toContain('n0');
});
