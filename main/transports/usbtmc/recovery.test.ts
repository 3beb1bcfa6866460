import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ask, bytes, linked, message, never } from './link.fixture.ts';
import type { Sending } from './instrument.fixture.ts';

const echo = { answer: (said: string) => (said.includes('?') ? `you said ${said}` : null) };
/** Changes the first transfer alone. */
const once = (change: (sending: Sending) => void) => {
  let done = false;
  return (sending: Sending): void => {
    if (done) return;
    done = true;
    change(sending);
  };
};

test.each<[string, (sending: Sending) => void, string, RegExp]>([
  [
    'with another number',
    ({ frame }) => {
      frame[1] = (frame[1] ?? 0) ^ 0x55;
      frame[2] = (frame[2] ?? 0) ^ 0x55;
    },
    'INSTRUMENT_REPLY',
    /answers request/,
  ],
  ['of another kind', ({ frame }) => frame.set([126]), 'INSTRUMENT_REPLY', /kind 126/],
  [
    'that announces more than was asked for',
    ({ frame }) => frame.set([0xff, 0xff, 0xff, 0x7f], 4),
    'REPLY_TOO_LARGE',
    /2147483647/,
  ],
  [
    'that announces more than it sends, and says that it ends',
    ({ frame }) => frame.set([200], 4),
    'INSTRUMENT_REPLY',
    /too early/,
  ],
  [
    'that sends more than it announces',
    (sending) => {
      const longer = new Uint8Array(64 * 5);
      longer.set(sending.frame);
      sending.frame = longer;
    },
    'INSTRUMENT_REPLY',
    /more follows/,
  ],
  [
    'that is shorter than a header',
    (sending) => {
      sending.frame = sending.frame.slice(0, 7);
    },
    'INSTRUMENT_REPLY',
    /7 bytes/,
  ],
])('an answer %s is a fault, and the next question gets its own', async (_, change, code, why) => {
  const { device, link } = await linked(echo);
  device.tamper = once(change);
  await link.write(bytes('FIRST?'), never);
  const failed = message(link);
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringMatching(why) });
  await link.clear(never);
  expect(await ask(link, 'SECOND?')).toBe('you said SECOND?');
  expect(link.state).toBe('open');
  expect(device.violations).toEqual([]);
});

