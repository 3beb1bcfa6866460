import { expect, it } from 'vitest';
import { channelState, output } from '#renderer/features/bench/channel.fixture.ts';
import { ended, run } from './discharge.fixture.ts';
import { testNote, testState, whyNoTest } from './key.ts';

const wish = { current: 1, cutOff: 3, maxSeconds: null, maxAmpHours: null };
const ready = {
  locked: null,
  gone: false,
  released: false,
  state: channelState({ output: output('known', false), readings: { voltage: 4.1, current: 0 } }),
  missing: null,
  wish,
};

it('the key is on while a test runs, and off again when it is over; what the console has not said is unknown', () => {
  expect(testState(undefined, false)).toBe('unknown');
  expect(testState(null, false)).toBe('off');
  expect(testState(null, true)).toBe('turning-on');
  expect(testState(run(), false)).toBe('on');
  expect(testState(run({ phase: 'ending' }), false)).toBe('turning-off');
  expect(testState(ended(), false)).toBe('off');
});

it('the key says what it will take before it does', () => {
  expect(testNote(null, wish)).toBe('Hold to take 1.000 A down to 3.000 V');
  expect(testNote(ended(), null)).toBe('Switches the input on');
  expect(testNote(run(), null)).toContain('One press stops it');
});

it('a test can be started when all is known and nothing is in its way', () => {
  expect(whyNoTest(ready)).toBeNull();
});

it.each<[string, Partial<Parameters<typeof whyNoTest>[0]>]>([
  ['Take the load back first', { released: true, gone: true }],
  ['The load does not answer', { gone: true }],
  ['The load does not answer', { state: undefined }],
  ['Reset the emergency stop first', { locked: 'Reset the emergency stop first' }],
  ['The input is not known', { state: channelState({ output: output('unknown', null) }) }],
  ['Switch the input off first', { state: channelState() }],
  [
    'Clear the protection first',
    {
      state: channelState({
        output: output('known', false),
        tripped: { state: 'known', value: ['overCurrent'], was: null, at: 0, changedAt: null },
      }),
    },
  ],
  [
    'The voltage at the input is not known',
    { state: channelState({ output: output('known', false), readings: {} }) },
  ],
  ['Type the current first', { missing: 'Type the current first', wish: null }],
  ['Correct what is marked first', { wish: null }],
  ['The cut-off is not below the voltage at the input', { wish: { ...wish, cutOff: 4.1 } }],
])('%s', (why, part) => {
  expect(whyNoTest({ ...ready, ...part })).toBe(why);
});
