import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ptysAvailable } from './pty.fixture.ts';
import { cable, faultOf, listen, patience, readAll, serialRig, settings } from './serial.fixture.ts';
import { SerialTransport } from './serial.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const bytes = (content: string): Buffer => Buffer.from(content, 'latin1');

describe.skipIf(!ptysAvailable('serial'))('a serial line', () => {
  test.each([
    ['lf', 'A 1\nB 2?\n', 'X\nY\n'],
    ['cr', 'A 1\nB 2?\r', 'X\rY\r'],
    ['crlf', 'A 1\nB 2?\r\n', 'X\r\nY\r\n'],
    ['none', 'A 1\nB 2?', 'X\nY'],
  ] as const)('a message ends with %s, and so does each of an emergency', async (send, message, several) => {
    const { link, peer } = await serialRig({ send });
    // An LF inside a message may be content of a block: only the last one is its end.
    await link.write(bytes('A 1\nB 2?\n'), patience());
    expect(await peer.got(message.length)).toBe(message);
    link.writeNow(bytes('X\nY\n'));
    expect(await peer.got(message.length + several.length)).toBe(message + several);
  });

  test('every byte there is comes through in both directions', async () => {
    const { link, peer } = await serialRig();
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    await link.write(Buffer.concat([all, bytes('\n')]), patience());
    expect(await peer.got(257)).toBe(`${text(all)}\n`);
    peer.write(all);
    expect(await readAll(link, 256)).toEqual(all);
  });

  test('a block of 1 MB arrives in chunks, with a reader who is slower than the line', async () => {
    const { link, peer } = await serialRig({}, { receiveLimit: 10_000 });
    const block = Buffer.alloc(1_000_000, 'the quick brown fox');
    peer.write(block);
    const parts: Uint8Array[] = [];
    for (let have = 0; have < block.length; ) {
      const part = (await link.read(patience())).bytes;
      parts.push(part);
      have += part.length;
      // Lets the line run ahead, so that the port is paused again and again.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Buffer.concat(parts).equals(block)).toBe(true);
    expect(parts.length).toBeLessThan(20_000);
  });

  test('the line is set as the address says', async () => {
    const { pair } = await serialRig({ baud: 19200, stop: 2, flow: 'xonxoff', dtr: false, rts: false });
    const stty = (): string =>
      execFileSync('stty', ['-F', pair.console, '-a'], { timeout: 5_000 }).toString();
    expect(stty()).toMatch(/speed 19200 baud/);
    for (const word of ['cstopb', 'ixon', 'ixoff', '-crtscts', '-icanon', '-echo', '-icrnl', '-opost'])
      expect(stty().split(/[\s;]+/)).toContain(word);
    const other = await serialRig({ baud: 115200, flow: 'rtscts' });
    const words = execFileSync('stty', ['-F', other.pair.console, '-a'], { timeout: 5_000 }).toString();
    expect(words).toMatch(/speed 115200 baud/);
    for (const word of ['-cstopb', '-ixon', '-ixoff', 'crtscts'])
      expect(words.split(/[\s;]+/)).toContain(word);
  });

  test('unplugged in the middle of a block: what came can be read, then it is over, and that is told once', async () => {
    const { link, peer, pair, closed } = await serialRig();
    peer.write('#41000abc');
    expect(text(await readAll(link, 9))).toBe('#41000abc');
    const reading = faultOf(link.read(patience()));
    await pair.unplug();
    expect(await reading).toMatchObject({
      code: 'INSTRUMENT_CLOSED',
      message: expect.stringContaining(`${pair.console} has gone`),
    });
    expect(closed).toEqual([expect.stringContaining('has gone')]);
    expect(link.state).toBe('closed');
    expect((await faultOf(link.write(bytes('A?\n'), patience()))).code).toBe('INSTRUMENT_CLOSED');
    expect(() => link.writeNow(bytes('OFF\n'))).toThrow(Fault);
    await link.close();
    await link.abort();
    expect(closed).toHaveLength(1);
  });

  test('unplugged while nobody reads any more: it is noticed all the same', async () => {
    const { link, peer, pair } = await serialRig({}, { receiveLimit: 1 });
    const gone = new Promise<string>((resolve) => link.onClosed(resolve));
    peer.write('more than one byte');
    await expect.poll(() => link.unread).toBeGreaterThan(0);
    await pair.unplug();
    expect(await gone).toContain('has gone');
  });

  test('a write that is stuck ends with its signal, at once and for good; the port can be had again', async () => {
    const { link, pair, peer } = await serialRig();
    pair.block();
    const stop = new AbortController();
    const writing = faultOf(link.write(Buffer.alloc(1_000_000, 'x'), stop.signal));
    // The line takes nothing more: an emergency must not be queued behind it.
    expect(() => link.writeNow(bytes('OFF\n'))).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }),
    );
    stop.abort(new Fault('INSTRUMENT_TIMEOUT', 'too long'));
    expect(await writing).toMatchObject({ code: 'INSTRUMENT_TIMEOUT', message: 'too long' });
    expect(link.state).toBe('closed');
    await link.abort();
    pair.unblock();
    await link.open(patience());
    link.writeNow(bytes('OFF\n'));
    await expect.poll(async () => (await peer.got(4)).endsWith('OFF\n')).toBe(true);
  });

  test('XOFF holds what is sent, XON lets it go; an emergency meanwhile is refused, not queued', async () => {
    const { link, peer } = await serialRig({ flow: 'xonxoff' });
    peer.write('\x13.');
    // The byte behind it is there, so it has been obeyed.
    expect(text(await readAll(link, 1))).toBe('.');
    const written = link.write(bytes('A?\n'), patience());
    expect(() => link.writeNow(bytes('OFF\n'))).toThrow(
      expect.objectContaining({ code: 'INSTRUMENT_TIMEOUT' }),
    );
    peer.write('\x11');
    await written;
    expect(await peer.got(3)).toBe('A?\n');
  });

  test('closing with the line held throws away what cannot go out, within its time', async () => {
    const { link, peer, pair } = await serialRig({ flow: 'xonxoff' }, { closeMs: 20 });
    peer.write('\x13.');
    await readAll(link, 1);
    const writing = faultOf(link.write(bytes('A?\n'), patience()));
    await link.close();
    expect((await writing).code).toBe('INSTRUMENT_CLOSED');
    await link.open(patience());
    expect(link.state).toBe('open');
    expect(pair.console).toBeTruthy();
  });

  test('given up: what arrived is dropped, the port is free at once, and the same link can be opened again', async () => {
    const { link, peer, pair } = await serialRig();
    peer.write('late');
    await expect.poll(() => link.unread).toBe(4);
    await link.abort();
    expect((await faultOf(link.read(patience()))).code).toBe('INSTRUMENT_CLOSED');
    const next = new SerialTransport({ place: { path: pair.console }, line: settings() });
    await next.open(patience());
    await next.close();
    await link.open(patience());
    peer.write('new');
    expect(text(await readAll(link, 3))).toBe('new');
  });

  test('an opening that is given up gives the port back', async () => {
    const { console: path } = await cable();
    const link = new SerialTransport({ place: { path }, line: settings() });
    const stop = new AbortController();
    const opening = faultOf(link.open(stop.signal));
    stop.abort();
    expect((await opening).code).toBe('CANCELLED');
    expect(link.state).toBe('closed');
    await link.open(patience());
    await link.close();
  });

  test('after it was plugged in again under another name it is found by its USB identity', async () => {
    const identity = { vendorId: '0403', productId: '6001', serial: 'FT1234' };
    let path = (await cable()).console;
    const link = new SerialTransport({
      place: identity,
      line: settings(),
      list: async () => [{ path, manufacturer: null, ...identity }],
    });
    await link.open(patience());
    await link.close();
    const other = await cable();
    path = other.console;
    await link.open(patience());
    const peer = listen(other.peer());
    link.writeNow(bytes('A?\n'));
    expect(await peer.got(3)).toBe('A?\n');
    await link.close();
  });
});
