import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { Bench, contract, Seats, Trail } from '#main/bridge/conformance.fixture.ts';
import { serveWire } from '#main/bridge/serve.ts';
import { messagePortPair } from '#main/bridge/wires.fixture.ts';
import { callOf } from '#main/instruments/bench.fixture.ts';
import { span } from '#main/profiling/span.ts';
import { here, setTracing, trace, traced, tracing } from '#main/profiling/trace.ts';
import {
  DeepState,
  type TraceSearch,
  TraceSummary,
  TraceWhole,
  traces as declared,
} from '#shared/contract/traces.ts';
import { createClient } from '#shared/rpc/client.ts';
import type { Timing } from '#shared/rpc/client-types.ts';
import { openTraces, type Traces } from './open-traces.ts';

afterEach(() => setTracing(false));

function opened(env: Record<string, string> = {}): Traces['handlers'] {
  const traces = openTraces({ version: '1.2.3', env });
  onTestFinished(() => traces.close());
  return traces.handlers;
}
const operator = callOf('operator');
const everything: TraceSearch = { text: '', origin: null, slowerThanMs: null, failedOnly: false, limit: 200 };
const deepNow = async (handlers: Traces['handlers']): Promise<DeepState> => {
  for await (const state of handlers.deep({}, operator)) return DeepState.parse(state);
  throw new Error('nothing was told');
};

test('deep mode is off by itself; switched on, it says since when and by whom; whoever was first stays named', async () => {
  const handlers = opened();
  expect(await deepNow(handlers)).toMatchObject({ on: false, since: null, by: null });
  await handlers.setDeep({ on: true }, operator);
  const state = await deepNow(handlers);
  expect(state).toMatchObject({ on: true, by: 'operator', keeps: 500 });
  expect(Math.abs(state.since! - Date.now())).toBeLessThan(1000);
  expect(state.cost).toBeGreaterThan(0);
  await handlers.setDeep({ on: true }, callOf('administrator'));
  expect(await deepNow(handlers)).toEqual(state);
});

test('LABLINK_PROFILING=1 switches it on at the start, and nothing else does', async () => {
  expect(await deepNow(opened({ LABLINK_PROFILING: '1' }))).toMatchObject({
    on: true,
    by: 'LABLINK_PROFILING',
  });
  setTracing(false);
  for (const value of ['0', '', 'true']) {
    opened({ LABLINK_PROFILING: value });
    expect(tracing()).toBe(false);
  }
});

test('whoever watches is told of each change', async () => {
  const handlers = opened();
  const seen: boolean[] = [];
  const ending = new AbortController();
  const watching = (async () => {
    for await (const { on } of handlers.deep({}, callOf('viewer', ending.signal))) seen.push(on);
  })();
  await expect.poll(() => seen).toEqual([false]);
  await handlers.setDeep({ on: true }, operator);
  await expect.poll(() => seen).toEqual([false, true]);
  await handlers.setDeep({ on: false }, operator);
  await expect.poll(() => seen).toEqual([false, true, false]);
  ending.abort();
  await watching;
});

const ids = async (handlers: Traces['handlers'], search: Partial<TraceSearch> = {}) => {
  const { traces } = await handlers.list({ ...everything, ...search }, operator);
  return traces.map((each) => TraceSummary.parse(each).name);
};

test('traces are found by words of names and attributes, by origin, by slowness, by failure; newest first', async () => {
  const handlers = opened();
  await handlers.setDeep({ on: true }, operator);
  await trace('person', 'bridge', 'instruments.set', {}, () =>
    traced('exchange', 'VOLT 5', { instrument: 'Supply A' }, () => wait(30)),
  );
  await trace('console', 'instruments', 'poll', {}, () =>
    traced('exchange', 'MEAS:VOLT?', { instrument: 'Supply A' }, () => wait(1)),
  );
  await trace('person', 'bridge', 'history.page', {}, async () => {
    await wait(1);
    throw new Error('planted');
  }).catch(() => undefined);
  expect(await ids(handlers)).toEqual(['history.page', 'poll', 'instruments.set']);
  expect(await ids(handlers, { text: 'volt' })).toEqual(['poll', 'instruments.set']);
  expect(await ids(handlers, { text: '  SUPPLY   meas ' })).toEqual(['poll']);
  expect(await ids(handlers, { text: 'instrument=supply' })).toEqual(['poll', 'instruments.set']);
  expect(await ids(handlers, { text: 'supply nothing' })).toEqual([]);
  expect(await ids(handlers, { origin: 'person' })).toEqual(['history.page', 'instruments.set']);
  expect(await ids(handlers, { slowerThanMs: 25 })).toEqual(['instruments.set']);
  expect(await ids(handlers, { failedOnly: true })).toEqual(['history.page']);
  expect(await ids(handlers, { limit: 1 })).toEqual(['history.page']);
  const { traces, kept } = await handlers.list(everything, operator);
  expect(kept).toBe(3);
  expect(traces[2]).toMatchObject({ origin: 'person', kind: 'bridge', spans: 2, failed: false });
  expect(traces[2]!.ms).toBeGreaterThan(28);
  const file = await handlers.export({ ...everything, text: 'meas' }, operator);
  expect(file.name).toMatch(/^lablink-traces-\d{8}-\d{6}\.json$/);
  expect(file.text).toContain('MEAS:VOLT?');
  expect(file.text).not.toContain('VOLT 5');
});

test('a trace that was searched while it went on is searched again when more has happened in it', async () => {
  const handlers = opened();
  await handlers.setDeep({ on: true }, operator);
  await trace('person', 'bridge', 'long', {}, async () => {
    expect(await ids(handlers, { text: 'later' })).toEqual([]);
    expect((await handlers.list(everything, operator)).traces[0]!.ms).toBeNull();
    traced('history', 'later', {}, () => 1);
    expect(await ids(handlers, { text: 'later' })).toEqual(['long']);
  });
});

