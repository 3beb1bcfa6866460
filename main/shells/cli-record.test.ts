import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseBus } from './cli-bus.ts';
import { parseRecord } from './cli-record.ts';
import { Place } from './cli.fixture.ts';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

test('what is typed is understood, or said not to be', () => {
  expect(parseRecord(['Supply A', '--for', '5'])).toEqual({ target: 'Supply A', seconds: 5 });
  expect(parseRecord(['x'])).toEqual({ target: 'x', seconds: null });
  expect(() => parseRecord([])).toThrow('an instrument is missing');
  expect(() => parseRecord(['a', 'b'])).toThrow('one instrument');
  expect(parseBus(['x', 'clear'])).toEqual({ target: 'x', action: 'clear', confirm: false });
  expect(() => parseBus(['x'])).toThrow('missing');
  expect(() => parseBus(['x', 'explode'])).toThrow('the action is one of clear, trigger');
});

test('a recorded instrument is asked again without it', async () => {
  const recorded = await place.lablink('record', '--for', '1', 'sim:supply');
  expect(recorded).toMatchObject({ code: 0, err: 'Recording sim:supply for 1 s.\n' });
  const address = recorded.out.trim();
  expect(address).toMatch(/^replay:\/\/\d{4}-\d\d-\d\d-\d{6}-sim-supply$/);
  const again = await place.lablink('query', address, '*IDN?');
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining('SIM-PS2') });
});

test('a link without interface messages says so', async () => {
  const ended = await place.lablink('bus', 'sim:supply', 'status');
  expect(ended.err).toContain('This link has no status byte outside of messages. Nothing was sent.');
  expect(ended.code).toBe(5);
});

test('Ctrl-C ends a recording, and its address is printed all the same', async () => {
  const run = place.start('record', 'sim:supply');
  while (!run.err.includes('Recording')) await Promise.race([once(run.child.stderr!, 'data'), run.ended]);
  run.child.kill('SIGINT');
  const ended = await run.ended;
  expect(ended).toMatchObject({ err: 'Recording sim:supply; Ctrl-C ends it.\n', code: 130 });
  expect(ended.out).toMatch(/^replay:\/\/[\d-]+-sim-supply\n$/);
  expect(await place.lablink('query', ended.out.trim(), '*IDN?')).toMatchObject({ code: 0 });
});
