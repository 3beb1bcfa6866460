import { recordSpan } from '#main/profiling/span.ts';
import type { Challenge } from './challenge.ts';
import type { Clock } from './options.ts';
import { personOf, type Room } from './room.ts';

/** How often seats are looked at: for idleness and for steps that were left half done. */
const lookMs = 1_000;
/** How often the accounts behind the seats are read again, and unreadable accounts are tried again. */
const checkMs = 15_000;

/** Locks seats that nobody touches, ends what was left half done, and takes seats from people and tokens that are no more. */
export function watchSeats(
  { options, availability, database, seats, now, record }: Room,
  clock: Clock,
  challenge: Challenge,
): () => void {
  const look = (): void => {
    challenge.tidy();
    const limit = options.idleMinutes() * 60_000;
    for (const [seat, standing] of seats.entries()) {
      if (standing.phase !== 'signed-in' || limit === 0 || seats.idleMs(seat) < limit) continue;
      // It ends with its connection, and what it has switched on is the business of whoever wrote the script.
      if (seats.commandLine(seat) !== null) continue;
      seats.put(seat, { ...standing, phase: 'locked' });
      record({ action: 'accounts.idleLock', seat, who: standing.person.name, detail: {} });
      options.onIdleLock(seat, standing.person.name);
    }
  };

  let checking = false;
  const check = async (): Promise<void> => {
    if (checking) return;
    checking = true;
    try {
      await availability.retry();
      if (await database.read('tokenExpired', { now: now() }))
        await database.write('tokensExpire', { now: now() });
      for (const [seat, standing] of seats.entries()) {
        if (!('person' in standing)) continue;
        const { person } = standing;
        const user = await database.read('accountById', { id: person.id });
        const isVoid =
          standing.token !== undefined && !(await database.read('tokenExists', { id: standing.token }));
        if (seats.at(seat) !== standing) continue;
        if (user === null || user.disabledAt !== null || isVoid) {
          seats.put(seat, null);
          record({ action: 'accounts.seatEnded', seat, who: person.name, detail: {} });
        } else if (user.role !== person.role || user.recoveryCodesLeft !== person.recoveryCodesLeft)
          seats.put(seat, { ...standing, person: personOf(user) });
      }
    } catch {
      // Unreadable accounts are shown as `unavailable`; whoever works goes on working.
      recordSpan('accounts:check', 0, true);
    } finally {
      checking = false;
    }
  };

  const ends = [clock.every(lookMs, look), clock.every(checkMs, () => void check())];
  return () => {
    for (const end of ends) end();
  };
}
