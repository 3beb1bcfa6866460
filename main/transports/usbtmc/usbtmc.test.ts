import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { address, ask, bytes, linked, message, never, text } from './link.fixture.ts';
import { Instrument } from './instrument.fixture.ts';
import { usualTiming } from './timing.ts';
import { UsbtmcTransport } from './usbtmc.ts';

const echo = { answer: (said: string) => (said.includes('?') ? `you said ${said}` : null) };

test('a question and its answer, over more packets than one', async () => {
  const { device, link } = await linked(echo);
  expect(link.state).toBe('open');
  expect(link.framing).toBe('message');
  expect(await ask(link, '*IDN?\n')).toBe('you said *IDN?\n');
  const long = `${'x'.repeat(1000)}?\n`;
  expect(await ask(link, long)).toBe(`you said ${long}`);
  await link.close();
  expect(link.state).toBe('closed');
  expect(device.closed).toBe(true);
  expect(device.violations).toEqual([]);
});

test('answers of every length around a packet are whole, with the empty packet behind a full one', async () => {
  const { device, link } = await linked(echo);
  for (let length = 30; length < 150; length++) {
    const said = `${'?'.repeat(length)}`;
    expect(await ask(link, said)).toBe(`you said ${said}`);
  }
  expect(device.unread).toBe(0);
  expect(device.violations).toEqual([]);
});

test('a message that needs several transfers ends with the last alone, and none is empty', async () => {
  const { device, link } = await linked(echo);
  const large = new Uint8Array((1 << 17) + 5).fill(0x41);
  await link.write(large, never);
  expect(device.messages[0]).toHaveLength(large.length);
  expect(device.sent.map((each) => [each.length, each[8]])).toEqual([
    [12 + (1 << 16), 0],
    [12 + (1 << 16), 0],
    [12 + 5 + 3, 1],
  ]);
  await link.write(new Uint8Array(0), never);
  expect(device.sent).toHaveLength(3);
  // Just as much as fits: no empty transfer follows.
  await link.write(new Uint8Array(1 << 16).fill(0x42), never);
  expect(device.sent).toHaveLength(4);
  expect(device.violations).toEqual([]);
});

test('an answer in several transfers is asked for until one of them ends it', async () => {
  const { device, link } = await linked({ ...echo, transferBytes: 52 });
  const said = `${'y'.repeat(300)}?`;
  expect(await ask(link, said)).toBe(`you said ${said}`);
  const tags = device.sent.slice(1).map((each) => each[1]);
  expect(tags).toHaveLength(6);
  expect(new Set(tags).size).toBe(tags.length);
  expect(device.violations).toEqual([]);
});

test('a large answer comes piece by piece', async () => {
  const large = new Uint8Array(2_500_000).map((_, index) => index * 7);
  const { device, link } = await linked({ packet: 512, answer: () => large });
  await link.write(bytes('CURV?'), never);
  const parts: Uint8Array[] = [];
  for (let end = false; !end; ) {
    const part = await link.read(never);
    expect(part.bytes.length).toBeLessThanOrEqual(1 << 16);
    parts.push(part.bytes);
    end = part.end;
  }
  expect(Buffer.concat(parts).equals(large)).toBe(true);
  expect(device.violations).toEqual([]);
});

test('an answer that is long in coming is waited for', async () => {
  const { device, link } = await linked();
  await link.write(bytes('*OPC?'), never);
  const waiting = message(link);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  device.reply('1\n');
  expect(await waiting).toBe('1\n');
});

