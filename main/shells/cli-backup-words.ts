import { basename } from 'node:path';
import type { BackupCopy, BackupVerdict } from '#shared/contract/backups.ts';
import { print, shown, table, tell } from './cli-output.ts';

const size = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
const when = (at: number): string => new Date(at).toLocaleString();

const signatures: Readonly<Record<BackupVerdict['signature'], string>> = {
  ok: 'good',
  'unknown-signer': 'good, by a key that is not known here',
  unsigned: 'none',
  wrong: 'WRONG: it is not what was signed',
};

/** What came of checking a backup: counts as columns on standard output, the rest on standard error. */
export function printVerdict(file: string, verdict: BackupVerdict): void {
  tell(
    `${basename(file)}: ${verdict.state}; made ${when(verdict.at)} on ${shown(verdict.host)} by version ${shown(verdict.version)}.`,
  );
  tell(`Signature: ${signatures[verdict.signature]}${verdict.signer === null ? '' : ` (${verdict.signer})`}`);
  print(
    table(
      verdict.counts.map(({ what, count, ok, note }) => [
        what,
        count.toLocaleString('en'),
        ok ? 'ok' : 'NOT OK',
        note ?? '',
      ]),
    ),
  );
  for (const problem of verdict.problems) tell(`problem: ${shown(problem)}`);
}

/** Copies as columns, newest first. */
export const copiesTable = (copies: readonly BackupCopy[], places: ReadonlyMap<string, string>): string =>
  table(
    copies.map(({ at, name, destination, bytes, state, trouble }) => [
      when(at),
      name,
      shown(places.get(destination) ?? destination),
      size(bytes),
      state,
      shown(trouble ?? ''),
    ]),
  );
