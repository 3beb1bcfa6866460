import { expect, test } from 'vitest';
import { endWords, goingWords } from './record-words.ts';

const progress = { stage: 'Recording', done: 4, of: 10, unit: 'rows', rate: null, leftS: 5.2 } as const;
const profile = {
  id: 'a',
  kind: 'cpu',
  thread: 'main',
  imported: false,
  at: 0,
  seconds: 10,
  samples: 1,
  bytes: 1,
} as const;

test('while it goes on: what, of whom, how long still', () => {
  expect(goingWords({ kind: 'cpu', seconds: 10, threads: [] }, null)).toBe('CPU of every thread: beginning…');
  expect(goingWords({ kind: 'heap', seconds: 10, threads: ['main', 'writer'] }, null)).toBe(
    'Heap of main and writer: beginning…',
  );
  expect(goingWords({ kind: 'cpu', seconds: 10, threads: [] }, progress)).toBe('Recording, 6 s left');
});

test('at its end: what was kept, and of whom', () => {
  expect(endWords({ what: 'cancelled' })).toBe('Cancelled: nothing was kept.');
  expect(endWords({ what: 'kept', profiles: [profile], missed: [] })).toBe('1 profile kept: main.');
  const named = (...names: string[]) => names.map((thread) => ({ ...profile, thread }));
  expect(endWords({ what: 'kept', profiles: named('main', 'writer', 'reader'), missed: [] })).toBe(
    '3 profiles kept: main, writer and reader.',
  );
  expect(endWords({ what: 'kept', profiles: named('main', 'writer', 'reader', 'bench'), missed: [] })).toBe(
    '4 profiles kept: main, writer and 2 more.',
  );
  expect(endWords({ what: 'kept', profiles: [], missed: [{ thread: 'reader', why: 'It had ended.' }] })).toBe(
    'No thread gave a profile. None of reader: It had ended.',
  );
});
