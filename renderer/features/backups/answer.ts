import type { BackupState } from '#shared/contract/backups.ts';
import { ageAgo, agoWords, capital, nearWords } from './when.ts';
import { placesWords } from './place-words.ts';
import { t } from '#shared/language/t.ts';

/** The first step out of what is not well. */
export type Step = 'set-up' | 'add-place' | 'back-up' | 'prove' | 'rehearse' | 'look';

/** "Can I get it back?", and why. */
export interface Answer {
  readonly tone: 'good' | 'warn' | 'bad';
  readonly title: string;
  readonly lines: readonly string[];
  /** Null: nothing has to be done. */
  readonly step: Step | null;
}

function newestWords(state: BackupState, now: number): string {
  const { newest } = state;
  if (newest === null) return t`No backup has been verified.`;
  return t`Newest ${nearWords(newest.at, now)}, verified in ${placesWords(newest.places)}.`;
}

/** Trying it is the only proof: when that was, or that it never was. */
function drillWords({ drill }: BackupState, now: number): string {
  if (drill === null) return t`Never rehearsed.`;
  return drill.passed
    ? t`Rehearsed ${agoWords(drill.at, now)}.`
    : t`The rehearsal of ${nearWords(drill.at, now)} did not pass.`;
}

/** The first line of the screen: from verification and rehearsal, not from the dates of files. */
export function answer(state: BackupState, now: number): Answer {
  const newest = newestWords(state, now);
  const drill = drillWords(state, now);
  switch (state.verdict) {
    case 'yes': {
      const step = state.drill === null || !state.drill.passed ? 'rehearse' : null;
      return { tone: 'good', title: t`You can get it back`, lines: [newest, drill], step };
    }
    case 'old': {
      const age = state.newest === null ? '' : t`, as it was ${ageAgo(now - state.newest.at)}`;
      const lines = [newest, t`Later runs were missed or did not hold. Back up now.`];
      return { tone: 'warn', title: t`You can get it back${age}`, lines, step: 'back-up' };
    }
    case 'unproved': {
      const lines = [newest, t`Nobody has shown that they hold a key that opens it. Prove one.`];
      return { tone: 'warn', title: t`Perhaps you can get it back`, lines, step: 'prove' };
    }
    case 'no-keys': {
      const lines = [
        t`Nothing is backed up: there is no key to encrypt it to.`,
        t`Setting up takes three minutes.`,
      ];
      return { tone: 'bad', title: t`You cannot get it back`, lines, step: 'set-up' };
    }
    case 'no-backups': {
      const add = state.destinations.length === 0;
      const lines = [
        t`No backup has been verified yet.`,
        add ? t`Add a place to write to.` : t`Back up now; the bench keeps running.`,
      ];
      return {
        tone: 'bad',
        title: t`You cannot get it back yet`,
        lines,
        step: add ? 'add-place' : 'back-up',
      };
    }
    case 'failed': {
      const still =
        state.newest === null ? newest : capital(t`what is left is of ${nearWords(state.newest.at, now)}.`);
      const lines = [t`The last backup did not hold or could not be written.`, still];
      return { tone: 'bad', title: t`The newest is not safe`, lines, step: 'look' };
    }
  }
}

/** What the status bar says of it, in the fewest words. */
export interface Glance {
  readonly kind: 'plain' | 'pending' | 'warning' | 'fault';
  readonly word: string;
  /** Of a plain one: what comes after the word. */
  readonly note: string;
}

/** `Backup 2 h ago, verified`. */
export function glance(state: BackupState, now: number): Glance {
  if (state.running?.what === 'backup') return { kind: 'pending', word: t`Backing up`, note: '' };
  if (state.restoreWaits !== null) return { kind: 'warning', word: t`Restore waits for a restart`, note: '' };
  const { newest, verdict } = state;
  if (verdict === 'failed') return { kind: 'fault', word: t`Backup failed`, note: '' };
  if (newest === null || verdict === 'no-keys' || verdict === 'no-backups')
    return { kind: 'warning', word: t`No backup`, note: '' };
  const age = agoWords(newest.at, now);
  if (verdict === 'old') return { kind: 'warning', word: t`Backup ${age}`, note: '' };
  return { kind: 'plain', word: age, note: verdict === 'unproved' ? t`key not proved` : t`verified` };
}
