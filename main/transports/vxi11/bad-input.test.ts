import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { loopback } from '#main/transports/loopback.fixture.ts';
import { answer, ask, at, linked, never, scripted, tell } from './open.fixture.ts';
import { acceptedReply, marked, xdr } from './server.fixture.ts';
import { Vxi11Transport } from './vxi11.ts';

/** What went wrong, as a person is told: whole sentences, and always something to do. */
async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const fault = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(fault instanceof Fault)) throw new Error('there is no fault', { cause: fault });
  if (!/^\S.*\.$/s.test(fault.message) || fault.remedy === '') throw new Error(`no words: ${fault.message}`);
  return fault;
}

test('a name that leads nowhere, a port that refuses, a host that says nothing', async () => {
  const unknown = new Vxi11Transport({ ...at(1), host: 'no-such-host.invalid' });
  expect(await faultOf(unknown.open(never))).toMatchObject({ code: 'INSTRUMENT_UNREACHABLE' });

  const gone = await loopback(() => undefined);
  await gone.close();
  const refused = await faultOf(new Vxi11Transport(at(gone.port)).open(never));
  expect(refused.code).toBe('INSTRUMENT_UNREACHABLE');
  expect(refused.message).toContain('refused the connection');

  const mute = await loopback((socket) => socket.resume());
  onTestFinished(() => mute.close());
  const transport = new Vxi11Transport(at(mute.port), { connectMs: 80 });
  expect(await faultOf(transport.open(never))).toMatchObject({
    code: 'INSTRUMENT_UNREACHABLE',
    message: '127.0.0.1 did not answer within 80 ms.',
  });
  expect(transport.state).toBe('closed');
});

test('opening is given up at once, and leaves no connection', async () => {
  const closed = Promise.withResolvers<void>();
  const mute = await loopback((socket) => {
    socket.resume();
    socket.on('close', () => closed.resolve());
  });
  onTestFinished(() => mute.close());
  const transport = new Vxi11Transport(at(mute.port));
  const controller = new AbortController();
  const opening = transport.open(controller.signal);
  expect(transport.state).toBe('opening');
  setImmediate(() => controller.abort());
  expect(await faultOf(opening)).toMatchObject({ code: 'CANCELLED' });
  await closed.promise;
  const again = transport.open(never);
  await transport.close();
  expect(await faultOf(again)).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
});

test.each([
  [3, 'INSTRUMENT_UNREACHABLE', '127.0.0.1 has no device of this name.', 'mostly inst0'],
  [9, 'INSTRUMENT_UNREACHABLE', '127.0.0.1 has no link left.', 'End other programs'],
  [11, 'INSTRUMENT_ERROR', '127.0.0.1 is locked by another program.', 'End the program that holds the lock'],
  [21, 'INSTRUMENT_UNREACHABLE', '127.0.0.1 says that the address is invalid.', 'mostly inst0'],
  [99, 'INSTRUMENT_ERROR', '127.0.0.1 reports error 99.', 'Try again'],
])(
  'a link that is refused with error %d is said so, and leaves no connection',
  async (error, code, message, remedy) => {
    const { server, transport } = await scripted();
    server.override = (call) => {
      call.reply(error, 0, 0, 0);
      return true;
    };
    const fault = await faultOf(transport.open(never));
    expect(fault).toMatchObject({ code, message, details: { deviceError: error } });
    expect(fault.remedy).toContain(remedy);
    await expect.poll(() => server.socket.destroyed).toBe(true);
  },
);

test('no place to write how much the instrument takes, and no abort channel that answers', async () => {
  const closed = await loopback(() => undefined);
  await closed.close();
  for (const abortPort of [0, 70_000, closed.port]) {
    const { server, transport } = await scripted();
    server.override = (call) => {
      if (call.procedure !== 10) return false;
      call.reply(0, 0, abortPort, 0);
      return true;
    };
    await transport.open(never);
    expect(await ask(transport, 'A?')).toBe('re A?');
    await tell(transport, 'x'.repeat(1500));
    expect(server.flags).toEqual([8, 0, 8]);
  }
});

