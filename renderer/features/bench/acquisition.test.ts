import { expect, it } from 'vitest';
import type { ChannelInfo, HeldWord } from '#shared/contract/channels.ts';
import { nextAcquisition } from './acquisition.ts';
import { supplyInfo } from './channel.fixture.ts';

const words = ['RUN', 'STOP', 'SINGLE'].map((word) => ({ word, label: word }));
const scope: ChannelInfo = {
  ...supplyInfo(1),
  choices: [
    { choice: 'acquisition', label: 'Acquisition', words, of: 'instrument', under: null, rare: false },
  ],
};
const held = (state: HeldWord['state'], value: string | null): HeldWord => ({
  state,
  value,
  was: null,
  at: 0,
  changedAt: null,
});

it.each([
  [held('known', 'RUN'), 'run', 'STOP'],
  [held('known', 'STOP'), 'run', 'RUN'],
  [held('known', 'SINGLE'), 'run', 'STOP'],
  // Not known: what is on the screen stays there.
  [held('unknown', null), 'run', 'STOP'],
  [undefined, 'run', 'STOP'],
  [held('known', 'RUN'), 'single', 'SINGLE'],
] as const)('%o, %s: %s', (now, what, word) => expect(nextAcquisition(scope, now, what)).toBe(word));

it('means nothing to an instrument that does not acquire, or has no such word', () => {
  expect(nextAcquisition(supplyInfo(1), undefined, 'run')).toBeNull();
  expect(nextAcquisition(undefined, undefined, 'single')).toBeNull();
  const plain = { ...scope, choices: [{ ...scope.choices[0]!, words: words.slice(0, 2) }] };
  expect(nextAcquisition(plain, held('known', 'RUN'), 'single')).toBeNull();
});
