import { expect, test } from 'vitest';
import { parseQuery } from './cli-query.ts';
import { UsageError } from './cli-usage.ts';

test('an instrument, its messages in their order, and what is asked for', () => {
  expect(parseQuery(['Supply A', '*IDN?', 'VOLT 3', '--confirm', '--timeout', '2500'])).toEqual({
    target: 'Supply A',
    messages: ['*IDN?', 'VOLT 3'],
    json: false,
    out: undefined,
    raw: false,
    confirm: true,
    keepGoing: false,
    timeout: 2500,
  });
  expect(parseQuery(['--json', '--keep-going', 'x', '-']).messages).toEqual(['-']);
  // What looks like an option stands behind `--`.
  expect(parseQuery(['x', '--', '--odd?']).messages).toEqual(['--odd?']);
});

test.each([
  [[], 'an instrument and a message are missing'],
  [['x'], 'a message is missing'],
  [['x', 'y', '--timeout', '49'], '"49" is not a time in ms from 50 to 120000'],
  [['x', 'y', '--timeout', '1e3'], '"1e3" is not a time in ms from 50 to 120000'],
  [['x', 'y', '--wat'], "Unknown option '--wat'"],
  [['x', 'y', '--json', '--raw'], '--json and --raw do not go together'],
  [['x', 'y', '--json', '--out', 'f'], '--out goes with neither --json nor --raw'],
  [['x', 'y', 'z', '--out', 'f'], '--out goes with one message'],
  [['x', '-', '-'], 'standard input can be read once'],
])('%j is not understood', (args, message) => {
  expect(() => parseQuery(args)).toThrow(new UsageError(message));
});