test('without a clear too the next question gets its own answer', async () => {
  const { device, link } = await linked(echo);
  device.tamper = once(({ frame }) => frame.set([200], 4));
  await link.write(bytes('FIRST?'), never);
  await expect(message(link)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  expect(await ask(link, 'SECOND?')).toBe('you said SECOND?');
});

test('an answer with too much padding, but less than a packet, is right', async () => {
  const { device, link } = await linked(echo);
  device.tamper = (sending) => {
    const longer = new Uint8Array(sending.frame.length + 30);
    longer.set(sending.frame);
    sending.frame = longer;
  };
  expect(await ask(link, 'A?')).toBe('you said A?');
  expect(device.violations).toEqual([]);
});

test('empty packets in front of an answer are passed over, but not for ever', async () => {
  const { device, link } = await linked();
  await link.write(bytes('A?'), never);
  const waiting = message(link);
  await expect.poll(() => device.awaited).toBe(true);
  device.blurt(new Uint8Array(0), new Uint8Array(0));
  device.reply('yes');
  expect(await waiting).toBe('yes');
  await link.write(bytes('B?'), never);
  const bad = message(link);
  await expect.poll(() => device.awaited).toBe(true);
  device.blurt(...Array.from({ length: 9 }, () => new Uint8Array(0)));
  await expect(bad).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
});

test('a transfer that fills its last packet and has none behind it is whole all the same', async () => {
  const { device, link } = await linked({ answer: () => 'z'.repeat(64 - 12) });
  device.tamper = (sending) => {
    sending.tail = false;
  };
  expect(await ask(link, 'A?')).toBe('z'.repeat(52));
  expect(await ask(link, 'B?')).toBe('z'.repeat(52));
});

test('an answer that goes on and on without a byte is a fault', async () => {
  const { device, link } = await linked({ answer: () => '0123456789' });
  device.tamper = (sending) => {
    sending.frame = sending.frame.slice(0, 12);
    sending.frame.set([0, 0, 0, 0, 0], 4);
    setImmediate(() => device.reply('0123456789'));
  };
  await link.write(bytes('A?'), never);
  await expect(message(link)).rejects.toMatchObject({
    code: 'INSTRUMENT_REPLY',
    message: expect.stringMatching(/does not end/),
  });
});

test('a read that is given up rejects at once, tells the device, and what comes next is in step', async () => {
  const { device, link } = await linked();
  await link.write(bytes('SLOW?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'late'));
  await expect(waiting).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT', message: 'late' });
  await expect.poll(() => device.requests).toEqual([`3(${device.sent[1]?.[1]})`, '4(0)']);
  expect(await link.clear(never)).toBe(true);
  const asked = ask(link, 'NEXT?');
  await expect.poll(() => device.awaited).toBe(true);
  device.reply('next');
  expect(await asked).toBe('next');
  expect(device.violations).toEqual([]);
});

test('giving up while the answer is coming throws the rest of it away', async () => {
  const { device, link } = await linked({ answer: (said) => said.repeat(40_000) });
  await link.write(bytes('BIG?'), never);
  const giveUp = new AbortController();
  const first = await link.read(giveUp.signal);
  expect(first.end).toBe(false);
  giveUp.abort();
  await expect(link.read(giveUp.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  await link.clear(never);
  await link.write(bytes('x'), never);
  expect((await message(link)).slice(0, 4)).toBe('xxxx');
  expect(device.violations).toEqual([]);
});

test('a device that has not come to the transfer yet is asked again', async () => {
  const { device, link } = await linked();
  device.abortInSays.push(0x81, 0x81, 0x81);
  await link.write(bytes('SLOW?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await link.clear(never)).toBe(true);
  expect(device.requests.filter((each) => each.startsWith('3('))).toHaveLength(4);
  const asked = ask(link, 'NEXT?');
  await expect.poll(() => device.awaited).toBe(true);
  device.reply('next');
  expect(await asked).toBe('next');
});

test.each<[string, readonly number[]]>([
  ['never comes to it', Array.from({ length: 30 }, () => 0x81)],
  ['answers nonsense', [0x42]],
])('a device that %s when it is to give up is emptied', async (_, says) => {
  const { device, link } = await linked();
  device.abortInSays.push(...says);
  await link.write(bytes('SLOW?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect.poll(() => device.requests).toContain('5(0)');
  await link.clear(never);
  device.abortInSays.length = 0;
  const asked = ask(link, 'NEXT?');
  await expect.poll(() => device.sent.length).toBe(4);
  device.reply('next');
  expect(await asked).toBe('next');
  expect(link.state).toBe('open');
});

test('a device that has nothing to abort leaves the queued read for the next answer', async () => {
  const { device, link } = await linked();
  device.abortInSays.push(0x80);
  await link.write(bytes('SLOW?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await link.clear(never);
  expect(device.awaited).toBe(true);
  const asked = ask(link, 'NEXT?');
  await expect.poll(() => device.messages.length).toBe(2);
  await expect.poll(() => device.sent.length).toBe(4);
  device.reply('next');
  expect(await asked).toBe('next');
  expect(device.violations).toEqual([]);
});

test('an older answer that comes after all is never taken for the next one', async () => {
  const { device, link } = await linked();
  device.abortInSays.push(0x80);
  await link.write(bytes('OLD?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  // It said that there was nothing to abort, and answers the old request with its old number all the same.
  device.reply('old');
  await link.write(bytes('NEW?'), never);
  const next = message(link);
  await expect.poll(() => device.sent.length).toBe(4);
  device.reply('new');
  expect(await next).toBe('new');
});

test('a device that stays silent when it has to give up, and cannot be emptied, is reset and let go', async () => {
  const { device, link } = await linked();
  const why: string[] = [];
  link.onClosed((reason) => why.push(reason));
  device.abortsInSilence = true;
  device.clearSays.push(0x80);
  await link.write(bytes('SLOW?'), never);
  const giveUp = new AbortController();
  const waiting = link.read(giveUp.signal);
  await expect.poll(() => device.awaited).toBe(true);
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(link.clear(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(why).toEqual(['The USB link could not be brought back into step.']);
  expect(link.state).toBe('closed');
  await expect.poll(() => device.closed).toBe(true);
  expect(device.violations).toEqual([]);
});

test('a halted answer is a fault, and the endpoint goes again', async () => {
  const { device, link } = await linked(echo);
  await link.write(bytes('A?'), never);
  device.halt('in');
  await expect(message(link)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  await link.clear(never);
  expect(device.halted.size).toBe(0);
  expect(await ask(link, 'B?')).toBe('you said B?');
});

test('a halted message is a fault, and the endpoint goes again', async () => {
  const { device, link } = await linked(echo);
  device.halt('out');
  await expect(link.write(bytes('A?'), never)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  expect(() => link.writeNow(bytes('OUTP OFF'))).toThrow(/does not take/);
  await link.clear(never);
  expect(device.halted.size).toBe(0);
  expect(await ask(link, 'B?')).toBe('you said B?');
});

test('a message that the device does not take is broken off, and nothing of it stays', async () => {
  const { device, link } = await linked(echo);
  device.takes = 0;
  const giveUp = new AbortController();
  const writing = link.write(bytes('VOLT 1'), giveUp.signal);
  setTimeout(() => giveUp.abort(new Fault('INSTRUMENT_TIMEOUT', 'late')), 10);
  await expect(writing).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  expect(await ask(link, 'B?')).toBe('you said B?');
  expect(device.messages).toEqual(['B?']);
  expect(device.requests.map((each) => each.replace(/\(.*/, ''))).toEqual(['1', '2', '5', '6']);
  expect(device.violations).toEqual([]);
});

test('a message broken off between two transfers leaves no half in front of the next', async () => {
  const { device, link } = await linked(echo);
  device.takes = 2;
  const giveUp = new AbortController();
  const writing = link.write(new Uint8Array(200_000).fill(0x41), giveUp.signal);
  await expect.poll(() => device.sent.length).toBe(2);
  giveUp.abort();
  await expect(writing).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await ask(link, 'B?')).toBe('you said B?');
  expect(device.messages).toEqual(['B?']);
});

test('unplugged while an answer is waited for: told once, at once', async () => {
  const { device, link } = await linked();
  const why: string[] = [];
  link.onClosed((reason) => why.push(reason));
  await link.write(bytes('A?'), never);
  const waiting = link.read(never);
  await expect.poll(() => device.awaited).toBe(true);
  device.unplug();
  await expect(waiting).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  expect(why).toEqual(['The instrument was unplugged.']);
  expect(link.state).toBe('closed');
  await expect.poll(() => device.closed).toBe(true);
});

test('unplugged in the middle of a message, and in the middle of an answer', async () => {
  const writing = await linked(echo);
  writing.device.takes = 0;
  const sent = writing.link.write(bytes('A?'), never);
  setTimeout(() => writing.device.unplug(), 5);
  await expect(sent).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  const reading = await linked({ answer: () => 'x'.repeat(300_000) });
  await reading.link.write(bytes('A?'), never);
  await reading.link.read(never);
  reading.device.unplug();
  await expect(reading.link.read(never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
});

test('unplugged while nothing goes on', async () => {
  const { device, link } = await linked();
  const why: string[] = [];
  link.onClosed((reason) => why.push(reason));
  device.unplug();
  expect(why).toEqual(['The instrument was unplugged.']);
  await expect(link.write(bytes('A'), never)).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
});

test("a scope that announces less than its block has is read to the block's end, with one request", async () => {
  const block = `#9${'3000'.padStart(9, '0')}${'w'.repeat(3000)}\n`;
  const { device, link } = await linked({ answer: () => block }, { vendorId: '1ab1', productId: '04ce' });
  device.tamper = ({ frame }) => frame.set([0xf4, 0x01, 0, 0], 4);
  expect(await ask(link, 'WAV:DATA?')).toBe(block);
  expect(device.sent).toHaveLength(2);
  expect(await link.clear(never)).toBe(false);
  expect(device.requests).toEqual([]);
});

test('a scope that announces a block of a gigabyte is refused before memory is taken', async () => {
  const { link } = await linked({ answer: () => '#9999999999aaaa' }, { vendorId: '1ab1', productId: '04ce' });
  await link.write(bytes('WAV:DATA?'), never);
  await expect(message(link)).rejects.toMatchObject({ code: 'REPLY_TOO_LARGE' });
});
