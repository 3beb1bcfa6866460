import { afterEach, expect, test } from 'vitest';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { SafetyState } from '#shared/contract/safety.ts';
import { speakForCore } from '#shared/language/said.ts';
import { saidInstrument, saidSafety } from './said.ts';

afterEach(() => speakForCore({}));

const instrument = {
  name: 'Output',
  trouble: { message: 'Supply A does not answer.', remedy: 'Check the cable.', retryAt: 7 },
  channels: [
    {
      label: 'Output',
      functions: [{ word: 'VOLT', label: 'DC voltage', point: null }],
      choices: [{ choice: 'slope', label: 'Slope', words: [{ word: 'POS', label: 'Rising' }] }],
      trips: [{ trip: 'overVoltage', label: 'Over-voltage' }],
    },
  ],
} as unknown as Instrument;

test('what a driver calls things and why a link is not ready are said; names and words of the wire are not', () => {
  speakForCore({
    Output: 'Ausgang',
    'DC voltage': 'DC-Spannung',
    Slope: 'Flanke',
    Rising: 'Steigend',
    'Over-voltage': 'Überspannung',
    VOLT: 'never',
    '{0} does not answer.': '{0} antwortet nicht.',
    'Check the cable.': 'Kabel prüfen.',
  });
  expect(saidInstrument(instrument)).toMatchObject({
    name: 'Output',
    trouble: { message: 'Supply A antwortet nicht.', remedy: 'Kabel prüfen.', retryAt: 7 },
    channels: [
      {
        label: 'Ausgang',
        functions: [{ word: 'VOLT', label: 'DC-Spannung' }],
        choices: [{ choice: 'slope', label: 'Flanke', words: [{ word: 'POS', label: 'Steigend' }] }],
        trips: [{ label: 'Überspannung' }],
      },
    ],
  });
});

test('in English nothing changes; what is not known stays so', () => {
  expect(saidInstrument(instrument)).toEqual(instrument);
  const silent = { ...instrument, trouble: null, channels: [] } as Instrument;
  expect(saidInstrument(silent)).toEqual(silent);
});

test('why the stop holds is said, with its report', () => {
  speakForCore({ 'Emergency stop by {0}.': 'Not-Halt durch {0}.', 'Not read.': 'Nicht gelesen.' });
  const state = {
    reason: 'Emergency stop by Ada.',
    report: {
      by: 'Ada',
      lines: [
        { name: 'A', note: 'Not read.' },
        { name: 'B', note: null },
      ],
    },
  } as unknown as SafetyState;
  expect(saidSafety(state)).toMatchObject({
    reason: 'Not-Halt durch Ada.',
    report: { by: 'Ada', lines: [{ note: 'Nicht gelesen.' }, { note: null }] },
  });
  expect(saidSafety({ ...state, reason: null, report: null })).toMatchObject({ reason: null, report: null });
});
