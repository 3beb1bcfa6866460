import { formatBytes } from '#renderer/ui/work-words.ts';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import type { JobEnd, JobKind } from './jobs.ts';

/** How long work ended, as a note says it. */
export interface EndWords {
  readonly tone: 'ok' | 'info' | 'warn' | 'bad';
  readonly title: string;
  /** Empty: the title says it all. */
  readonly note: string;
  /** There is a report to look into. */
  readonly report: boolean;
}

const places = (n: number): string => `${n} place${n === 1 ? '' : 's'}`;
const copies = (n: number): string => `${formatFixed(n, 0)} ${n === 1 ? 'copy' : 'copies'}`;

const cancelled = {
  backup: 'The backup was cancelled. It left nothing behind; the backups before it are unchanged.',
  verify: 'The check was cancelled. The backup is unchanged.',
  compare: 'Comparing was cancelled. The backups are unchanged.',
  drill: 'The rehearsal was cancelled. Its scratch folder is removed.',
  restore: 'The restore was cancelled. Nothing is prepared, and nothing has changed.',
} as const satisfies Record<JobKind, string>;

/** A verdict that holds, and whose signature somebody here knows. */
export const holds = ({ state, problems }: BackupVerdict): boolean =>
  (state === 'verified' || state === 'unchanged') && problems.length === 0;

function verdictWords(what: 'verify' | 'drill', verdict: BackupVerdict): EndWords {
  const took = `${formatFixed(verdict.seconds, verdict.seconds < 10 ? 1 : 0)} s`;
  if (!holds(verdict)) {
    const title = what === 'drill' ? 'The rehearsal did not pass' : 'The backup does not hold';
    return { tone: 'bad', title, note: verdict.problems[0] ?? 'Use another backup.', report: true };
  }
  if (what === 'drill')
    return {
      tone: 'ok',
      title: 'The rehearsal passed',
      note: `It was restored to a scratch folder in ${took}, counted and removed again.`,
      report: true,
    };
  return verdict.state === 'verified'
    ? {
        tone: 'ok',
        title: 'Verified',
        note: `Decrypted, decompressed and checked whole in ${took}.`,
        report: true,
      }
    : {
        tone: 'ok',
        title: 'Unchanged',
        note: `Its bytes are those that were verified when it was made (${took}). Only a key looks inside.`,
        report: true,
      };
}

/** What happened, then what to do. `placeName` turns the id of a destination into its name. */
export function endWords(end: JobEnd, placeName: (id: string) => string): EndWords {
  switch (end.what) {
    case 'fault':
      return { tone: 'bad', title: end.fault.message, note: end.fault.remedy, report: false };
    case 'cancelled':
      return { tone: 'info', title: 'Cancelled', note: cancelled[end.of], report: false };
    case 'backup': {
      const { copies: made, failed } = end.result;
      const bytes = made[0]?.bytes ?? 0;
      const missed = failed.map(({ destination, why }) => `${placeName(destination)}: ${why}`).join(' ');
      if (made.length === 0) return { tone: 'bad', title: 'No backup was made', note: missed, report: false };
      const title = `Backed up to ${places(made.length)}, verified`;
      if (failed.length > 0)
        return {
          tone: 'warn',
          title: `${title}; ${places(failed.length)} failed`,
          note: missed,
          report: false,
        };
      return { tone: 'ok', title, note: `${formatBytes(bytes)} in each.`, report: false };
    }
    case 'compare': {
      const { unchanged, failed, missing } = end.result;
      const good = `${copies(unchanged)} unchanged since ${unchanged === 1 ? 'it was' : 'they were'} verified.`;
      if (failed === 0 && missing === 0) return { tone: 'ok', title: 'Compared', note: good, report: false };
      const bad = [
        ...(failed > 0 ? [`${copies(failed)} do not hold`.replace('1 copy do', '1 copy does')] : []),
        ...(missing > 0 ? [`${copies(missing)} missing`] : []),
      ];
      return { tone: 'bad', title: bad.join(', '), note: good, report: false };
    }
    case 'verify':
    case 'drill':
      return verdictWords(end.what, end.result);
    case 'restore':
      return {
        tone: 'ok',
        title: 'The restore is prepared',
        note: 'It takes effect at the next start, all of it or nothing.',
        report: true,
      };
  }
}
