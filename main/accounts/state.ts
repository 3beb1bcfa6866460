import type { AccountState, User } from '#shared/contract/accounts.ts';
import { rolePermissions } from '#shared/contract/permissions.ts';
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
    permissions: [],
    waitMs: seats.waitMs(seat),
  };
  if ('person' in standing) {
    const { phase, person } = standing;
    const permissions = phase === 'locked' ? [] : [...rolePermissions[person.role]];
    return { ...base, phase, user: userOf(person), permissions };
  }
  const trouble = availability.trouble ?? (options.vault === null ? noVault() : null);
  if (trouble !== null) {
    const { code, message, remedy } = trouble;
    return { ...base, phase: 'unavailable', trouble: { code, message, remedy } };
  }
  if (standing.phase !== 'out') return { ...base, phase: standing.phase };
  return { ...base, phase: availability.hasAccounts ? 'signed-out' : 'first-run' };
}
