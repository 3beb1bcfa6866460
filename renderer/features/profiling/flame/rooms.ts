import type { FrameRoom } from '#shared/contract/profiles.ts';
import { t } from '#shared/language/t.ts';

/** How the frames of one room of the code look, and what they are called. */
export interface RoomLook {
  readonly word: string;
  /** The end of a token: `--flame-session`. */
  readonly tint: string;
  readonly pattern: 'plain' | 'hatched' | 'dotted';
}

/** The rooms in the order of the legend: from the wire inwards, then what is not this console's own. */
export const roomLooks: Readonly<Record<FrameRoom, RoomLook>> = {
  transports: { word: t`Transport`, tint: 'transports', pattern: 'plain' },
  session: { word: t`Session`, tint: 'session', pattern: 'plain' },
  drivers: { word: t`Drivers`, tint: 'drivers', pattern: 'plain' },
  instruments: { word: t`Instruments`, tint: 'instruments', pattern: 'plain' },
  history: { word: t`History`, tint: 'history', pattern: 'plain' },
  database: { word: t`Database`, tint: 'database', pattern: 'plain' },
  backups: { word: t`Backups`, tint: 'backups', pattern: 'plain' },
  accounts: { word: t`Accounts`, tint: 'accounts', pattern: 'plain' },
  bridge: { word: t`Bridge`, tint: 'bridge', pattern: 'plain' },
  profiling: { word: t`Profiling`, tint: 'profiling', pattern: 'plain' },
  other: { word: t`Console, other`, tint: 'own', pattern: 'plain' },
  packages: { word: t`Packages`, tint: 'packages', pattern: 'plain' },
  node: { word: t`Node`, tint: 'node', pattern: 'plain' },
  native: { word: t`Native`, tint: 'native', pattern: 'plain' },
  gc: { word: 'GC', tint: 'native', pattern: 'hatched' },
  idle: { word: t`Idle`, tint: 'native', pattern: 'dotted' },
};

/** The rooms that some frames are of, with their part of the whole, most first. */
export function roomsOf(
  frames: readonly { readonly room: FrameRoom; readonly self: number }[],
): { readonly room: FrameRoom; readonly self: number }[] {
  const sums = new Map<FrameRoom, number>();
  for (const { room, self } of frames) sums.set(room, (sums.get(room) ?? 0) + self);
  return (Object.keys(roomLooks) as FrameRoom[])
    .filter((room) => (sums.get(room) ?? 0) > 0)
    .map((room) => ({ room, self: sums.get(room)! }));
}
