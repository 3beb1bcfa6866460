import type { BackupCopy } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

/** What keeping takes at its next run. */
export interface Going {
  readonly copies: readonly BackupCopy[];
  readonly bytes: number;
}

/** `3 copies, 1.3 GB`. */
export function goingWords(going: Going | null, size: (bytes: number) => string): string {
  if (going === null) return t`Not known.`;
  const { length } = going.copies;
  if (length === 0) return t`Nothing.`;
  return length === 1 ? t`1 copy, ${size(going.bytes)}` : t`${length} copies, ${size(going.bytes)}`;
}
