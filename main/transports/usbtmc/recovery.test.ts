import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { ask, bytes, linked, message, never } from './link.fixture.ts';

const echo = { answer: (said: string) => (said.includes('?') ? `you said ${said}` : null) };

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

test.each([
  [0, /^n{300}$/],
  [64 * 3, /more follows/],
])(
  'a long read that was left behind serves the next answer with %d bytes behind it',
  async (extra, outcome) => {
    const { device, link } = await linked({ answer: (said) => (said === 'CUT?' ? 'c'.repeat(9_000) : said) });
    // Only the first packet of it comes.
    device.tamper = (sending) => {
      sending.frame = sending.frame.slice(0, 64);
      sending.tail = false;
    };
    await link.write(bytes('CUT?'), never);
    const giveUp = new AbortController();
    await link.read(giveUp.signal);
    const waiting = link.read(giveUp.signal);
    await expect.poll(() => device.awaited).toBe(true);
    giveUp.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    await link.clear(never);
    expect(device.awaited).toBe(true);
    device.tamper = (sending) => {
      const longer = new Uint8Array(sending.frame.length + extra);
      longer.set(sending.frame);
      sending.frame = longer;
    };
    expect(await ask(link, 'n'.repeat(300)).catch((error: Error) => error.message)).toMatch(outcome);
    expect(device.violations).toEqual([]);
  },
);

test('what is left of an answer is read even if the device does not say that it is there', async () => {
  const { device, link } = await linked({ answer: (said) => said.repeat(40_000) });
  device.hidesRest = true;
  await link.write(bytes('BIG?'), never);
  const giveUp = new AbortController();
  await link.read(giveUp.signal);
  giveUp.abort();
  await expect(link.read(giveUp.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect.poll(() => device.requests.at(-1)).toBe('4(0)');
  expect(device.unread).toBe(0);
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

test('a halted answer of which the device knows nothing any more leaves no halt behind', async () => {
  const { device, link } = await linked({ ...echo, answer: (said) => said });
  device.abortInSays.push(0x80);
  device.halt('in');
  await link.write(bytes('A?'), never);
  await expect(message(link)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  await link.write(bytes('B?'), never);
  expect(device.halted.size).toBe(0);
});

test('a new question in the middle of an answer throws the rest of that answer away', async () => {
  const { device, link } = await linked({ answer: (said) => said.repeat(40_000) });
  await link.write(bytes('BIG?'), never);
  expect((await link.read(never)).end).toBe(false);
  expect((await ask(link, 'x')).slice(0, 4)).toBe('xxxx');
  expect(device.violations).toEqual([]);
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
