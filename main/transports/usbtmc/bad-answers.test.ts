import { expect, test } from 'vitest';
import { ask, bytes, linked, message, never } from './link.fixture.ts';
import type { Sending } from './instrument-mind.fixture.ts';

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

test('an older number is let pass inside a message alone, and only from who is known for it', async () => {
  const older = ({ frame }: Sending): void => {
    // The first number of a link is drawn: a fixed one would now and then be the right one.
    const right = frame[1]!;
    frame[1] = right > 100 ? right - 100 : right + 100;
    frame[2] = 255 - frame[1];
  };
  const begun = await linked({ ...echo, transferBytes: 10 }, { vendorId: '1ab1', productId: '0515' });
  let transfers = 0;
  begun.device.tamper = (sending) => {
    if (transfers++ > 0) older(sending);
  };
  expect(await ask(begun.link, 'A?')).toBe('you said A?');
  begun.device.tamper = older;
  await begun.link.write(bytes('B?'), never);
  await expect(message(begun.link)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  const other = await linked({ ...echo, transferBytes: 10 });
  transfers = 0;
  other.device.tamper = (sending) => {
    if (transfers++ > 0) older(sending);
  };
  await other.link.write(bytes('A?'), never);
  await expect(message(other.link)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
});
