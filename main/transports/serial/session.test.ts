import { describe, expect, onTestFinished, test } from 'vitest';
import type { SerialLine, SerialPlace } from '#shared/address/address.ts';
import type { Fault } from '#shared/faults.ts';
import { person, ready, rig } from '#main/session/session.fixture.ts';
import type { SessionTiming } from '#main/session/session.ts';
import { ptysAvailable } from './pty.fixture.ts';
import { SerialScript, identity } from './script.fixture.ts';
import { cable, settings } from './serial.fixture.ts';
import { SerialTransport } from './serial.ts';

const usb = { vendorId: '0403', productId: '6001', serial: 'FT1234' };

/** A real session over a cable to a scripted instrument. `plug` lays a new cable, under another name. */
const make = async (line: Partial<SerialLine> = {}, timing: Partial<SessionTiming> = {}) => {
  const script = new SerialScript(line.receive === 'crlf' ? '\r\n' : '\n');
  let pair = await cable();
  let path: string | null = pair.console;
  const attach = (): void => {
    const port = pair.peer();
    onTestFinished(() => void port.destroy());
    script.attach(port);
  };
  attach();
  const place: SerialPlace = usb;
  const links: SerialTransport[] = [];
  const made = await rig(undefined, {
    connect: () => {
      const list = async () => (path === null ? [] : [{ path, manufacturer: null, ...usb }]);
      const link = new SerialTransport({ place, line: settings(line), list });
      links.push(link);
      return link;
    },
    timing: { connect: 5000, ...timing },
  });
  onTestFinished(() => made.end());
  await ready(made);
  return {
    ...made,
    script,
    links,
    cable: () => pair,
    unplug: async () => {
      path = null;
      await pair.unplug();
    },
    plug: async () => {
      pair = await cable();
      path = pair.console;
      attach();
    },
  };
};

const code = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (error: Fault) => error.code,
  );

describe.skipIf(!ptysAvailable('serial session'))('a session on a serial line', () => {
  test('R-10: an answer that comes too late is never taken for the answer to the next question', async () => {
    const made = await make();
    const late = Promise.withResolvers<void>();
    // As an instrument does: it answers in order, the first one only after its deadline.
    let order: Promise<void> = late.promise;
    made.script.handle = ({ line, reply }) => {
      order = order.then(() => reply(`re ${line}`));
    };
    made.script.named = ({ reply }) => {
      order = order.then(() => reply(identity));
    };
    expect(await code(made.ask('SLOW?', { deadlineMs: 100 }))).toBe('INSTRUMENT_TIMEOUT');
    expect(made.session.status.state).toBe('dirty');
    const next = made.ask('NEXT?', { deadlineMs: 2000 });
    await made.script.got('*IDN?', 2);
    late.resolve();
    expect(await next).toBe('re NEXT?');
    expect(made.links).toHaveLength(1);
    expect(made.script.lines).toEqual(['*IDN?', 'SLOW?', '*IDN?', 'NEXT?']);
  });

  test('an instrument that does not answer: a timeout, and the next question is answered', async () => {
    const made = await make();
    const { handle } = made.script;
    made.script.handle = () => undefined;
    expect(await code(made.ask('A?', { deadlineMs: 100 }))).toBe('INSTRUMENT_TIMEOUT');
    made.script.handle = handle;
    expect(await made.ask('B?')).toBe('re B?');
  });

  test('R-10: bytes without sense, unasked or as an answer: nothing is made of them, and the link heals', async () => {
    const made = await make();
    const { handle } = made.script;
    const garbage = Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 7) % 256));
    const port = Promise.withResolvers<{ write(bytes: Buffer): unknown }>();
    made.script.handle = (got) => {
      port.resolve(got.port);
      got.port.write(garbage);
    };
    expect(await code(made.ask('A?', { deadlineMs: 200 }))).not.toBe('ok');
    made.script.handle = handle;
    expect(await made.ask('B?')).toBe('re B?');
    (await port.promise).write(garbage);
    await made.reached('dirty');
    expect(await made.ask('C?')).toBe('re C?');
  });

  test('R-10: with XON/XOFF a block is refused: short by one byte, it would take its terminator for content', async () => {
    const made = await make({ flow: 'xonxoff' });
    made.script.handle = ({ line, reply }) => (line === 'CURV?' ? reply('#15ab\x11cd') : reply(`re ${line}`));
    expect(await code(made.ask('CURV?', { deadlineMs: 2000 }))).toBe('INSTRUMENT_REPLY');
    expect(await made.ask('B?')).toBe('re B?');
    expect(made.links).toHaveLength(1);
  });

  test('R-10: with one terminator alone, lines inside an answer are content, and the next answer is the next one', async () => {
    const made = await make({ receive: 'crlf' });
    made.script.handle = ({ line, reply }) => reply(line === 'TEXT?' ? 'one\rtwo\nthree' : `re ${line}`);
    expect(await made.ask('TEXT?')).toBe('one\rtwo\nthree');
    expect(await made.ask('B?')).toBe('re B?');
  });

  test('unplugged in the middle of an answer: told at once, unreachable by name, and back under another path', async () => {
    const made = await make();
    const { handle } = made.script;
    made.script.handle = ({ port }) => void port.write('#3500abc');
    const asked = made.ask('CURV?', { deadlineMs: 60_000 });
    const failure = asked.then(
      () => null,
      (fault: Fault) => fault,
    );
    await made.script.got('CURV?');
    await made.unplug();
    expect(await failure).toMatchObject({
      code: 'INSTRUMENT_CLOSED',
      message: expect.stringContaining('has gone'),
    });
    await expect
      .poll(() => made.session.status.trouble?.message)
      .toContain('No serial port of USB device 0403:6001 with serial number FT1234 is plugged in.');
    made.script.handle = handle;
    await made.plug();
    await made.reached('ready');
    expect(await made.ask('B?')).toBe('re B?');
  });

  test('an emergency goes past a question that waits', async () => {
    const made = await make();
    made.script.handle = () => undefined;
    const asked = code(made.ask('SLOW?', { deadlineMs: 60_000 }));
    await made.script.got('SLOW?');
    const stopped = made.session.emergency(['OUTP OFF', 'OUTP2 OFF'], person, 5000);
    expect(await stopped).toMatchObject({ reconnected: false });
    await made.script.got('OUTP2 OFF');
    expect(made.script.lines.slice(-3)).toEqual(['SLOW?', 'OUTP OFF', 'OUTP2 OFF']);
    expect(await asked).toBe('SAFETY_PREEMPTED');
  });

  test('a line that takes no bytes is given up for an emergency, which is the first on the next one', async () => {
    const made = await make();
    made.cable().block();
    const stuck = code(made.ask(`LONG? ${'x'.repeat(500_000)}`, { deadlineMs: 60_000 }));
    await expect.poll(() => made.session.status.state).toBe('busy');
    const stopped = made.session.emergency(['OUTP OFF'], person, 5000);
    made.cable().unblock();
    expect(await stopped).toMatchObject({ reconnected: true });
    await expect.poll(() => made.script.lines.some((line) => line.endsWith('OUTP OFF'))).toBe(true);
    expect(await stuck).toBe('SAFETY_PREEMPTED');
    expect(made.links).toHaveLength(2);
    // Bytes of the long message that were in the cable stand before it, as on a real line.
    await made.reached('ready');
  });
});
