import fc from 'fast-check';
import { expect, test } from 'vitest';
import { genericScpi } from '#main/drivers/families/generic-scpi.ts';
import { parseProgram } from '#main/scpi/program.ts';
import { Fault } from '#shared/faults.ts';
import { pinEffects } from './judge.ts';

const judged = (query: string) => pinEffects(genericScpi, query);

test('a query that the table knows does nothing; every other one only asks, as whoever pins it says', () => {
  expect(judged('*STB?')).toEqual([{ kind: 'none' }]);
  expect(judged('SYST:VERS?')).toEqual([{ kind: 'none' }]);
  expect(judged('MEAS:VOLT?')).toEqual([{ kind: 'asks', text: 'MEAS:VOLT?' }]);
  expect(judged(' :meas:volt:dc? (@101,102)')).toEqual([{ kind: 'asks', text: ':meas:volt:dc? (@101,102)' }]);
});

test.each([
  ['OUTP ON', 'it is no query'],
  ['VOLT 3', 'it is no query'],
  ['*RST', 'it is no query'],
  ['OUTP ON?', 'it is no query'],
  ['MEAS:VOLT?;OUTP ON', 'it holds several messages'],
  ['MEAS:VOLT?;CURR?', 'it holds several messages'],
  ['MEAS:VOLT?\nOUTP ON', 'it cannot be read'],
  ['MEAS:VOLT?\u0000', 'it cannot be read'],
  ['MEAS:SPANNUNG\u00df?', 'it cannot be read'],
  ['?', 'it cannot be read'],
  [';', 'it cannot be read'],
  ['*TST?', 'it starts the self-test'],
  ['*cal?', 'it calibrates the instrument'],
  ['*ESR?', 'reading the event register clears it'],
  ['SYST:ERR?', 'it takes the error out of the queue'],
  [':SYSTEM:ERROR:NEXT?', 'it takes the error out of the queue'],
  ['STAT:OPER?', 'reading the event register clears it'],
])('%j is refused: %s', (query, why) => {
  expect(() => judged(query)).toThrow(
    expect.objectContaining({ code: 'INPUT_INVALID', message: expect.stringContaining(why) }),
  );
});

test('what a driver knows to set or switch is refused, question mark or not', () => {
  const drive = { effects: () => [{ kind: 'output', channel: 1, on: true }] as const };
  expect(() => pinEffects(drive, 'OUTP:PULS?')).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
});

/** Null for a refusal in words. */
function effectsOrNull(text: string): ReturnType<typeof judged> | null {
  try {
    return judged(text);
  } catch (error) {
    if (error instanceof Fault && error.code === 'INPUT_INVALID') return null;
    throw error;
  }
}

test('whatever is typed: what passes is one query, and nothing of it sets or switches', () => {
  const words = ['MEAS', ':', 'VOLT', '?', ';', ' ', 'OUTP', 'ON', '*', 'TST', '"', "'", '#', '1', ',', '\t'];
  const part = fc.nat(words.length - 1).map((place) => words[place] ?? '');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), (parts) => {
      const text = parts.join('');
      const effects = effectsOrNull(text);
      const allowed = effects?.every(({ kind }) => kind === 'none' || kind === 'asks') ?? true;
      const one =
        effects === null ||
        parseProgram(text)
          ?.map(({ query }) => query)
          .join() === 'true';
      expect({ text, allowed, one }).toEqual({ text, allowed: true, one: true });
    }),
    { numRuns: 2000 },
  );
});