test('R-23: a fragment of 2 GB is refused before memory is taken, and the link ends', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    call.socket.write(Buffer.from('ffffffff00000000', 'hex'));
    return true;
  };
  const before = process.memoryUsage().arrayBuffers;
  expect(await faultOf(ask(transport, 'A?'))).toMatchObject({
    code: 'REPLY_TOO_LARGE',
    message: 'The instrument announces a record of 2,147,483,647 bytes; 64,001,024 are allowed.',
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  expect(transport.state).toBe('closed');
});

test('many fragments that come to too much together are refused too', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    call.socket.write(marked(Buffer.alloc(100), false));
    call.socket.write(Buffer.from('03ffffff', 'hex'));
    return true;
  };
  expect(await faultOf(ask(transport, 'A?'))).toMatchObject({ code: 'REPLY_TOO_LARGE' });
});

test('a field that is longer than its record is refused', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    call.socket.write(
      marked(acceptedReply(call.xid, Buffer.concat([xdr(0, 4, 1_000_000), Buffer.from('short')]))),
    );
    return true;
  };
  expect(await faultOf(ask(transport, 'A?'))).toMatchObject({
    code: 'INSTRUMENT_REPLY',
    message: expect.stringContaining('a field of 1000000 bytes stands in a record that has 5 left'),
  });
});

test.each([
  ['too short for a reply', () => marked(Buffer.from('0000', 'hex'))],
  ['a call', (xid: number) => marked(xdr(xid, 0, 2, 1, 1, 1, 0, 0, 0, 0))],
  ['text', () => Buffer.from('+++ no VXI-11 here at all +++\r\n')],
  ['an empty record', () => marked(Buffer.alloc(0))],
])('%s on the core channel ends the link with a fault', async (_what, reply) => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    call.socket.write(reply(call.xid));
    return true;
  };
  const fault = await faultOf(ask(transport, 'A?'));
  expect(fault.code).toMatch(/INSTRUMENT_REPLY|REPLY_TOO_LARGE/);
  expect(transport.state).toBe('closed');
});

test.each([
  [1, 'does not serve this program'],
  [2, 'serves another version of this program'],
  [3, 'does not know this procedure'],
  [4, 'could not read the arguments'],
  [5, 'has failed inside'],
  [77, 'refuses the call for reason 77'],
])(
  'a call that is refused (accept_stat %d) is a fault in words, and the link lives',
  async (status, words) => {
    const { server, transport } = await linked();
    server.override = (call) => {
      if (call.procedure !== 13) return false;
      call.socket.write(marked(acceptedReply(call.xid, Buffer.alloc(0), status)));
      return true;
    };
    expect(await faultOf(transport.statusByte(never))).toMatchObject({
      code: 'INSTRUMENT_REPLY',
      message: expect.stringContaining(words),
    });
    expect(await ask(transport, 'A?')).toBe('re A?');
  },
);

test('a server that wants a login, and results that are cut short', async () => {
  const { server, transport } = await linked();
  const replies = [
    (xid: number) => marked(xdr(xid, 1, 1, 1, 5)),
    (xid: number) => marked(acceptedReply(xid, xdr(0))),
  ];
  server.override = (call) => {
    const reply = call.procedure === 13 ? replies.shift() : undefined;
    if (reply === undefined) return false;
    call.socket.write(reply(call.xid));
    return true;
  };
  expect((await faultOf(transport.statusByte(never))).message).toContain('refuses calls without a login');
  expect((await faultOf(transport.statusByte(never))).message).toContain('ends in the middle of a number');
  expect(await transport.statusByte(never)).toBe(0x50);
});

test('XDR without the padding behind the last field, and a verifier with a body, are understood', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    const head = Buffer.concat([
      xdr(call.xid, 1, 0, 0, Buffer.from('seal!'), 0),
      xdr(0, 4, 5),
      Buffer.from('five\n'),
    ]);
    call.socket.write(marked(head));
    return true;
  };
  expect(await ask(transport, 'A?')).toBe('five');
});

