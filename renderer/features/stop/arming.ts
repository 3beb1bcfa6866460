/** How long the first Esc arms the stop, ms. */
export const armMs = 600;

/** Time of the first Esc of a pair (the event's own time stamp), or null. */
export type Arming = number | null;

/**
 * What a press of Esc does. A held key is one press, however often it repeats. The times are those of the key, not of
 * the handler, so that a busy window loses no second press; whatever else was pressed between the two does not count.
 * A clock that runs backwards errs toward off.
 */
export function pressEsc(
  armed: Arming,
  press: { readonly at: number; readonly repeat: boolean },
): { readonly armed: Arming; readonly act: 'nothing' | 'arm' | 'fire' } {
  if (press.repeat) return { armed, act: 'nothing' };
  if (armed !== null && press.at - armed <= armMs) return { armed: null, act: 'fire' };
  return { armed: press.at, act: 'arm' };
}
