import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SerialLine } from '#shared/address/address.ts';
import { openPort } from './open-port.ts';
import { PolledPort } from './polled-port.ts';
import { StuckError } from './port.ts';
import { ptysAvailable } from './pty.fixture.ts';
import { python, pythonSerial } from './python.fixture.ts';
import { cable, faultOf, listen, patience, settings } from './serial.fixture.ts';
import { SerialTransport } from './serial.ts';

const ptys = ptysAvailable('serial ports');

/** The way of Linux and macOS, and the one of Windows: both work here, over the same module. */
describe.skipIf(!ptys).each(['polled', 'awaited'] as const)('a port that is %s', (how) => {
  const make = async (line: Partial<SerialLine> = {}) => {
    const pair = await cable();
    const peer = listen(pair.peer());
    let all = '';
    let heard: () => void = () => undefined;
    const ended = Promise.withResolvers<Error>();
    const port = await openPort(
      pair.console,
      settings(line),
      {
        arrived: (bytes) => {
          all += Buffer.from(bytes).toString('latin1');
          heard();
        },
        ended: (error) => ended.resolve(error),
      },
      how,
    );
    let closed: Promise<void> | null = null;
    const close = (): Promise<void> => (closed ??= port.close());
    onTestFinished(close);
    const arrived = (length: number): Promise<string> =>
      new Promise((resolve) => {
        heard = () => {
          if (all.length >= length) resolve(all);
        };
        heard();
      });
    return { pair, peer, port, arrived, close, ended: ended.promise };
  };

  test('bytes come and go in order', async () => {
    const { port, peer, arrived } = await make();
    for (const part of ['a', 'bc', 'd'.repeat(20_000)]) await port.write(Buffer.from(part));
    port.writeNow(Buffer.from('!'));
    expect(await peer.got(20_004)).toBe(`abc${'d'.repeat(20_000)}!`);
    peer.write('e'.repeat(100_000));
    expect(await arrived(100_000)).toBe('e'.repeat(100_000));
  });

  test('while it is paused the line fills up; afterwards everything comes', async () => {
    const { port, peer, arrived } = await make();
    port.pause();
    peer.write('f'.repeat(1_000_000));
    // More than what the system holds: the peer has to wait.
    const drained = once(peer.port, 'drain').then(() => 'taken');
    expect(await Promise.race([drained, setTimeout(150, 'held')])).toBe('held');
    port.resume();
    expect((await arrived(1_000_000)).length).toBe(1_000_000);
  });

  test('a write that is stuck lets none past, and ends with the port', async () => {
    const { port, pair, close } = await make();
    pair.block();
    const writing = port.write(Buffer.alloc(1_000_000)).then(
      () => 'written',
      (error: Error) => error.message,
    );
    expect(() => port.writeNow(Buffer.from('x'))).toThrow(StuckError);
    await expect(port.write(Buffer.from('x'))).rejects.toThrow(StuckError);
    await port.flush();
    await close();
    expect(await writing).toBe('the port was closed');
    await expect(port.write(Buffer.from('x'))).rejects.toThrow('closed');
    expect(() => port.writeNow(Buffer.from('x'))).toThrow('closed');
  });

  test('what comes is read while a write is held', async () => {
    const { port, peer, arrived, close } = await make({ flow: 'xonxoff' });
    peer.write('\x13.');
    await arrived(1);
    const writing = port.write(Buffer.from('A?')).catch((error: Error) => error.message);
    peer.write('still there');
    expect(await arrived(12)).toBe('.still there');
    await close();
    expect(await writing).toBe('the port was closed');
  });

  test('when it is unplugged it ends, and a stuck write with it', async () => {
    const { port, pair, ended } = await make();
    pair.block();
    const writing = faultOf(port.write(Buffer.alloc(1_000_000)));
    await pair.unplug();
    expect(await ended).toBeInstanceOf(Error);
    expect(await writing).toBeInstanceOf(Error);
    expect(() => port.writeNow(Buffer.from('x'))).toThrow(Error);
  });
});

test.skipIf(process.platform === 'win32')(
  'readable without anything to read is the end of a port; while nothing is read, only the end is asked for',
  async () => {
    const fd = openSync('/dev/null', 'r');
    onTestFinished(() => closeSync(fd));
    const asked: number[] = [];
    const poller = Object.assign(new EventEmitter<{ readable: [Error | null] }>(), {
      poll: (flags: number) => void asked.push(flags),
    });
    const idle = () => Promise.resolve();
    const ended: string[] = [];
    const port = new PolledPort({ fd, poller, flush: idle, drain: idle, close: idle }, fd, {
      arrived: () => expect.unreachable(),
      ended: (error) => ended.push(error.message),
    });
    // While nothing is read, only the end is asked for: a port that is readable all the time would keep the process busy.
    port.pause();
    port.resume();
    expect(asked).toEqual([1, 4, 1]);
    poller.emit('readable', null);
    poller.emit('readable', null);
    expect(ended).toEqual(['the port has ended']);
  },
);

describe.skipIf(!ptys)('a port that is in use', () => {
  const opened = (path: string): Promise<void> =>
    new SerialTransport({ place: { path }, line: settings({ flow: 'xonxoff' }) }).open(patience());

  test('by this console is refused, and its line is left as it was', async () => {
    const pair = await cable();
    const first = new SerialTransport({ place: { path: pair.console }, line: settings() });
    await first.open(patience());
    onTestFinished(() => first.close());
    expect(await faultOf(opened(pair.console))).toMatchObject({
      code: 'INSTRUMENT_UNREACHABLE',
      message: `${pair.console} is in use by another instrument of this console.`,
      remedy: 'Close what uses the port, then connect again.',
    });
    const peer = listen(pair.peer());
    peer.write('\x13');
    peer.write('.');
    // With XON/XOFF, as the second one would have set it, the first of these would not have come.
    const got = Buffer.from((await first.read(patience())).bytes).toString('latin1');
    expect(got[0]).toBe('\x13');
  });

  test.skipIf(!pythonSerial)('by another program is refused, with its number', async () => {
    const pair = await cable();
    const script =
      'import serial,sys\nport=serial.Serial(sys.argv[1],exclusive=True)\nprint("open",flush=True)\nsys.stdin.read()';
    const other = spawn(python, ['-c', script, pair.console], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other.stdout, 'data');
    const fault = await faultOf(opened(pair.console));
    const who = process.platform === 'linux' ? `process ${other.pid}` : 'another program';
    expect(fault).toMatchObject({
      message: `${pair.console} is in use by ${who}.`,
      details: { reason: 'busy' },
    });
  });
});
