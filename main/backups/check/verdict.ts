import type { BackupVerdict } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import type { Facts } from '#main/backups/facts.ts';
import type { Inspected } from './inspect.ts';
import type { Labelled } from './open-backup.ts';

/** Tables that people know, and what they call their rows. */
const words: Readonly<Record<string, string>> = {
  record: 'rows of the history',
  reading_block: 'blocks of readings',
  mark: 'marked rows',
  user: 'accounts',
  sqlar: 'files',
};

/** What is in it, each against what the manifest says. */
function countsOf(found: Facts, says: Facts | null): BackupVerdict['counts'] {
  return Object.entries(words).flatMap(([table, what]) => {
    const count = found.counts[table];
    if (count === undefined) return [];
    const said = says?.counts[table];
    const ok = says === null || said === count;
    return [{ what, count, ok, note: ok ? null : `the manifest says ${said ?? 0}` }];
  });
}

/**
 * What came of a look at a backup: of a check of everything inside, of a comparison of its bytes (null), or of the fault that ended
 * either.
 */
export function verdictOf(
  label: Labelled | null,
  found: Inspected | Fault | null,
  seconds: number,
): BackupVerdict {
  const manifest = label?.manifest ?? null;
  const base = {
    signature: label?.signature ?? 'unsigned',
    signer: label?.signer ?? null,
    at: manifest?.made_at ?? 0,
    version: manifest?.version ?? '',
    host: manifest?.host ?? '',
    seconds,
  } as const;
  if (found instanceof Fault) {
    const signature = found.code === 'BACKUP_ALTERED' ? 'wrong' : base.signature;
    return { ...base, signature, state: 'failed', counts: [], problems: [found.message] };
  }
  if (found === null)
    return {
      ...base,
      state: 'unchanged',
      counts: manifest === null ? [] : countsOf(manifest, null),
      problems: [],
    };
  return {
    ...base,
    at: manifest?.made_at ?? found.newestAt ?? 0,
    state: found.problems.length === 0 ? 'verified' : 'failed',
    counts: countsOf(found, manifest),
    problems: [...found.problems],
  };
}
