import { expect, it } from 'vitest';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { copyAt } from './backups.fixture.ts';
import { endWords } from './end-words.ts';
import type { JobEnd } from './jobs.ts';

const verdict: BackupVerdict = {
  state: 'verified',
  signature: 'ok',
  signer: 'ed25519:0000',
  at: 1,
  version: '1.0.0',
  host: 'bench-04',
  counts: [],
  problems: [],
  seconds: 34.2,
};
const say = (end: JobEnd) => endWords(end, (id) => `place ${id}`);

it('says of a backup where it is and where it is not', () => {
  const copies = [copyAt('1', 1), copyAt('2', 1)];
  expect(say({ what: 'backup', result: { copies, failed: [] } })).toMatchObject({
    tone: 'ok',
    title: 'Backed up to 2 places, verified',
  });
  const failed = [{ destination: 'b', why: 'It is full.' }];
  expect(say({ what: 'backup', result: { copies, failed } })).toMatchObject({
    tone: 'warn',
    title: 'Backed up to 2 places, verified; 1 place failed',
    note: 'place b: It is full.',
  });
  expect(say({ what: 'backup', result: { copies: [], failed } }).tone).toBe('bad');
});

it('tells verified from unchanged, and a pass from a failure', () => {
  expect(say({ what: 'verify', result: verdict }).title).toBe('Verified');
  expect(say({ what: 'verify', result: { ...verdict, state: 'unchanged' } }).title).toBe('Unchanged');
  const broken = { ...verdict, state: 'failed' as const, problems: ['Row 7 does not hold.'] };
  expect(say({ what: 'drill', result: broken })).toMatchObject({ tone: 'bad', note: 'Row 7 does not hold.' });
  expect(say({ what: 'drill', result: { ...verdict, state: 'failed' } }).tone).toBe('bad');
  expect(say({ what: 'drill', result: { ...verdict, problems: ['The chain is broken.'] } }).tone).toBe('bad');
});

it('counts what does not hold and what is missing', () => {
  expect(say({ what: 'compare', result: { unchanged: 1, failed: 0, missing: 0 } }).note).toBe(
    '1 copy unchanged since it was verified.',
  );
  expect(say({ what: 'compare', result: { unchanged: 3, failed: 1, missing: 2 } })).toMatchObject({
    tone: 'bad',
    title: '1 copy does not hold, 2 copies missing',
  });
});

it('says of every work that was cancelled what did not change', () => {
  for (const of of ['backup', 'verify', 'compare', 'drill', 'restore'] as const)
    expect(say({ what: 'cancelled', of }).note).toMatch(/unchanged|nothing|removed/);
});
