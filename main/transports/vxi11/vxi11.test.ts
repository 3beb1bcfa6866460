import { expect, test, vi } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { answer, ask, linked, never, scripted, tell } from './open.fixture.ts';

test('a question and its answer; link 0 is as good as any; the link is given back', async () => {
  const { server, transport } = await linked();
  expect(transport.state).toBe('open');
  expect(await ask(transport, '*IDN?')).toBe('LabLink,SCRIPT,1,1.0');
  await transport.close();
  expect(transport.state).toBe('closed');
  expect(server.log).toEqual([
    'create_link',
    'create_intr_chan',
    'enable_srq',
    'write *IDN?\n',
    'read',
    'destroy_intr_chan',
    'destroy_link',
  ]);
  expect(server.flags).toEqual([0x08]);
});

test('every call carries the link that was given', async () => {
  const { server, transport } = await scripted((made) => {
    made.lid = 0x8000_0001;
  });
  const lids: number[] = [];
  server.override = (call) => {
    if (call.procedure !== 10 && call.procedure !== 25 && call.procedure !== 26) lids.push(call.word(0));
    return false;
  };
  await transport.open(never);
  await ask(transport, 'A?');
  await transport.statusByte(never);
  await transport.close();
  expect(new Set(lids)).toEqual(new Set([0x8000_0001]));
  expect(lids.length).toBe(5);
});

test('a message longer than the instrument takes goes in parts, END with the last alone', async () => {
  const { server, transport } = await linked((made) => {
    made.maxWrite = 1024;
  });
  await tell(transport, 'x'.repeat(2500));
  expect(server.flags).toEqual([0, 0, 8]);
  expect(server.lines).toEqual(['x'.repeat(2500)]);
  server.flags.length = 0;
  await tell(transport, 'x'.repeat(1023));
  expect(server.flags).toEqual([8]);
});

test('an instrument that takes fewer bytes gets the rest', async () => {
  const { server, transport } = await linked();
  const sent: string[] = [];
  server.override = (call) => {
    if (call.procedure !== 11) return false;
    const length = Math.min(call.word(4), 7);
    sent.push(call.args.subarray(20, 20 + length).toString('latin1'));
    call.reply(0, length);
    return true;
  };
  await tell(transport, 'SOURCE:VOLTAGE 5');
  expect(sent.join('')).toBe('SOURCE:VOLTAGE 5\n');
});

test('an answer in parts is read until END; a time-out of the instrument is asked again', async () => {
  const { server, transport } = await linked();
  const replies: [number, number, string][] = [
    [15, 0, ''],
    [15, 0, ''],
    [0, 0, 'one '],
    [0, 1, 'two '],
    [15, 0, 'three '],
    [0, 0, ''],
    [0, 4, 'four\n'],
  ];
  server.override = (call) => {
    const next = call.procedure === 12 ? replies.shift() : undefined;
    if (next === undefined) return false;
    call.reply(next[0], next[1], Buffer.from(next[2]));
    return true;
  };
  expect(await answer(transport)).toBe('one two three four');
  expect(replies).toEqual([]);
});

test('an error of a read may come without the rest of its results', async () => {
  const { server, transport } = await linked();
  let first = true;
  server.override = (call) => {
    if (call.procedure !== 12 || !first) return false;
    first = false;
    call.reply(15);
    return true;
  };
  expect(await ask(transport, 'A?')).toBe('re A?');
});

test('status byte, trigger, clear, remote and local; lockout is not had and nothing is sent for it', async () => {
  const { server, transport } = await linked();
  const words: number[][] = [];
  server.override = (call) => {
    if (call.procedure >= 13 && call.procedure <= 17)
      words.push([call.procedure, call.args.length, call.word(1), call.word(2)]);
    return false;
  };
  expect(await transport.statusByte(never)).toBe(0x50);
  expect(await transport.trigger(never)).toBe(true);
  expect(await transport.clear(never)).toBe(true);
  expect(await transport.remote(false, never)).toBe(true);
  expect(await transport.remote(true, never)).toBe(false);
  expect(await transport.local(never)).toBe(true);
  // No flags, and no waiting for a lock.
  expect(words).toEqual([13, 14, 15, 16, 17].map((procedure) => [procedure, 16, 0, 0]));
});

