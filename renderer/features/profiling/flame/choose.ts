import type { ProfileSummary } from '#shared/contract/profiles.ts';

/** The profile that is shown: the one that was chosen, or of those that were recorded last the one of main, or any. Null: there is none. */
export function shownProfile(profiles: readonly ProfileSummary[], id: string | null): ProfileSummary | null {
  const chosen = profiles.find((each) => each.id === id);
  if (chosen !== undefined) return chosen;
  const [newest] = profiles;
  if (newest === undefined) return null;
  // Threads that were recorded together have about one time.
  const together = profiles.filter(({ at, kind }) => kind === newest.kind && newest.at - at < 2000);
  return together.find(({ thread }) => thread === 'main') ?? newest;
}

/** Whether a profile can be compared with another one: of one kind, and not with itself. */
export const comparable = (one: ProfileSummary, other: ProfileSummary): boolean =>
  one.kind === other.kind && one.id !== other.id;
