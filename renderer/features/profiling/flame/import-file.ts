import { partLength, type ProfileSummary, profileLength } from '#shared/contract/profiles.ts';
import type { LabLinkContract } from '#shared/contract/index.ts';
import { Fault } from '#shared/faults.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { formatBytes } from '#renderer/ui/work-words.ts';
import { t } from '#shared/language/t.ts';

type Profiles = Pick<Client<LabLinkContract>['profiles'], 'importPart' | 'import'>;

/** Cut so that no character is torn into two that are none: both halves of a pair stay together. */
export function partsOf(text: string, length: number): string[] {
  const parts = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + length, text.length);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && to > from + 1 && last >= 0xd8_00 && last <= 0xdb_ff) to--;
    parts.push(text.slice(from, to));
    from = to;
  }
  return parts;
}

let uploads = 0;

/** Hands a file over in parts, in order, and keeps it. Faults: PROFILE_UNREADABLE, also for a file that is too large or cannot be read. */
export async function importFile(
  profiles: Profiles,
  file: Pick<File, 'name' | 'size' | 'text'>,
  told: (part: number) => void,
): Promise<ProfileSummary> {
  const most = formatBytes(profileLength);
  if (file.size > 4 * profileLength)
    throw new Fault(
      'PROFILE_UNREADABLE',
      t`${file.name} has ${formatBytes(file.size)}; a profile has ${most} at most.`,
    );
  const text = await file.text().catch(() => null);
  if (text === null)
    throw new Fault(
      'PROFILE_UNREADABLE',
      t`${file.name} could not be read: it was moved, or may not be read.`,
    );
  if (text.length > profileLength)
    throw new Fault(
      'PROFILE_UNREADABLE',
      t`${file.name} has ${formatBytes(text.length)}; a profile has ${most} at most.`,
    );
  const upload = `window-${Date.now()}-${++uploads}`;
  const parts = partsOf(text, partLength);
  for (const [part, piece] of parts.entries()) {
    told(part / parts.length);
    await profiles.importPart({ upload, part, text: piece });
  }
  return profiles.import({ name: file.name.slice(0, 200) || 'profile', upload });
}