test('an emergency message goes past a read that waits, in the same tick', async () => {
  const { device, link } = await linked();
  await link.write(bytes('*OPC?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  device.takes = 5;
  link.writeNow(bytes('OUTP OFF\n'));
  // On its way before this very tick is over.
  expect(device.takes).toBe(4);
  giveUp.abort(new Fault('SAFETY_PREEMPTED', 'stop'));
  await expect(waiting).rejects.toMatchObject({ code: 'SAFETY_PREEMPTED' });
  await expect.poll(() => device.messages).toEqual(['*OPC?', 'OUTP OFF\n']);
  // The first clear breaks off what was under way, and leaves the device its input.
  expect(await link.clear(never)).toBe(true);
  expect(device.requests.some((each) => each.startsWith('5('))).toBe(false);
  expect(await link.clear(never)).toBe(true);
  expect(device.requests).toContain('5(0)');
  expect(device.violations).toEqual([]);
});

test('once an answer has come, an emergency message no longer holds up a clear', async () => {
  const { device, link } = await linked(echo);
  link.writeNow(bytes('OUTP OFF\n'));
  expect(await ask(link, 'OUTP?')).toBe('you said OUTP?');
  expect(await link.clear(never)).toBe(true);
  expect(device.requests).toEqual(['5(0)', '6(0)']);
});

test('closing wakes whoever waits for a notification', async () => {
  const { device, link } = await linked(echo);
  device.patient = true;
  // The read that is waiting now still has its deadline.
  device.notify(0x81, 0);
  await new Promise((resolve) => setImmediate(resolve));
  await link.close();
  expect(device.closed).toBe(true);
});

test('an emergency message right behind a request that is on its way is not lost', async () => {
  const { device, link } = await linked(echo);
  await link.write(bytes('A?'), never);
  device.outMs = 20;
  const waiting = link.read(never);
  await new Promise((resolve) => setImmediate(resolve));
  link.writeNow(bytes('OUTP OFF\n'));
  expect(text((await waiting).bytes)).toBe('you said A?');
  await expect.poll(() => device.messages).toEqual(['A?', 'OUTP OFF\n']);
});

test('an emergency message that a stuck device does not take ends the link', async () => {
  const { device, link } = await linked(echo);
  const why: string[] = [];
  link.onClosed((reason) => why.push(reason));
  device.takes = 0;
  link.writeNow(bytes('OUTP OFF\n'));
  await expect.poll(() => why).toEqual(['The instrument did not take the off command.']);
  expect(link.state).toBe('closed');
  expect(() => link.writeNow(bytes('OUTP OFF\n'))).toThrow(/closed/);
  await expect.poll(() => device.closed).toBe(true);
  expect(device.resets).toBe(1);
});

test('an emergency message is refused in the middle of another one', async () => {
  const { device, link } = await linked(echo);
  device.takes = 0;
  const giveUp = new AbortController();
  const writing = link.write(bytes('VOLT 1'), giveUp.signal);
  await Promise.resolve();
  await Promise.resolve();
  expect(() => link.writeNow(bytes('OUTP OFF'))).toThrow(/does not take/);
  giveUp.abort();
  await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('a device that was emptied answers the next question, and nothing older', async () => {
  const { device, link } = await linked(echo);
  await link.write(bytes('OLD?'), never);
  expect(await link.clear(never)).toBe(true);
  expect(device.halted.size).toBe(0);
  expect(await ask(link, 'NEW?')).toBe('you said NEW?');
  expect(device.violations).toEqual([]);
});

test('a device that is still busy emptying itself is waited for', async () => {
  const { device, link } = await linked(echo);
  device.pending = 5;
  expect(await link.clear(never)).toBe(true);
  expect(device.requests.filter((each) => each === '6(0)')).toHaveLength(6);
  expect(await ask(link, 'NEW?')).toBe('you said NEW?');
});

test('trigger, remote, lockout and local, where the device says that it can', async () => {
  const { device, link } = await linked(echo);
  expect(await link.trigger(never)).toBe(true);
  expect(device.triggers).toBe(1);
  expect(await link.remote(false, never)).toBe(true);
  expect(await link.remote(true, never)).toBe(true);
  expect(await link.local(never)).toBe(true);
  expect(device.requests).toEqual(['160(1)', '160(1)', '162(0)', '161(0)', '160(0)']);
  expect(device.violations).toEqual([]);
});

test('none of them where it says nothing of it, or is known to break', async () => {
  // Bytes 4 and 5 are of USBTMC, and are not to be taken for those of USB488.
  const plain = await linked({ ...echo, capabilities: [7, 7, 0, 0] });
  expect(await plain.link.trigger(never)).toBe(false);
  expect(await plain.link.remote(false, never)).toBe(false);
  expect(await plain.link.local(never)).toBe(false);
  const rigol = await linked(echo, { vendorId: '1ab1', productId: '0588' });
  expect(await rigol.link.remote(true, never)).toBe(false);
  expect(await rigol.link.local(never)).toBe(false);
  expect([...plain.device.requests, ...rigol.device.requests]).toEqual([]);
});

test('a device that knows no capabilities is asked for messages alone', async () => {
  const { device, link } = await linked({ ...echo, capabilities: [0, 0, 0, 0] });
  expect(await ask(link, 'A?')).toBe('you said A?');
  expect(await link.trigger(never)).toBe(false);
  expect(device.violations).toEqual([]);
});

test('an attempt to open that is given up gives back what comes too late', async () => {
  const device = new Instrument(echo);
  const later = Promise.withResolvers<Instrument>();
  const link = new UsbtmcTransport(address, { connect: () => later.promise, timing: usualTiming });
  const giveUp = new AbortController();
  const opening = link.open(giveUp.signal);
  expect(link.state).toBe('opening');
  giveUp.abort();
  await expect(opening).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(link.state).toBe('closed');
  later.resolve(device);
  await expect.poll(() => device.closed).toBe(true);
  expect(device.violations).toEqual([]);
});

test('a device that leaves while it is being opened is not open', async () => {
  const device = new Instrument(echo);
  device.onGone = (listener) => listener();
  const link = new UsbtmcTransport(address, { connect: async () => device, timing: usualTiming });
  await expect(link.open(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(link.state).toBe('closed');
});

test('a link is opened once at a time, and a closed one takes nothing', async () => {
  const { link } = await linked(echo);
  await expect(link.open(never)).rejects.toMatchObject({ code: 'INTERNAL' });
  await link.close();
  await expect(link.write(bytes('A'), never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await expect(link.read(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await expect(link.statusByte(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(() => link.writeNow(bytes('A'))).toThrow(/closed/);
});

test('a read that waits rejects when the link is closed, and the device is given back idle', async () => {
  const { device, link } = await linked();
  await link.write(bytes('A?'), never);
  const waiting = link.read(never);
  await expect.poll(() => device.awaited).toBe(true);
  const closing = link.close();
  await expect(waiting).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await closing;
  expect(device.requests).toContain('3(' + device.sent.at(-1)?.[1] + ')');
  expect([device.closed, device.resets, device.violations]).toEqual([true, 0, []]);
});

test('closing in the middle of a message breaks it off in the device', async () => {
  const { device, link } = await linked(echo);
  device.takes = 0;
  const writing = link.write(bytes('VOLT 1'), never);
  writing.catch(() => undefined);
  await new Promise((resolve) => setImmediate(resolve));
  await link.close();
  await expect(writing).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(device.requests.map((each) => each.replace(/\(.*/, ''))).toEqual(['1', '2', '5', '6']);
  expect([device.closed, device.resets, device.violations, device.messages]).toEqual([true, 0, [], []]);
});

test('the next link to the same device waits until the one before has given it back', async () => {
  const { device, link } = await linked(echo);
  const closing = link.close();
  const next = new UsbtmcTransport(address, {
    connect: async () => {
      expect(device.closed).toBe(true);
      return new Instrument(echo);
    },
    timing: usualTiming,
  });
  await next.open(never);
  await closing;
  expect(await ask(next, 'B?')).toBe('you said B?');
  await next.close();
});

test('a device that needs it is reset when it is opened, and looked for again', async () => {
  const devices = [new Instrument(echo), new Instrument(echo)];
  let count = 0;
  const link = new UsbtmcTransport(
    { ...address, vendorId: 'f4ec', productId: 'ee38' },
    {
      connect: async () => {
        count++;
        if (count === 2) throw new Fault('INSTRUMENT_UNREACHABLE', 'not yet');
        return devices[count === 1 ? 0 : 1] ?? new Instrument();
      },
      timing: usualTiming,
    },
  );
  await link.open(never);
  expect(devices.map(({ resets, closed }) => [resets, closed])).toEqual([
    [1, true],
    [0, false],
  ]);
  expect(await ask(link, 'C?')).toBe('you said C?');
  await link.close();
});