test('unplugged in the middle of a reply: what had come of it is given to nobody', async () => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 12) return false;
    const whole = marked(acceptedReply(call.xid, xdr(0, 4, Buffer.from('1.234\n'))));
    call.socket.write(whole.subarray(0, whole.length - 3), () => call.socket.destroy());
    return true;
  };
  expect(await faultOf(ask(transport, 'A?'))).toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(transport.state).toBe('closed');
});

test('a device that is locked by somebody else is said so, before and behind the question', async () => {
  const { server, transport } = await linked();
  let locked = true;
  server.override = (call) => {
    if (!locked || (call.procedure !== 11 && call.procedure !== 12 && call.procedure !== 15)) return false;
    if (call.procedure === 12) call.reply(11, 0, Buffer.alloc(0));
    else call.reply(11, 0);
    return true;
  };
  const fault = await faultOf(tell(transport, 'VOLT 5'));
  expect(fault).toMatchObject({
    code: 'INSTRUMENT_ERROR',
    message: 'The instrument is locked by another program.',
  });
  expect(fault.remedy).toContain('End the program that holds the lock');
  expect((await faultOf(answer(transport))).message).toBe('The instrument is locked by another program.');
  expect((await faultOf(transport.clear(never))).message).toBe(
    'The instrument is locked by another program.',
  );
  locked = false;
  expect(await ask(transport, 'A?')).toBe('re A?');
});

test.each([
  [1_000, 'it says that it took 1000 of 7 bytes'],
  [0, 'it says that it took 0 of 7 bytes'],
])('an instrument that says it took %d bytes is not believed', async (size, words) => {
  const { server, transport } = await linked();
  server.override = (call) => {
    if (call.procedure !== 11) return false;
    call.reply(0, size);
    return true;
  };
  expect(await faultOf(tell(transport, 'VOLT 5'))).toMatchObject({
    code: 'INSTRUMENT_REPLY',
    message: expect.stringContaining(words),
  });
});

test('an instrument that does not answer a call at all: the link ends when its time is up', async () => {
  const { server, transport } = await linked((made) => {
    made.abortable = false;
  });
  server.override = (call) => call.procedure === 12;
  // Half a second for the instrument, one more for the connection.
  expect(await faultOf(ask(transport, 'A?'))).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  expect(transport.state).toBe('closed');
});

test('an aborted call that does not come back ends the link before its own time is up', async () => {
  const { server, transport } = await linked();
  server.handle = () => new Promise(() => undefined);
  server.overrideAbort = () => true;
  await tell(transport, 'A?');
  const controller = new AbortController();
  const reading = answer(transport, controller.signal);
  await server.got('read');
  controller.abort();
  expect(await faultOf(reading)).toMatchObject({ code: 'CANCELLED' });
  // The instrument would end the read by itself a second later.
  expect(await faultOf(transport.clear(never))).toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  expect(transport.state).toBe('closed');
});

test('a clear that is given up, or that the instrument cannot do, rejects', async () => {
  const { server, transport } = await linked();
  const held = Promise.withResolvers<void>();
  server.override = async (call) => {
    if (call.procedure !== 15) return false;
    await held.promise;
    call.reply(17);
    return true;
  };
  const controller = new AbortController();
  const clearing = transport.clear(controller.signal);
  await server.got('clear');
  controller.abort();
  expect(await faultOf(clearing)).toMatchObject({ code: 'CANCELLED' });
  held.resolve();
  expect(await faultOf(transport.clear(never))).toMatchObject({
    code: 'INSTRUMENT_ERROR',
    message: 'The instrument reports an input or output error.',
  });
});

test('a server that accepts and hangs up at once', async () => {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const transport = new Vxi11Transport(
    at(address !== null && typeof address === 'object' ? address.port : 0),
  );
  expect((await faultOf(transport.open(never))).code).toMatch(/INSTRUMENT_CLOSED|INSTRUMENT_UNREACHABLE/);
});
