import type { User } from '#shared/contract/accounts.ts';
import type { BackupState, RestorePart } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

/** What a part is called, what is in it, and what it is called within a sentence. */
export const partWords: Readonly<Record<RestorePart, readonly [string, string, string]>> = {
  history: [
    t`History`,
    t`Commands, replies, waveforms, readings, recordings and the audit trail.`,
    t`history`,
  ],
  accounts: [t`Accounts`, t`Names, passwords and authenticators as they were.`, t`accounts`],
  settings: [t`Settings`, t`The instruments of the desk, layouts, limits and policies.`, t`settings`],
};

const lists = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : t`${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** `history and accounts`. */
export const partsWords = (parts: readonly RestorePart[]): string =>
  lists(parts.map((part) => partWords[part][2]));

/** Names, or how many there are when they are too many to read. */
const peopleWords = (names: readonly string[]): string =>
  names.length <= 5 ? lists(names) : t`${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;

type After = NonNullable<BackupState['afterRestore']>;

/**
 * What a restore has left to do, as far as this window knows: whoever has just made new codes has them before the state of the
 * backups says so. Null: nothing.
 */
export function leftToDo(after: After, user: Pick<User, 'name' | 'recoveryCodesLeft'> | null): After | null {
  const voided = after.voided.filter((name) => name !== user?.name || user.recoveryCodesLeft === 0);
  return voided.length === 0 && after.disabledSince.length === 0 && !after.secretVoid
    ? null
    : { ...after, voided };
}

/** What happened to the accounts, then what to do. */
export const leftWords = ({ voided, secretVoid, disabledSince }: After): string =>
  [
    voided.length > 0 &&
      (voided.length === 1
        ? t`Recovery codes of before are void: ${peopleWords(voided)} makes new ones in the menu of their name.`
        : t`Recovery codes of before are void: ${peopleWords(voided)} make new ones in the menu of their name.`),
    secretVoid &&
      t`The recovery secret in the safe is void: an administrator makes a new one under Idle and sleep.`,
    disabledSince.length > 0 &&
      t`Disabled since the backup was made, and still disabled: ${peopleWords(disabledSince)}. Look whether they should be.`,
  ]
    .filter(Boolean)
    .join(' ');
