import { describe, expect, test, vi } from 'vitest';
import { code, frame, overBothWires } from './wires.fixture.ts';

overBothWires((w) => {
  describe('R-17: garbage and unknown names get a fault, and nothing else happens', () => {
    test.each([
      ['a number', 7],
      ['nothing', undefined],
      ['null', null],
      ['text', 'ask'],
      ['bytes', Uint8Array.of(1, 2, 3)],
      ['many bytes', new Uint8Array(100_000).fill(0xdd)],
      ['an empty object', {}],
      ['an unknown kind', { t: 'value', id: 5, value: 1 }],
      ['a field too many', { t: 'ask', id: 5, domain: 'test', method: 'off', input: {}, more: 1 }],
      ['an id that is none', { t: 'ask', id: -5, domain: 'test', method: 'off', input: {} }],
      ['a name that is none', { t: 'ask', id: 5, domain: ['test'], method: 'off', input: {} }],
    ])('%s', async (_, garbage) => {
      w().serve();
      w().seats.sit('desk', 'administrator');
      const frames = w().frames();
      w().pair.sendGarbage(garbage);
      await vi.waitFor(() => expect(frames).toEqual([frame({ t: 'fail', fault: code('INPUT_INVALID') })]));
      w().pair.client.send({ t: 'ask', id: 9, domain: 'test', method: 'echo', input: { value: 1 } });
      await vi.waitFor(() => expect(frames[1]).toEqual({ t: 'value', id: 9, value: 1 }));
      expect(w().bench.calls).toEqual([]);
      expect(w().trail.entries).toEqual([]);
      expect(w().mistakes).toEqual([]);
    });

    test.each([
      ['__proto__', 'toString'],
      ['constructor', 'name'],
      ['test', '__proto__'],
      ['test', 'constructor'],
      ['test', 'toString'],
      ['toString', 'call'],
      ['test', 'missing'],
      ['missing', 'echo'],
    ])('%s.%s', async (domain, method) => {
      w().serve();
      const frames = w().frames();
      w().pair.client.send({ t: 'ask', id: 3, domain, method, input: {} });
      await vi.waitFor(() =>
        expect(frames).toEqual([frame({ t: 'fail', id: 3, fault: code('METHOD_UNKNOWN') })]),
      );
      expect(w().bench.calls).toEqual([]);
    });

    test('an id that is in use does not disturb the call that uses it', async () => {
      w().serve();
      const frames = w().frames();
      const ask = { t: 'ask', id: 1, domain: 'test', method: 'hang', input: {} };
      w().pair.client.send(ask);
      w().pair.client.send(ask);
      w().pair.client.send({ t: 'nonsense', id: 1 });
      await vi.waitFor(() => expect(frames).toHaveLength(2));
      expect(frames).toEqual([frame({ t: 'fail', id: 0 }), frame({ t: 'fail', id: 0 })]);
      w().bench.release[0]?.();
      await vi.waitFor(() => expect(frames[2]).toEqual({ t: 'value', id: 1, value: {} }));
      expect(w().bench.calls).toEqual(['hang']);
    });

    test('cancel and credit for what does not run are nothing', async () => {
      w().serve();
      const frames = w().frames();
      w().pair.client.send({ t: 'cancel', id: 77 });
      w().pair.client.send({ t: 'credit', id: 77, more: 1 });
      w().pair.client.send({ t: 'ask', id: 78, domain: 'test', method: 'echo', input: { value: 1 } });
      await vi.waitFor(() => expect(frames).toEqual([{ t: 'value', id: 78, value: 1 }]));
    });

    test('R-23: a window that sends nothing else is let go', async () => {
      w().serve({ garbage: 5 });
      const closed = new Promise((resolve) => w().pair.client.onClose(resolve));
      for (let each = 0; each < 5; each++) w().pair.sendGarbage({ garbage: each });
      expect(await closed).toEqual(expect.any(String));
    });
  });

  describe('R-17: permission', () => {
    test('nobody, too little, locked: refused with the reason; the right one goes through', async () => {
      w().serve();
      const set = () => w().client.test.set({ id: 'psu', secret: 'hush', value: 3 });
      await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
      w().seats.sit('elsewhere', 'administrator');
      await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
      w().seats.sit('desk', 'viewer');
      await expect(set()).rejects.toEqual(code('PERMISSION_DENIED'));
      expect(await w().client.test.read({})).toBe('the viewer');
      w().seats.sit('desk', 'operator', true);
      await expect(set()).rejects.toEqual(code('SESSION_LOCKED'));
      await expect(w().client.test.readings({})[Symbol.asyncIterator]().next()).rejects.toEqual(
        code('SESSION_LOCKED'),
      );
      expect(w().bench.calls).toEqual([]);
      w().seats.sit('desk', 'operator');
      expect(await set()).toEqual({ readBack: 3 });
      expect(w().bench.calls).toEqual(['set 3 by the operator']);
    });

    test.each([
      ['signed out', null, false, 'PERMISSION_DENIED'],
      ['locked', 'viewer', true, 'SESSION_LOCKED'],
    ] as const)('a stream ends when its reader is %s', async (_, role, locked, expected) => {
      w().serve();
      w().seats.sit('desk', 'viewer');
      const reader = w().client.test.readings({})[Symbol.asyncIterator]();
      const open = w().client.test.count({ to: 1e9 })[Symbol.asyncIterator]();
      const first = reader.next();
      await open.next();
      w().bench.push(1);
      await first;
      const second = reader.next();
      second.catch(() => undefined);
      await w().client.test.echo({ value: 1 });
      w().seats.sit('another desk', null);
      w().seats.sit('desk', role, locked);
      w().bench.push(2);
      await expect(second).rejects.toEqual(code(expected));
      expect(w().bench.ended).toBe(1);
      expect(await open.next()).toEqual({ done: false, value: 2 });
      await open.return?.();
    });

    test('a stream that is revoked while nobody waits says so to whoever asks next', async () => {
      w().serve();
      w().seats.sit('desk', 'viewer');
      const reader = w().client.test.readings({})[Symbol.asyncIterator]();
      const first = reader.next();
      await w().client.test.echo({ value: 1 });
      w().bench.push(1);
      await first;
      w().seats.sit('desk', null);
      await w().client.test.echo({ value: 1 });
      await expect(reader.next()).rejects.toEqual(code('PERMISSION_DENIED'));
      expect(await reader.next()).toEqual({ done: true, value: undefined });
    });

    test('a person at work puts off the idle lock; streams, automatic questions and refusals do not', async () => {
      w().serve();
      await w()
        .client.test.set({ id: '', secret: '', value: 1 })
        .catch(() => undefined);
      w().seats.sit('desk', 'operator');
      await w().client.test.automatic({});
      for await (const _ of w().client.test.count({ to: 3 }));
      expect(w().seats.touched).toEqual([]);
      await w().client.test.read({});
      await w().client.test.set({ id: '', secret: '', value: 1 });
      expect(w().seats.touched).toEqual(['desk', 'desk']);
    });
  });
});
