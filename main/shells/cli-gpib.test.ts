import { afterAll, expect, test } from 'vitest';
import { Place } from './cli.fixture.ts';
import { parseGpib } from './cli-gpib.ts';
import { UsageError } from './cli-usage.ts';

const place = new Place();
afterAll(() => place.remove());

test('the list, a board and its adapter, and none', () => {
  expect(parseGpib([])).toEqual({ json: false, board: null, adapter: null });
  expect(parseGpib(['--json'])).toEqual({ json: true, board: null, adapter: null });
  expect(parseGpib(['0', 'prologix://a'])).toEqual({ json: false, board: 0, adapter: 'prologix://a' });
  expect(parseGpib(['31', 'none'])).toEqual({ json: false, board: 31, adapter: null });
});

test.each([
  [['0'], 'the adapter is missing, or none'],
  [['32', 'none'], '"32" is not a GPIB board from 0 to 31'],
  [['0', 'a', 'b'], 'a board and its adapter are all that it takes'],
  [['0', 'none', '--json'], '--json goes with the list'],
])('%j is not understood', (args, message) => {
  expect(() => parseGpib(args)).toThrow(new UsageError(message));
});

test('a board is named, listed and used; what cannot be an adapter is refused', async () => {
  expect(await place.lablink('gpib')).toMatchObject({
    code: 0,
    out: '',
    err: 'No GPIB board has an adapter.\n',
  });
  const without = await place.lablink('query', 'GPIB0::22::INSTR', '*IDN?');
  expect(without).toMatchObject({
    code: 2,
    err: expect.stringContaining('lablink gpib 0 prologix://10.0.0.3:1234'),
  });
  expect(await place.lablink('gpib', '0', 'Prologix://127.0.0.1:1/')).toMatchObject({
    code: 0,
    err: 'GPIB board 0 is prologix://127.0.0.1:1.\n',
  });
  expect(await place.lablink('gpib')).toMatchObject({ code: 0, out: '0  prologix://127.0.0.1:1\n' });
  const unreachable = await place.lablink('query', 'GPIB0::22::INSTR', '*IDN?');
  expect(unreachable).toMatchObject({ code: 5, err: expect.stringContaining('127.0.0.1 port 1 refused') });
  expect(await place.lablink('gpib', '1', 'tcp://127.0.0.1')).toMatchObject({ code: 2 });
  expect(place.records().join('\n')).toContain('instruments.setGpibBoard');
  await place.lablink('gpib', '0', 'none');
  expect(await place.lablink('gpib', '--json')).toMatchObject({ code: 0, out: '[]\n' });
}, 60_000);
