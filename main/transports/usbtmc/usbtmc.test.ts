import { expect, test } from 'vitest';
import { address, ask, bytes, linked, message, never, text } from './link.fixture.ts';

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
  void [address, bytes, message, never, text];
});
