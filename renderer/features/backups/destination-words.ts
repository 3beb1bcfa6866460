import { formatBytes } from '#renderer/ui/work-words.ts';
import type { IconName } from '#renderer/ui/icons.tsx';
import type { StateKind } from '#renderer/ui/StateWord.tsx';
import type { BackupCopy, BackupDestination } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

export const placeIcons = { folder: 'disk', removable: 'usb', network: 'network' } as const satisfies Record<
  BackupDestination['kind'],
  IconName
>;
export const placeKinds: Readonly<Record<BackupDestination['kind'], string>> = {
  folder: t`Folder`,
  removable: t`USB stick`,
  network: t`Network share`,
};

/** The state of a copy, alone and in a list: `unchanged` is said, because nobody looked inside again. */
export const copyWords: Readonly<Record<BackupCopy['state'], readonly [StateKind, string, string]>> = {
  verified: ['ok', t`Verified`, t`verified`],
  unchanged: ['ok', t`Unchanged`, t`unchanged`],
  unverified: ['stale', t`Not verified`, t`not verified`],
  failed: ['fault', t`Does not hold`, t`does not hold`],
  missing: ['unknown', t`Missing`, t`missing`],
};

export const whyWords: Readonly<Record<BackupCopy['why'], string>> = {
  person: t`asked for`,
  schedule: t`schedule`,
  shutdown: t`at shutdown`,
  'before-restore': t`before a restore`,
  'caught-up': t`caught up`,
};

/** Fewer more than this fit: it is time to clear up. */
const fewMore = 10;

/** How full a place is, as far as anybody can say. */
export interface Space {
  /** 0 to 1 of what the backups take and what is free; null: unknown. */
  readonly part: number | null;
  readonly tone: 'rest' | 'warn';
  readonly words: string;
}

export function spaceOf({ freeBytes, bytes, kept }: BackupDestination): Space {
  if (freeBytes === null) return { part: null, tone: 'rest', words: t`space unknown` };
  const free = t`${formatBytes(freeBytes)} free`;
  const part = freeBytes + bytes > 0 ? bytes / (freeBytes + bytes) : 0;
  if (kept === 0) return { part, tone: freeBytes === 0 ? 'warn' : 'rest', words: free };
  const more = Math.floor(freeBytes / Math.max(bytes / kept, 1));
  if (more >= 100) return { part, tone: 'rest', words: free };
  return { part, tone: more < fewMore ? 'warn' : 'rest', words: t`${free}, room for ${more} more` };
}
