import type { BackupKey } from '#shared/contract/backups.ts';
import { isIdentity, plainIdentity } from '#renderer/features/backups/key-text.ts';
import { t } from '#shared/language/t.ts';

/** What somebody types to open a backup. It lives in the dialog that asks for it, and goes with it. */
export interface KeyDraft {
  readonly way: 'identity' | 'passphrase';
  readonly text: string;
}

export const noKey: KeyDraft = { way: 'identity', text: '' };

/** The key as it is sent, or what is wrong with what was typed. */
export function readKey({ way, text }: KeyDraft): { readonly key: BackupKey } | { readonly wrong: string } {
  if (text.trim() === '')
    return { wrong: way === 'identity' ? t`Type, paste or load the key.` : t`Type the passphrase.` };
  if (way === 'passphrase') return { key: { passphrase: text } };
  return isIdentity(text)
    ? { key: { identity: plainIdentity(text) } }
    : {
        wrong: t`A key begins with AGE-SECRET-KEY-1 and has 58 more characters. Look for one that is missing.`,
      };
}
