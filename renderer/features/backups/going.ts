import type { BackupCopy } from '#shared/contract/backups.ts';

/** What keeping takes at its next run. */
export interface Going {
  readonly copies: readonly BackupCopy[];
  readonly bytes: number;
}

/** `3 copies, 1.3 GB`. */
export function goingWords(going: Going | null, size: (bytes: number) => string): string {
  if (going === null) return 'Not known.';
  const { length } = going.copies;
  return length === 0 ? 'Nothing.' : `${length} ${length === 1 ? 'copy' : 'copies'}, ${size(going.bytes)}`;
}
