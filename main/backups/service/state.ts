import type { BackupDestination, BackupState } from '#shared/contract/backups.ts';
import { holds, sortCopies } from './keeping.ts';
import type { Look } from './places.ts';
import type { Remembered } from './records.ts';
import { dueBetween, nextRuns, oldAfter } from './schedule.ts';

/** What the state is made of besides what is remembered. */
export interface Moment {
  readonly now: number;
  readonly looks: (path: string) => Look | null;
  readonly signer: string | null;
  readonly running: BackupState['running'];
  readonly restoreWaits: BackupState['restoreWaits'];
  readonly afterRestore: BackupState['afterRestore'];
}

/** A run that began less than this ago may still be under way, ms. */
const graceMs = 600_000;
const dayMs = 86_400_000;

const pad = (value: number): string => String(value).padStart(2, '0');
const dayOf = (at: number): string => {
  const day = new Date(at);
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
};

function destinationsOf({ destinations, copies }: Remembered, { looks }: Moment): BackupDestination[] {
  return destinations.map(({ id, name, path, kind }) => {
    const look = looks(path);
    const here = copies.filter((copy) => copy.destination === id);
    const newest = here[0];
    return {
      id,
      name,
      path,
      kind,
      trouble: look?.trouble ?? null,
      freeBytes: look?.freeBytes ?? null,
      kept: here.filter(({ state }) => state !== 'missing').length,
      bytes: here.reduce((sum, { bytes, state }) => (state === 'missing' ? sum : sum + bytes), 0),
      newest: newest === undefined ? null : { at: newest.at, state: newest.state },
    };
  });
}

/** The newest backup that holds somewhere, and at how many places. */
export function newestOf({ copies }: Pick<Remembered, 'copies'>): BackupState['newest'] {
  const good = copies.filter(holds);
  const at = good[0]?.at;
  if (at === undefined) return null;
  return { at, places: new Set(good.filter((copy) => copy.at === at).map((copy) => copy.destination)).size };
}

/** Can it be got back? The first reason why not, else yes. */
export function verdictOf(remembered: Remembered, now: number): BackupState['verdict'] {
  const { recipients, copies, runs, schedule } = remembered;
  if (recipients.length === 0) return 'no-keys';
  const newest = newestOf(remembered);
  if (newest === null) {
    // What was found there and never checked is no backup yet, and no failure.
    const bad = copies.some(({ state }) => state !== 'unverified') || runs.some(({ failed }) => failed > 0);
    return bad ? 'failed' : 'no-backups';
  }
  // A key that was added later opens only what was made since.
  if (recipients.every(({ provedAt, at }) => provedAt === null || at > newest.at)) return 'unproved';
  if (now - newest.at > oldAfter(schedule, now)) return 'old';
  return runs.at(-1)?.made === 0 ? 'failed' : 'yes';
}

function daysOf({ runs }: Remembered, now: number): BackupState['days'] {
  const days = new Map<string, { made: number; failed: number }>();
  const noon = new Date(now);
  noon.setHours(12, 0, 0, 0);
  for (let back = 29; back >= 0; back--) {
    const day = new Date(noon);
    day.setDate(day.getDate() - back);
    days.set(dayOf(day.getTime()), { made: 0, failed: 0 });
  }
  for (const { at, made } of runs) {
    const day = days.get(dayOf(at));
    if (day === undefined) continue;
    if (made > 0) day.made++;
    else day.failed++;
  }
  return Array.from(days, ([day, { made, failed }]) => ({ day, made, failed }));
}

/** The least that any destination has of each class: what can be got back from every place. */
function keptOf(remembered: Remembered, now: number): BackupState['kept'] {
  const each = remembered.destinations.map(
    ({ id }) =>
      sortCopies(
        remembered.copies.filter((copy) => copy.destination === id),
        remembered.keeping,
        now,
      ).kept,
  );
  const most = (name: 'daily' | 'weekly' | 'monthly' | 'yearly'): number =>
    each.reduce((max, kept) => Math.max(max, kept[name]), 0);
  return { daily: most('daily'), weekly: most('weekly'), monthly: most('monthly'), yearly: most('yearly') };
}

/** Everything that the screen shows, from what is remembered and what is seen now. */
export function stateOf(remembered: Remembered, moment: Moment): BackupState {
  const { now, signer, running, restoreWaits, afterRestore } = moment;
  const { recipients, destinations, schedule, keeping, drill } = remembered;
  const newest = newestOf(remembered);
  const places = destinations.map(({ name }) => name);
  const ready = recipients.length > 0 && destinations.length > 0;
  const since = Math.max(newest?.at ?? 0, now - 30 * dayMs, remembered.lookedTo === null ? now : 0);
  return {
    verdict: verdictOf(remembered, now),
    newest,
    recipients: recipients.map(({ id, name, recipient, provedAt, wrapped }) => ({
      id,
      name,
      recipient,
      provedAt,
      wrapped: wrapped !== null,
    })),
    signer,
    destinations: destinationsOf(remembered, moment),
    schedule,
    keeping,
    kept: keptOf(remembered, now),
    next: !ready
      ? []
      : [
          ...nextRuns(schedule, now, 4).map((at) => ({ at, places })),
          ...(schedule.atShutdown ? [{ at: null, places }] : []),
        ],
    missed: ready ? dueBetween(schedule, since, now - graceMs, 200).length : 0,
    days: daysOf(remembered, now),
    drill: drill === null ? null : { ...drill, counts: [...drill.counts] },
    running,
    restoreWaits,
    afterRestore,
  };
}
