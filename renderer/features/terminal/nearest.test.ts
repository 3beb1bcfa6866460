import { expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { nearest } from './nearest.ts';

it.each([
  ['VOLT:PORT 3', 'VOLT:PROT'],
  ['SYST:ER?', 'SYST:ERR?'],
  ['*IDM?', '*IDN?'],
  ['MEASURE:VOLTAEG?', 'MEAS1:VOLT?'],
])('%s is most like %s', (line, short) => expect(nearest(list, line)).toBe(short));

// What is listed was meant.
it.each(['CALIBRATE:ALL', 'X', 'VOLT 3', 'SOUR1:VOLT:LEV 3', '*RST', ''])('nothing is like %s', (line) =>
  expect(nearest(list, line)).toBeNull(),
);
