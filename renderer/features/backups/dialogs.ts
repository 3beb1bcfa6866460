import type { BackupCopy } from '#shared/contract/backups.ts';

/** What is open over the screen. One at a time. */
export type BackupDialog =
  | { readonly is: 'set-up' | 'add-key' | 'add-place' | 'schedule' | 'going' | 'report' }
  | { readonly is: 'prove' | 'remove-key'; readonly id: string }
  | { readonly is: 'remove-place'; readonly id: string }
  | { readonly is: 'verify' | 'drill' | 'restore'; readonly copy: BackupCopy | null };

export type OpenDialog = (dialog: BackupDialog) => void;
