import { expect, test } from 'vitest';
import { ask, bytes, linked, never } from './link.fixture.ts';
import { PipeError } from './pipe.ts';

const echo = { answer: (said: string) => (said.includes('?') ? `you said ${said}` : null) };

test('a link that ends before an answer is asked for leaves none for the next one', async () => {
  const { device, link } = await linked();
  await link.write(bytes('SLOW?'), never);
  await link.close();
  expect(device.requests).toEqual(['5(0)', '6(0)']);
  expect([device.resets, device.halted.size, device.violations]).toEqual([0, 0, []]);
});

test('a link that ends while an answer is waited for leaves none for the next one', async () => {
  const { device, link } = await linked();
  await link.write(bytes('SLOW'), never);
  const waiting = link.read(never);
  await expect.poll(() => device.awaited).toBe(true);
  const refused = expect(waiting).rejects.toMatchObject({ code: 'INSTRUMENT_CLOSED' });
  await link.close();
  await refused;
  expect(device.requests.map((each) => each.replace(/\(.*/, ''))).toEqual(['3', '4', '5', '6']);
  expect([device.resets, device.halted.size, device.violations]).toEqual([0, 0, []]);
});

test('a link that ends when nothing is owed does not empty the device: a command may not be carried out yet', async () => {
  const { device, link } = await linked({ answer: (said) => (said.includes('?') ? said : null) });
  await ask(link, 'A?');
  await link.write(bytes('VOLT 1'), never);
  await link.close();
  expect(device.requests).toEqual([]);
});

test('an emergency message is not emptied out with an answer that is owed: the next link does it', async () => {
  const serial = 'EMERGENCY';
  const first = await linked({}, { serial });
  await first.link.write(bytes('SLOW?'), never);
  first.link.writeNow(bytes('OUTP OFF'));
  await expect.poll(() => first.device.messages).toEqual(['SLOW?', 'OUTP OFF']);
  await first.link.close();
  expect(first.device.requests).toEqual([]);
  const second = await linked({}, { serial });
  expect(second.device.requests).toEqual(['5(0)', '6(0)']);
  await second.link.close();
  const third = await linked({}, { serial });
  expect(third.device.requests).toEqual([]);
});

test('a device that can never be emptied is reset, and the next link need not empty it', async () => {
  const serial = 'FOREVER';
  const { device, link } = await linked({}, { serial });
  device.clearSays.push(0x80);
  await link.write(bytes('SLOW?'), never);
  await link.close();
  expect([device.resets, device.closed, device.requests]).toEqual([1, true, ['5(0)']]);
  const next = await linked({}, { serial });
  expect(next.device.requests).toEqual([]);
});

test('a link that could not even reset the device leaves the emptying to the next one', async () => {
  const serial = 'UNRESET';
  const { device, link } = await linked({}, { serial });
  device.clearSays.push(0x80);
  device.reset = () => Promise.reject(new PipeError('broken', 'not supported'));
  await link.write(bytes('SLOW?'), never);
  await link.close();
  const next = await linked({}, { serial });
  expect(next.device.requests).toEqual(['5(0)', '6(0)']);
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
