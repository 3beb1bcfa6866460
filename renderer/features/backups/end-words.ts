import { formatBytes } from '#renderer/ui/work-words.ts';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { JobEnd, JobKind } from './jobs.ts';
import { placesWords } from './place-words.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** How long work ended, as a note says it. */
export interface EndWords {
  readonly tone: 'ok' | 'info' | 'warn' | 'bad';
  readonly title: string;
  /** Empty: the title says it all. */
  readonly note: string;
  /** There is a report to look into. */
  readonly report: boolean;
}

const copies = (n: number): string => (n === 1 ? t`1 copy` : t`${formatFixed(n, 0)} copies`);

const cancelled = {
  backup: t`The backup was cancelled. It left nothing behind; the backups before it are unchanged.`,
  verify: t`The check was cancelled. The backup is unchanged.`,
  compare: t`Comparing was cancelled. The backups are unchanged.`,
  drill: t`The rehearsal was cancelled. Its scratch folder is removed.`,
  restore: t`The restore was cancelled. Nothing is prepared, and nothing has changed.`,
} as const satisfies Record<JobKind, string>;

/** A verdict that holds, and whose signature somebody here knows. */
export const holds = ({ state, problems }: BackupVerdict): boolean =>
  (state === 'verified' || state === 'unchanged') && problems.length === 0;

function verdictWords(what: 'verify' | 'drill', verdict: BackupVerdict): EndWords {
  const took = `${formatFixed(verdict.seconds, verdict.seconds < 10 ? 1 : 0)} s`;
  if (!holds(verdict)) {
    const [first] = verdict.problems;
    const title = what === 'drill' ? t`The rehearsal did not pass` : t`The backup does not hold`;
    return {
      tone: 'bad',
      title,
      note: first === undefined ? t`Use another backup.` : said(first),
      report: true,
    };
  }
  if (what === 'drill')
    return {
      tone: 'ok',
      title: t`The rehearsal passed`,
      note: t`It was restored to a scratch folder in ${took}, counted and removed again.`,
      report: true,
    };
  return verdict.state === 'verified'
    ? {
        tone: 'ok',
        title: t`Verified`,
        note: t`Decrypted, decompressed and checked whole in ${took}.`,
        report: true,
      }
    : {
        tone: 'ok',
        title: t`Unchanged`,
        note: t`Its bytes are those that were verified when it was made (${took}). Only a key looks inside.`,
        report: true,
      };
}

/** What happened, then what to do. `placeName` turns the id of a destination into its name. */
export function endWords(end: JobEnd, placeName: (id: string) => string): EndWords {
  switch (end.what) {
    case 'fault':
      return { tone: 'bad', title: end.fault.message, note: end.fault.remedy, report: false };
    case 'cancelled':
      return { tone: 'info', title: t`Cancelled`, note: cancelled[end.of], report: false };
    case 'backup': {
      const { copies: made, failed } = end.result;
      const bytes = made[0]?.bytes ?? 0;
      const missed = failed.map(({ destination, why }) => `${placeName(destination)}: ${why}`).join(' ');
      if (made.length === 0)
        return { tone: 'bad', title: t`No backup was made`, note: missed, report: false };
      const title = t`Backed up to ${placesWords(made.length)}, verified`;
      if (failed.length > 0)
        return {
          tone: 'warn',
          title: t`${title}; ${placesWords(failed.length)} failed`,
          note: missed,
          report: false,
        };
      return { tone: 'ok', title, note: t`${formatBytes(bytes)} in each.`, report: false };
    }
    case 'compare': {
      const { unchanged, failed, missing } = end.result;
      const good =
        unchanged === 1
          ? t`1 copy unchanged since it was verified.`
          : t`${copies(unchanged)} unchanged since they were verified.`;
      if (failed === 0 && missing === 0) return { tone: 'ok', title: t`Compared`, note: good, report: false };
      const bad = [
        ...(failed > 0 ? [failed === 1 ? t`1 copy does not hold` : t`${copies(failed)} do not hold`] : []),
        ...(missing > 0 ? [t`${copies(missing)} missing`] : []),
      ];
      return { tone: 'bad', title: bad.join(', '), note: good, report: false };
    }
    case 'verify':
    case 'drill':
      return verdictWords(end.what, end.result);
    case 'restore':
      return {
        tone: 'ok',
        title: t`The restore is prepared`,
        note: t`It takes effect at the next start, all of it or nothing.`,
        report: true,
      };
  }
}
