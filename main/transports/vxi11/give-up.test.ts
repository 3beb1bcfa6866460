import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { answer, ask, linked, never, tell } from './open.fixture.ts';

test('R-10: a read that is given up is ended at the instrument, and what it brings is nobody’s', async () => {
  const { server, transport } = await linked();
  const late = Promise.withResolvers<string>();
  server.handle = (line) => (line === 'SLOW?' ? late.promise : `re ${line}`);
  await tell(transport, 'SLOW?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  const why = new Fault('INSTRUMENT_TIMEOUT', 'No answer within 10 ms.');
  controller.abort(why);
  await expect(reading).rejects.toBe(why);
  await transport.clear(never);
  expect(server.aborts).toBe(1);
  late.resolve('re SLOW?');
  expect(await ask(transport, 'NEXT?')).toBe('re NEXT?');
  expect(server.links).toBe(1);
});

test('R-10: the late reply to a call that was given up is dropped, also when it brings bytes', async () => {
  const { server, transport } = await linked();
  const held = Promise.withResolvers<void>();
  let first = true;
  server.overrideAbort = () => true;
  server.override = async (call) => {
    if (call.procedure !== 12 || !first) return false;
    first = false;
    await held.promise;
    call.reply(0, 4, Buffer.from('re SLOW?\n'));
    return true;
  };
  await tell(transport, 'SLOW?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  const clearing = transport.clear(never);
  held.resolve();
  expect(await clearing).toBe(true);
  expect(await ask(transport, 'NEXT?')).toBe('re NEXT?');
});

test('R-10: replies to calls that were never made, or long ago, are dropped', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    const real = { ...call };
    for (const off of [-1, 1, 77]) {
      const stale = (real.xid + off) >>> 0;
      const body = Buffer.alloc(24 + 12 + 8);
      body.writeUInt32BE(stale, 0);
      body.writeUInt32BE(1, 4);
      body.writeUInt32BE(4, 28);
      body.writeUInt32BE(6, 32);
      body.write('wrong\n', 36, 'latin1');
      const mark = Buffer.alloc(4);
      mark.writeUInt32BE(0x8000_0000 + body.length);
      call.socket.write(Buffer.concat([mark, body]));
    }
    return false;
  };
  expect(await ask(transport, 'A?')).toBe('re A?');
  expect(await ask(transport, 'B?')).toBe('re B?');
});

test('an abort that comes before its call is told again', async () => {
  const { server, transport } = await linked();
  server.handle = () => new Promise(() => undefined);
  let first = true;
  server.overrideAbort = (call) => {
    if (!first) return false;
    first = false;
    call.reply(0);
    return true;
  };
  await tell(transport, 'NEVER?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await transport.clear(never)).toBe(true);
  expect(server.aborts).toBe(2);
});

test('without an abort channel the waiting ends by itself, in short parts', async () => {
  const { server, transport } = await linked((made) => {
    made.abortable = false;
  });
  const times: number[] = [];
  server.override = (call) => {
    if (call.procedure === 12) times.push(call.word(2));
    return false;
  };
  server.handle = (line) => (line === 'NEVER?' ? new Promise(() => undefined) : `re ${line}`);
  await tell(transport, 'NEVER?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await transport.clear(never)).toBe(true);
  expect(await ask(transport, 'NEXT?')).toBe('re NEXT?');
  expect(times[0]).toBe(500);
});

test('a read that is given up before its turn is never sent: it would take the answer of the next', async () => {
  const { server, transport } = await linked();
  const held = Promise.withResolvers<void>();
  server.override = async (call) => {
    if (call.procedure === 13) await held.promise;
    return false;
  };
  const status = transport.statusByte(never);
  await server.got('readstb');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  held.resolve();
  await status;
  expect(await ask(transport, 'A?')).toBe('re A?');
  expect(server.log.filter((entry) => entry === 'read').length).toBe(1);
});

test('R-10: a read that is given up while the instrument says “not yet” is not begun again', async () => {
  const { server, transport } = await linked((made) => {
    made.abortable = false;
  });
  const held = Promise.withResolvers<void>();
  let first = true;
  server.override = async (call) => {
    if (call.procedure !== 12 || !first) return false;
    first = false;
    await held.promise;
    call.reply(15, 0, Buffer.alloc(0));
    return true;
  };
  await tell(transport, 'SLOW?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  held.resolve();
  // The reply comes, and nothing is asked of the link meanwhile.
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(server.log.filter((entry) => entry === 'read').length).toBe(1);
  await transport.clear(never);
  expect(await ask(transport, 'NEXT?')).toBe('re NEXT?');
  expect(server.log.filter((entry) => entry === 'read').length).toBe(2);
});

test('an instrument that says it cannot abort is read in short parts from then on', async () => {
  const { server, transport } = await linked();
  const times: number[] = [];
  server.override = (call) => {
    if (call.procedure === 12) times.push(call.word(2));
    return false;
  };
  server.handle = (line) => (line === 'NEVER?' ? new Promise(() => undefined) : `re ${line}`);
  // It ends the read all the same, so that the test need not wait.
  let first = true;
  server.overrideAbort = (call) => {
    if (!first) return false;
    first = false;
    call.reply(8);
    server.stopReading();
    return true;
  };
  await tell(transport, 'NEVER?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await transport.clear(never)).toBe(true);
  expect(await ask(transport, 'NEXT?')).toBe('re NEXT?');
  expect(times).toEqual([2000, 500]);
});
