import { expect, it } from 'vitest';
import { BackupKey } from '#shared/contract/backups.ts';
import { readKey } from './key-draft.ts';

const key = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;

it('sends a key without the spaces of paper, and a passphrase as it was typed', () => {
  expect(readKey({ way: 'identity', text: ` ${key.toLowerCase()} ` })).toEqual({ key: { identity: key } });
  const phrase = readKey({ way: 'passphrase', text: ' two words ' });
  expect(phrase).toEqual({ key: { passphrase: ' two words ' } });
  expect('key' in phrase && BackupKey.safeParse(phrase.key).success).toBe(true);
});

it('says what is wrong before anything is sent', () => {
  for (const way of ['identity', 'passphrase'] as const)
    expect(readKey({ way, text: ' ' })).toHaveProperty('wrong');
  expect(readKey({ way: 'identity', text: key.slice(1) })).toHaveProperty('wrong');
});