test('what the instrument does not have is told as such, and the link goes on', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure < 13 || call.procedure > 17) return false;
    call.reply(8, 0);
    return true;
  };
  expect(await transport.statusByte(never)).toBeNull();
  expect(await transport.trigger(never)).toBe(false);
  expect(await transport.clear(never)).toBe(false);
  expect(await transport.remote(false, never)).toBe(false);
  expect(await transport.local(never)).toBe(false);
  expect(await ask(transport, 'A?')).toBe('re A?');
});

test('two messages at a time are not mixed, not even a long one and a short one', async () => {
  const { server, transport } = await linked((made) => {
    made.maxWrite = 100;
  });
  await Promise.all([
    tell(transport, 'x'.repeat(950)),
    tell(transport, 'OUTP OFF'),
    tell(transport, 'y'.repeat(250)),
  ]);
  expect(server.lines).toEqual(['x'.repeat(950), 'OUTP OFF', 'y'.repeat(250)]);
});

test('half a message that the instrument gave up is cleared away before the next one', async () => {
  const { server, transport } = await linked((made) => {
    made.maxWrite = 100;
  });
  let parts = 0;
  server.override = (call) => {
    if (call.procedure !== 11 || ++parts !== 3) return false;
    call.reply(15, 0);
    return true;
  };
  await expect(tell(transport, 'x'.repeat(950))).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  expect(() => transport.writeNow(Buffer.from('OUTP OFF\n'))).toThrow('does not take bytes');
  await tell(transport, 'OUTP OFF');
  expect(server.lines).toEqual(['OUTP OFF']);
});

test('a write that is given up ends the link: half a message may be out', async () => {
  const { server, transport } = await linked();
  server.override = (call) => call.procedure === 11;
  const controller = new AbortController();
  const writing = transport.write(Buffer.from('VOLT 5\n'), controller.signal);
  await server.got('write VOLT 5\n');
  controller.abort();
  await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(transport.state).toBe('closed');
  expect(() => transport.writeNow(Buffer.from('X\n'))).toThrow('closed');
});

test('the end of the link is told once, with the reason, after whoever waits for an answer', async () => {
  const { server, transport } = await linked();
  server.handle = () => new Promise(() => undefined);
  const order: string[] = [];
  transport.onClosed((why) => order.push(why));
  await tell(transport, 'NEVER?');
  const reading = answer(transport).catch((error: Fault) => order.push(error.code));
  await server.got('read');
  server.socket.destroy();
  await reading;
  await vi.waitFor(() => expect(order.length).toBe(2));
  expect(order).toEqual(['INSTRUMENT_CLOSED', 'The instrument closed the connection.']);
  expect(transport.state).toBe('closed');
});

test('closing while an answer is awaited still gives the link back', async () => {
  const { server, transport } = await linked();
  server.handle = () => new Promise(() => undefined);
  await tell(transport, 'NEVER?');
  const reading = answer(transport);
  reading.catch(() => undefined);
  await server.got('read');
  await transport.close();
  await expect(reading).rejects.toBeInstanceOf(Fault);
  expect(server.log.at(-1)).toBe('destroy_link');
});

test('an open link can be opened, and closed, once only', async () => {
  const { transport } = await linked();
  await expect(transport.open(never)).rejects.toMatchObject({ code: 'INTERNAL' });
  await transport.close();
  await transport.close();
  await expect(ask(transport, 'A?')).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await expect(transport.clear(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await transport.open(never);
  expect(await ask(transport, 'A?')).toBe('re A?');
});

test('an instrument that does not take its link back holds nobody up', async () => {
  const { server, transport } = await linked();
  server.override = (call) => call.procedure === 23 || call.procedure === 26;
  await transport.close();
  expect(transport.state).toBe('closed');
  await expect.poll(() => server.socket.destroyed).toBe(true);
});
