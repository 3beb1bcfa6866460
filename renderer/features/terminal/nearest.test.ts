import { expect, it } from 'vitest';
import { list } from './commands.fixture.ts';
import { nearest } from './nearest.ts';

it.each([
  ['VOLT:PORT 3', 'VOLT:PROT'],
  ['SYST:ER?', 'SYST:ERR?'],
  ['*IDM?', '*IDN?'],
  ['MEASURE:VOLTAEG?', 'MEAS1:VOLT?'],
])('%s is most like %s', (line, short) => expect(nearest(list, line)).toBe(short));

it.each(['CALIBRATE:ALL', 'X', 'VOLT 3', ''])('nothing is like %s', (line) =>
  expect(nearest(list, line)).toBeNull(),
);