test('one whole: spans with parents and attributes; one that is not kept is unknown', async () => {
  const handlers = opened();
  await handlers.setDeep({ on: true }, operator);
  trace('person', 'bridge', 'a', {}, () =>
    traced('history', 'b', { rows: 3 }, () => traced('database', 'c', {}, () => 1)),
  );
  const { id } = (await handlers.list(everything, operator)).traces[0]!;
  const whole = TraceWhole.parse(await handlers.one({ id }, operator));
  expect(whole.bars.map(({ name, parent }) => [name, parent])).toEqual([
    ['a', null],
    ['b', 1],
    ['c', 2],
  ]);
  expect(whole.bars[1]!.attributes).toEqual({ rows: 3 });
  expect(() => handlers.one({ id: id + 1 }, operator)).toThrow(
    expect.objectContaining({ code: 'TRACE_UNKNOWN' }),
  );
});

/** What keeps the process busy, without the timers of the test runner. */
const running = (): readonly string[] =>
  process
    .getActiveResourcesInfo()
    .filter((each) => each !== 'Timeout')
    .toSorted();

/** Nanoseconds of one span, the least of many rounds: what else runs on this machine can only add. */
function spanCost(): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 40; round++) {
    const start = performance.now();
    for (let count = 0; count < 2000; count++) span('console:cost', () => 1);
    least = Math.min(least, ((performance.now() - start) * 1e6) / 2000);
  }
  return least;
}

test('off again leaves nothing: no traces, no place in work that goes on, nothing that runs, and the cost of before', async () => {
  const handlers = opened();
  spanCost();
  const before = { resources: running(), cost: spanCost() };
  await handlers.setDeep({ on: true }, operator);
  let inside: unknown = 'not asked';
  let release: () => void = () => undefined;
  const goesOn = trace('person', 'bridge', 'goes on', {}, async () => {
    expect(here()).toBeDefined();
    await new Promise<void>((resolve) => (release = resolve));
    traced('history', 'late', {}, () => (inside = here()));
  });
  const deep = trace('person', 'bridge', 'cost', {}, spanCost);
  expect(deep).toBeGreaterThan(before.cost);
  await handlers.setDeep({ on: false }, operator);
  release();
  await goesOn;
  expect(inside).toBeUndefined();
  expect(await handlers.list(everything, operator)).toEqual({ traces: [], kept: 0 });
  expect(running()).toEqual(before.resources);
  // A quarter more is the machine, whose clock is not steady; keeping traces costs several times as much.
  expect(spanCost()).toBeLessThan(before.cost * 1.25 + 50);
  await handlers.setDeep({ on: true }, operator);
  expect((await handlers.list(everything, operator)).traces).toEqual([]);
});

test('R-23: a call says when it was set off, over a real wire; nonsense is left out and never refused', async () => {
  const pair = await messagePortPair();
  const handlers = opened();
  const seats = new Seats();
  seats.sit('seat', 'operator');
  serveWire({
    contract: { ...contract, traces: declared },
    handlers: { ...new Bench().handlers, traces: handlers },
    wire: pair.server,
    caller: { seat: 'seat' },
    identities: seats,
    audit: new Trail(),
    checkOutput: true,
  });
  onTestFinished(() => pair.close());
  const asked: string[] = [];
  const answered: { readonly call: number; readonly at: number }[] = [];
  let said: { clickedMs: number; sentMs: number } | null = null;
  const timing: Timing = {
    asked(action) {
      asked.push(action);
      return said;
    },
    answered: (call) => answered.push({ call, at: Date.now() }),
  };
  const client = createClient({ ...contract, traces: declared }, pair.client, timing);
  await client.traces.setDeep({ on: true });
  expect(answered).toEqual([]);

  said = { clickedMs: Date.now() - 40, sentMs: Date.now() };
  await client.test.set({ id: 'psu', secret: 'hunter2', value: 1 });
  said = null;
  await client.traces.seen({
    call: answered[0]!.call,
    receivedMs: answered[0]!.at,
    paintedMs: answered[0]!.at,
  });
  const { traces } = await client.traces.list({ ...everything, text: 'test.set' });
  const { bars, ms } = await client.traces.one({ id: traces[0]!.id });
  expect(bars.filter(({ kind }) => kind === 'window').map(({ name }) => name)).toEqual([
    'from the click to the call',
    'to the console',
    'to the window',
    'paint',
  ]);
  expect(ms).toBeGreaterThan(38);
  // what was typed is in no trace.
  expect(JSON.stringify(bars)).not.toContain('hunter2');
  // The window repeats these by itself; the stop waits for nothing.
  await client.test.automatic({});
  await client.safety.stop({});
  expect(asked).toEqual(['traces.setDeep', 'test.set', 'traces.one']);

  const answers: unknown[] = [];
  const raw = new Promise<void>((resolve) => {
    pair.client.onMessage((message) => {
      answers.push(message);
      if (answers.length === 3) resolve();
    });
  });
  for (const [index, nonsense] of [
    'x',
    { clickedMs: 'a' },
    { clickedMs: 1, sentMs: Number.NaN, more: 1 },
  ].entries())
    pair.client.send({
      t: 'ask',
      id: 1000 + index,
      domain: 'test',
      method: 'read',
      input: {},
      trace: nonsense,
    });
  await raw;
  expect(answers).toEqual([1000, 1001, 1002].map((id) => ({ t: 'value', id, value: 'the operator' })));
});
