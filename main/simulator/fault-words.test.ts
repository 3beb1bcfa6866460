import { expect, test } from 'vitest';
import { changeFault, faultWords, parseFault, printFaults } from './fault-words.ts';
import { noFaults } from './faults.ts';

test('what is printed is read back; every word of the help is one', () => {
  const faults = noFaults();
  expect(printFaults(faults)).toBe('ok');
  for (const word of faultWords.slice(0, -1)) changeFault(faults, parseFault(word.replace('MS', '250')));
  const printed = printFaults(faults);
  expect(printed.split(' ')).toHaveLength(faultWords.length - 1);
  const again = noFaults();
  for (const word of printed.split(' ')) changeFault(again, parseFault(word));
  expect(printFaults(again)).toBe(printed);
  expect(again).toMatchObject({ slowMs: 250, unsolicitedMs: 250, silent: true, flood: true });
  changeFault(again, parseFault('ok'));
  expect(printFaults(again)).toBe('ok');
});

test.each([
  ['slow=500', { name: 'slow', ms: 500 }],
  [' slow  500 ', { name: 'slow', ms: 500 }],
  ['slow 0', { name: 'slow', ms: 0 }],
  ['garbled', { name: 'garbled', on: true }],
  ['garbled=off', { name: 'garbled', on: false }],
  ['ok', { name: 'ok' }],
])('%j', (text, change) => {
  expect(parseFault(text)).toEqual(change);
});

test.each([
  ['slow', '"slow" needs milliseconds from 0 to 600000, as in slow=500'],
  ['slow=-1', '"slow" needs'],
  ['slow=1e3', '"slow" needs'],
  ['unsolicited=600001', '"unsolicited" needs'],
  ['slow 5 5', '"slow" needs'],
  ['silent=5', '"silent" takes "on", "off" or nothing'],
  ['ok off', '"ok" takes nothing'],
  ['loud', '"loud" is not a fault. There are slow=MS, unsolicited=MS, silent,'],
  ['constructor', '"constructor" is not a fault'],
  ['', '"" is not a fault'],
])('%j is not understood', (text, said) => {
  expect(() => parseFault(text)).toThrow(said);
});
