import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rootSpan, span } from './span.ts';
import { addSpan, at, here, keptTraces, setTracing, trace, traced, tracing, tracesKept } from './trace.ts';

beforeEach(() => setTracing(true));
afterEach(() => setTracing(false));

const shape = (index = 0) =>
  keptTraces()[index]!.spans.map(({ id, parent, name, failed }) => ({ id, parent, name, failed }));

describe('a trace', () => {
  test('has what is done inside it, nested through what is awaited, whether it fails or not', async () => {
    const beside = trace('person', 'bridge', 'other', {}, () => wait(3));
    await trace('person', 'bridge', 'whole', {}, async () => {
      await span('history:first', () => wait(2));
      await Promise.all([
        span('history:left', async () => {
          await wait(2);
          return await span('database:inner', () => wait(1));
        }),
        span('history:right', () => Promise.reject(new Error('no'))).catch(() => undefined),
      ]);
    });
    await beside;
    const ok = { failed: false };
    expect(shape(0)).toEqual([
      { id: 1, parent: null, name: 'whole', ...ok },
      { id: 2, parent: 1, name: 'first', ...ok },
      { id: 3, parent: 1, name: 'left', ...ok },
      { id: 4, parent: 1, name: 'right', failed: true },
      { id: 5, parent: 3, name: 'inner', ...ok },
    ]);
    expect(shape(1)).toEqual([{ id: 1, parent: null, name: 'other', ...ok }]);
    const [whole, , left, , inner] = keptTraces()[0]!.spans;
    expect(inner!.startMs + inner!.ms!).toBeLessThanOrEqual(left!.startMs + left!.ms! + 0.5);
    expect(left!.startMs + left!.ms!).toBeLessThanOrEqual(whole!.ms! + 0.5);
  });

  test('goes through a queue by its place; what has none is outside of every trace', async () => {
    const queue: (() => void)[] = [];
    const put = (name: string) => {
      const place = here();
      queue.push(() => at(place, () => traced('exchange', name, {}, () => undefined)));
    };
    put('nobody’s');
    trace('person', 'bridge', 'asks', {}, () => put('asked for'));
    trace('console', 'instruments', 'works', {}, () => {
      for (const run of queue) run();
    });
    const names = Object.fromEntries(
      keptTraces().map(({ spans: [whole, ...rest] }) => [whole!.name, rest.map(({ name }) => name)]),
    );
    expect(names).toEqual({ asks: ['asked for'], works: [] });
  });

  test('takes what has been measured elsewhere', () => {
    trace('person', 'bridge', 'whole', {}, () => {
      const now = performance.now();
      addSpan(here(), {
        kind: 'exchange',
        name: 'wire',
        start: now - 5,
        end: now,
        failed: true,
        attributes: { bytes: 3 },
      });
    });
    expect(keptTraces()[0]!.spans[1]).toMatchObject({ parent: 1, failed: true, attributes: { bytes: 3 } });
    expect(keptTraces()[0]!.spans[1]!.ms).toBeCloseTo(5, 3);
  });

  test('begins with a root span, also inside of another one', () => {
    trace('person', 'bridge', 'whole', {}, () =>
      rootSpan('console', 'instruments:poll', () => undefined, { channel: 1 }),
    );
    expect(Object.fromEntries(keptTraces().map(({ origin, spans }) => [origin, spans.length]))).toEqual({
      console: 1,
      person: 1,
    });
  });

  test('takes nothing that begins long after its end, though it was set going by it', async () => {
    let later = (): void => undefined;
    trace('person', 'bridge', 'connects', {}, () => {
      const place = here()!;
      const end = performance.now();
      addSpan(place, { kind: 'exchange', name: 'soon', start: end + 4000, end: end + 4001 });
      later = () =>
        addSpan(place, {
          kind: 'exchange',
          name: 'hours later',
          start: end + 3_600_000,
          end: end + 3_600_001,
        });
    });
    later();
    expect(shape().map(({ name }) => name)).toEqual(['connects', 'soon']);
    expect(keptTraces()[0]!.dropped).toBe(0);
  });
});

describe('what is kept', () => {
  test('is bounded, of people and of the console each: polls push out no action of a person', () => {
    trace('person', 'bridge', 'the one', {}, () => undefined);
    for (let n = 0; n < tracesKept + 20; n++)
      trace('console', 'instruments', `poll ${n}`, {}, () => undefined);
    expect(keptTraces()).toHaveLength(tracesKept + 1);
    expect(keptTraces().filter(({ origin }) => origin === 'person')).toHaveLength(1);
    expect(keptTraces().some(({ spans }) => spans[0]!.name === 'poll 19')).toBe(false);
  });

  test('has 1,000 spans in one trace at the most, and counts the others', () => {
    trace('person', 'bridge', 'whole', {}, () => {
      for (let n = 0; n < 1500; n++) traced('history', 'step', {}, () => undefined);
    });
    expect(keptTraces()[0]!.spans).toHaveLength(1000);
    expect(keptTraces()[0]!.dropped).toBe(501);
  });
});

describe('off', () => {
  test('forgets all, and keeps nothing', () => {
    trace('person', 'bridge', 'whole', {}, () => undefined);
    setTracing(false);
    expect([keptTraces(), tracing()]).toEqual([[], false]);
    trace('person', 'bridge', 'whole', {}, () => expect(here()).toBeUndefined());
    expect(span('history:plain', () => 7)).toBe(7);
    expect(keptTraces()).toEqual([]);
  });

  test('and on again: what still goes on in a trace of before is in none', async () => {
    let places: unknown[] = [];
    const before = trace('person', 'bridge', 'before', {}, async () => {
      const place = here();
      await wait(5);
      places = [here()];
      span('history:late', () => undefined);
      addSpan(place, { kind: 'exchange', name: 'late', start: 0, end: 1 });
      return place;
    });
    setTracing(false);
    setTracing(true);
    const place = await before;
    expect(places).toEqual([undefined]);
    expect(place!.trace.spans).toHaveLength(1);
    expect(keptTraces()).toEqual([]);
  });
});
