import type { AccountState, User } from '#shared/contract/accounts.ts';
import { noVault, type Room } from './room.ts';
import type { Person } from './seats.ts';

/** A person as the window sees them. */
export const userOf = ({ id, name, role, recoveryCodesLeft }: Person): User => ({
  id,
  name,
  role,
  recoveryCodesLeft,
});

/** What the window at a seat has to draw. */
export function stateOf({ options, availability, seats }: Room, seat: string): AccountState {
  const standing = seats.at(seat);
  const base = {
    trouble: null,
    host: options.host,
    version: options.version,
    dataFolder: options.dataFolder,
    user: null,
    permissions: [...(seats.identities.identify(seat)?.permissions ?? [])],
    waitMs: seats.waitMs(seat),
  };
  if ('person' in standing) {
    const { phase, person } = standing;
    return { ...base, phase, user: userOf(person) };
  }
  const trouble = availability.trouble ?? (options.vault === null ? noVault() : null);
  if (trouble !== null) {
    const { code, message, remedy } = trouble;
    return { ...base, phase: 'unavailable', trouble: { code, message, remedy } };
  }
  if (standing.phase !== 'out') return { ...base, phase: standing.phase };
  return { ...base, phase: availability.hasAccounts ? 'signed-out' : 'first-run' };
}
