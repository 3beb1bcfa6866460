import { describe, expect, test, vi } from 'vitest';
import { spanSummaries } from '#main/profiling/span.ts';
import { keptTraces, setTracing } from '#main/profiling/trace.ts';
import { code, frame, overBothWires } from './wires.fixture.ts';

overBothWires((w) => {
  describe('calls', () => {
    test('answer with what the handler answered, each to its own', async () => {
      w().serve();
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, value) =>
          w().client.test.echo({ value: { value, gap: undefined, nan: Number.NaN } }),
        ),
      );
      expect(answers).toStrictEqual(answers.map((_, value) => ({ value, gap: undefined, nan: Number.NaN })));
    });

    test('reach the handlers in the order in which they were made', async () => {
      w().serve();
      w().seats.sit('desk', 'operator');
      await Promise.all(
        Array.from({ length: 50 }, (_, value) => w().client.test.set({ id: 'psu', secret: '', value })),
      );
      expect(w().bench.calls).toEqual(
        Array.from({ length: 50 }, (_, value) => `set ${value} by the operator`),
      );
    });

    test('a 16 MB block crosses intact', async () => {
      w().serve();
      const length = 4 * 1024 * 1024;
      const block = await w().client.test.block({ length });
      expect(block).toBeInstanceOf(Float32Array);
      expect(block.length).toBe(length);
      const expected = Float32Array.from({ length }, (_, index) => index / 7);
      expect(
        Buffer.compare(
          Buffer.from(block.buffer, block.byteOffset, block.byteLength),
          Buffer.from(expected.buffer),
        ),
      ).toBe(0);
    });

    test('a mistake of the console crosses as INTERNAL, without its text', async () => {
      w().serve();
      const fault = await w()
        .client.test.breaks({})
        .catch((error: unknown) => error);
      expect(fault).toEqual(code('INTERNAL'));
      expect(JSON.stringify(fault) + String(fault)).not.toContain('secret');
      await expect(w().client.test.wrong({})).rejects.toEqual(code('INTERNAL'));
      expect(w().mistakes).toEqual(['test.breaks', 'test.wrong']);
    });

    test('each is measured under its name, failures among them', async () => {
      w().serve();
      const before = new Map(spanSummaries().map((each) => [each.name, each]));
      await w().client.test.echo({ value: 1 });
      await w()
        .client.test.breaks({})
        .catch(() => undefined);
      const after = new Map(spanSummaries().map((each) => [each.name, each]));
      const more = (name: string, what: 'count' | 'errors'): number =>
        after.get(name)![what] - (before.get(name)?.[what] ?? 0);
      expect([more('bridge:test.echo', 'count'), more('bridge:test.echo', 'errors')]).toEqual([1, 0]);
      expect([more('bridge:test.breaks', 'count'), more('bridge:test.breaks', 'errors')]).toEqual([1, 1]);
    });

    test('are the root of a trace each: of the person, or of the console where a window asks by itself', async () => {
      w().serve();
      setTracing(true);
      try {
        await w().client.test.echo({ value: 'a secret' });
        await w()
          .client.test.breaks({})
          .catch(() => undefined);
        w().seats.sit('desk', 'operator');
        await w().client.test.automatic({});
        await expect.poll(() => keptTraces().every(({ spans }) => spans[0]!.ms !== null)).toBe(true);
        const kept = keptTraces()
          .toReversed()
          .map(({ origin, spans: [whole] }) => [origin, whole!.kind, whole!.name, whole!.failed]);
        expect(kept).toEqual([
          ['person', 'bridge', 'test.echo', false],
          ['person', 'bridge', 'test.breaks', true],
          ['console', 'bridge', 'test.automatic', false],
        ]);
        expect(JSON.stringify(keptTraces())).not.toContain('a secret');
      } finally {
        setTracing(false);
      }
    });

    test('an answer that cannot be carried ends the wire instead of leaving the window waiting', async () => {
      w().serve();
      w().bench.unsendable = true;
      await expect(w().client.test.echo({ value: 1 })).rejects.toEqual(code('CONNECTION_LOST'));
    });

    test('invalid input is refused with the field, and the handler is not reached', async () => {
      w().serve();
      w().seats.sit('desk', 'operator');
      await expect(w().client.test.set({ id: 'psu', secret: '', value: 'x' as never })).rejects.toEqual(
        expect.objectContaining({ code: 'INPUT_INVALID', details: { field: 'value' } }),
      );
      await expect(w().client.test.set({ id: 'a', secret: '', value: Number.NaN })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      await expect(w().client.test.read({ more: 1 } as never)).rejects.toEqual(code('INPUT_INVALID'));
      expect(w().bench.calls).toEqual([]);
    });

    test('R-23: an input that is too large is refused', async () => {
      w().serve({ inputBytes: 100_000 });
      await expect(w().client.test.echo({ value: 'x'.repeat(100_001) })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      await expect(w().client.test.echo({ value: new Float64Array(20_000) })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      await expect(w().client.test.echo({ value: Array.from({ length: 20_000 }, () => 0) })).rejects.toEqual(
        code('INPUT_INVALID'),
      );
      expect(await w().client.test.echo({ value: 'x'.repeat(90_000) })).toHaveLength(90_000);
    });

    test('the signal gives up here and reaches the handler there', async () => {
      w().serve();
      const stop = new AbortController();
      const call = w().client.test.hang({}, { signal: stop.signal });
      await vi.waitFor(() => expect(w().bench.calls).toEqual(['hang']));
      stop.abort();
      await expect(call).rejects.toEqual(code('CANCELLED'));
      await vi.waitFor(() => expect(w().bench.aborted).toEqual(['hang']));
      await expect(w().client.test.hang({}, { signal: stop.signal })).rejects.toEqual(code('CANCELLED'));
    });
  });

  describe('streams', () => {
    test('bring every item in order, then end', async () => {
      w().serve();
      const items: number[] = [];
      for await (const item of w().client.test.count({ to: 300 })) items.push(item);
      expect(items).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
      const sent = spanSummaries().find(({ name }) => name === 'stream:test.count');
      expect(sent!.count).toBeGreaterThanOrEqual(300);
    });

    test('nothing is pulled that was not asked for', async () => {
      w().serve();
      const reader = w().client.test.count({ to: 1e9 })[Symbol.asyncIterator]();
      await reader.next();
      await reader.next();
      // A call behind it has been there and back: whatever was to be pulled is pulled.
      await w().client.test.echo({ value: 1 });
      expect(w().bench.pulled).toBe(2);
      await reader.return?.();
    });

    test('leaving the loop ends the source', async () => {
      w().serve();
      for await (const item of w().client.test.count({ to: 1e9 })) if (item === 3) break;
      await vi.waitFor(() => expect(w().bench.ended).toBe(1));
    });

    test('the signal ends a stream quietly, while it waits as well', async () => {
      w().serve();
      w().seats.sit('desk', 'viewer');
      const stop = new AbortController();
      const reader = w().client.test.readings({}, { signal: stop.signal })[Symbol.asyncIterator]();
      const waiting = reader.next();
      await w().client.test.echo({ value: 1 });
      stop.abort();
      expect(await waiting).toEqual({ done: true, value: undefined });
      expect(await reader.next()).toEqual({ done: true, value: undefined });
      await vi.waitFor(() => expect(w().bench.ended).toBe(1));
    });

    test('a failing source ends with a fault, without its text', async () => {
      w().serve();
      const items: number[] = [];
      const read = async (): Promise<void> => {
        for await (const item of w().client.test.failing({})) items.push(item);
      };
      await expect(read()).rejects.toEqual(code('INTERNAL'));
      expect(items).toEqual([1]);
    });

    test('R-23: a slow reader gets the newest reading, and nothing piles up for it', async () => {
      w().serve();
      w().seats.sit('desk', 'viewer');
      const reader = w().client.test.readings({})[Symbol.asyncIterator]();
      const first = reader.next();
      await w().client.test.echo({ value: 1 });
      w().bench.push(0);
      await first;
      for (let value = 1; value <= 100_000; value++) w().bench.push(value);
      await w().client.test.echo({ value: 1 });
      expect(w().pair.server.buffered).toBeLessThan(1000);
      expect(await reader.next()).toEqual({ done: false, value: 100_000 });
      await reader.return?.();
    });

    test('R-23: credit beyond the bound is a message without a known form', async () => {
      w().serve();
      const frames = w().frames();
      w().pair.client.send({ t: 'credit', id: 1, more: 33 });
      w().pair.client.send({
        t: 'ask',
        id: 2,
        domain: 'test',
        method: 'count',
        input: { to: 9 },
        credit: 33,
      });
      await vi.waitFor(() => expect(frames).toHaveLength(2));
      expect(frames).toEqual([1, 2].map((id) => frame({ t: 'fail', id, fault: code('INPUT_INVALID') })));
      expect(w().bench.pulled).toBe(0);
    });
  });

  describe('the end of the wire', () => {
    test('aborts every call and ends every stream, on both sides', async () => {
      w().serve();
      w().seats.sit('desk', 'viewer');
      const call = w().client.test.hang({});
      const reader = w().client.test.readings({})[Symbol.asyncIterator]();
      const waiting = reader.next();
      call.catch(() => undefined);
      waiting.catch(() => undefined);
      await w().client.test.echo({ value: 1 });
      expect(w().seats.watchers).toBe(1);
      w().pair.client.close('the window goes');
      await expect(call).rejects.toEqual(code('CONNECTION_LOST'));
      await expect(waiting).rejects.toEqual(code('CONNECTION_LOST'));
      await expect(w().client.test.echo({ value: 1 })).rejects.toEqual(code('CONNECTION_LOST'));
      await vi.waitFor(() => expect(w().bench.aborted).toEqual(['hang']));
      await vi.waitFor(() => expect(w().bench.ended).toBe(1));
      expect(w().seats.watchers).toBe(0);
    });

    test('the console closing it does the same', async () => {
      w().serve();
      const call = w().client.test.hang({});
      call.catch(() => undefined);
      await w().client.test.echo({ value: 1 });
      w().pair.server.close('the console ends');
      await expect(call).rejects.toEqual(code('CONNECTION_LOST'));
      expect(w().bench.aborted).toEqual(['hang']);
    });
  });
});
