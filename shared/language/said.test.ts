import { afterEach, expect, test } from 'vitest';
import { showDecimalSign } from '#shared/quantity/decimal-sign.ts';
import { said, speakForCore } from './said.ts';

afterEach(() => {
  speakForCore({});
  showDecimalSign('.');
});

test('in English everything is as it came', () => {
  expect(said('The supply does not answer.')).toBe('The supply does not answer.');
});

test('a whole text, then a sentence with places, then as it came', () => {
  speakForCore({
    'Check the cable.': 'Kabel prüfen.',
    '{0} does not answer.': '{0} antwortet nicht.',
    '{0} does not answer: {1}': 'Von {0} kommt nichts. {1}',
    'Port {0} is shut.': 'Anschluss {0} ist zu.',
    timeout: 'Zeitüberschreitung',
  });
  expect(said('Check the cable.')).toBe('Kabel prüfen.');
  expect(said('Supply A does not answer.')).toBe('Supply A antwortet nicht.');
  // The one with more words of its own, and what stands in a place may be of the core, too.
  expect(said('Supply A does not answer: timeout')).toBe('Von Supply A kommt nichts. Zeitüberschreitung');
  expect(said('Supply A does not answer: Port 7 is shut.')).toBe(
    'Von Supply A kommt nichts. Anschluss 7 ist zu.',
  );
  expect(said('Something else.')).toBe('Something else.');
  expect(said('Something else.')).toBe('Something else.');
});

test('signs of a sentence are no pattern, and values may have lines', () => {
  speakForCore({ 'Of {0} (a+b) [c] $5 -/': 'Von {0}', 'a-b/{0}': 'x{0}' });
  expect(said('Of 1\n2 (a+b) [c] $5 -/')).toBe('Von 1\n2');
  expect(said('Of 1 (aab) [c] $5 -/')).toBe('Of 1 (aab) [c] $5 -/');
  expect(said('a-b/c')).toBe('xc');
});

test('however much is looked up, what it gives is the same', () => {
  speakForCore({ 'Row {0}.': 'Zeile {0}.' });
  for (let n = 0; n < 1200; n++) expect(said(`Row ${n}.`)).toBe(`Zeile ${n}.`);
  expect(said('Row 3.')).toBe('Zeile 3.');
});

test('what is longer than any sentence comes back at once, however many places would fit', () => {
  speakForCore({ '{0} a {1} a {2} a {3} a {4}!': '{0}' });
  const long = ' a '.repeat(30_000);
  expect(said(long)).toBe(long);
});

test('a place may stay empty, and a number with its unit has the decimal sign of the window', () => {
  speakForCore({
    'Polls are {0} apart{1}.': 'Abfragen liegen {0} auseinander{1}.',
    ', give or take {0}': ', um {0} schwankend',
    'Firmware {0}': 'Firmware: {0}',
  });
  showDecimalSign(',');
  expect(said('Polls are 7.5 ms apart.')).toBe('Abfragen liegen 7,5 ms auseinander.');
  expect(said('Polls are 7.5 ms apart, give or take 2.0 ms.')).toBe(
    'Abfragen liegen 7,5 ms auseinander, um 2,0 ms schwankend.',
  );
  expect(said('Firmware 1.2')).toBe('Firmware: 1.2');
});

test('of two sentences that fit, the one with more words of its own is meant, whatever their order', () => {
  speakForCore({ '{0}: {1}': '{0}; {1}', '{0} is shut: {1}': '{0} ist zu: {1}' });
  expect(said('Port 7 is shut: timeout')).toBe('Port 7 ist zu: timeout');
});
