import { expect, test } from 'vitest';
import { ask, bytes, linked, message, never } from './link.fixture.ts';

const echo = { answer: (said: string) => (said.includes('?') ? `you said ${said}` : null) };

test('the status byte comes in the answer where there is no interrupt endpoint', async () => {
  const { device, link } = await linked({ ...echo, interrupt: false });
  device.statusByteNow = 0x44;
  expect(await link.statusByte(never)).toBe(0x44);
  expect(device.violations).toEqual([]);
});

test('the status byte comes over the interrupt endpoint where there is one, with tags 2 to 127', async () => {
  const { device, link } = await linked(echo);
  for (let count = 0; count < 300; count++) {
    device.statusByteNow = count & 0xff;
    expect(await link.statusByte(never)).toBe(count & 0xff);
  }
  expect(device.violations).toEqual([]);
});

test('a service request between question and answer is told as one, and spoils neither', async () => {
  const { device, link } = await linked(echo);
  const asked: (number | null)[] = [];
  const stop = link.onServiceRequest((statusByte) => asked.push(statusByte));
  device.statusByteNow = 0x50;
  device.notify(0x81, 0x60);
  // Of nobody: an older question, and a notification of the vendor.
  device.notify(0x80 | 77, 0x11);
  device.notify(0x05, 0x22);
  device.notify(0x83);
  expect(await link.statusByte(never)).toBe(0x50);
  expect(asked).toEqual([0x60]);
  stop();
  device.notify(0x81, 0x61);
  expect(await link.statusByte(never)).toBe(0x50);
  expect(asked).toEqual([0x60]);
});

test('a status byte and a service request come while an answer is waited for', async () => {
  const { device, link } = await linked();
  const asked: (number | null)[] = [];
  link.onServiceRequest((statusByte) => asked.push(statusByte));
  await link.write(bytes('*OPC?'), never);
  const waiting = message(link);
  await expect.poll(() => device.awaited).toBe(true);
  device.statusByteNow = 0x08;
  expect(await link.statusByte(never)).toBe(0x08);
  device.notify(0x81, 0x48);
  await expect.poll(() => asked).toEqual([0x48]);
  device.reply('1');
  expect(await waiting).toBe('1');
});

test('a device whose last notification is still unread is asked again, not for ever', async () => {
  const { device, link } = await linked(echo);
  device.statusSays.push(0x20, 0x20);
  expect(await link.statusByte(never)).toBe(0x10);
  device.statusSays.push(...Array.from({ length: 20 }, () => 0x20));
  await expect(link.statusByte(never)).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
});

test('a status byte that is refused, or never comes, is a fault; the link goes on', async () => {
  const { device, link } = await linked(echo);
  device.statusSays.push(0x80);
  await expect(link.statusByte(never)).rejects.toMatchObject({ code: 'INSTRUMENT_REPLY' });
  // Success, but no notification.
  device.statusSays.push(1);
  await expect(link.statusByte(never)).rejects.toMatchObject({
    code: 'INSTRUMENT_TIMEOUT',
    message: 'The instrument did not tell its status byte within 150 ms.',
  });
  expect(await link.statusByte(never)).toBe(0x10);
  expect(await ask(link, 'A?')).toBe('you said A?');
});

test('a halted interrupt endpoint is made to go again', async () => {
  const { device, link } = await linked(echo);
  device.halt('interrupt');
  await expect.poll(() => device.halted.size).toBe(0);
  expect(await link.statusByte(never)).toBe(0x10);
});

test('a device that is mute on control is a fault within its deadline', async () => {
  const { device, link } = await linked(echo);
  device.mute = true;
  await expect(link.statusByte(never)).rejects.toMatchObject({ code: 'INSTRUMENT_TIMEOUT' });
  const giveUp = new AbortController();
  const waiting = link.statusByte(giveUp.signal);
  giveUp.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
});
