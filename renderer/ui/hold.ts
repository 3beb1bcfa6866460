/** How long a press must last before an output goes on, ms. A dropped probe must not energise anything. */
export const holdMs = 400;
/** Within this time a second Enter counts as the second, ms. Not sooner than `bounceMs`: a key that chatters is one press. */
export const twiceMs = 3000;
const bounceMs = 60;

/** `idle`; `holding` since a time; `once`: one Enter came at a time; `spent`: acted, and waits for the release. */
export type Hold =
  | { readonly phase: 'idle' }
  | { readonly phase: 'holding'; readonly since: number }
  | { readonly phase: 'once'; readonly since: number }
  | { readonly phase: 'spent' };

export type HoldEvent =
  /** Pointer or key went down. Repeats of a held key are not events. */
  | { readonly kind: 'down'; readonly at: number }
  /** It came up. The time is that of the event, not of its handling: a busy page handles a release late. */
  | { readonly kind: 'up'; readonly at: number }
  /** It left the key, or the window lost the focus: whatever was begun is off. */
  | { readonly kind: 'cancel' }
  | { readonly kind: 'enter'; readonly at: number }
  /** Time has passed. */
  | { readonly kind: 'tick'; readonly at: number };

export interface HoldStep {
  readonly hold: Hold;
  /** What to do now. `off` comes on the way down; `on` only after the hold, or the second Enter. */
  readonly act: 'on' | 'off' | null;
}

const idle: Hold = { phase: 'idle' };
export const notHeld: Hold = idle;

/** One step of an output key. `live`: the output is on or unknown, so that any press means off. */
export function holdStep(hold: Hold, event: HoldEvent, live: boolean): HoldStep {
  switch (event.kind) {
    case 'down':
      // Each is a new press, even if a release was missed on the way: an off must never be lost.
      if (live) return { hold: { phase: 'spent' }, act: 'off' };
      return { hold: { phase: 'holding', since: event.at }, act: null };
    case 'up':
      // Held for long enough, but the page was too busy to notice before the release came.
      if (hold.phase === 'holding' && !live && event.at - hold.since >= holdMs)
        return { hold: idle, act: 'on' };
      return { hold: hold.phase === 'once' ? hold : idle, act: null };
    case 'cancel':
      return { hold: hold.phase === 'once' ? hold : idle, act: null };
    case 'enter':
      if (live) return { hold: idle, act: 'off' };
      if (hold.phase === 'once') {
        const passed = event.at - hold.since;
        if (passed < bounceMs) return { hold, act: null };
        if (passed <= twiceMs) return { hold: idle, act: 'on' };
      }
      return { hold: { phase: 'once', since: event.at }, act: null };
    case 'tick':
      // It went live by another hand while held: then the hold means nothing any more.
      if (hold.phase === 'holding' && live) return { hold: { phase: 'spent' }, act: null };
      if (hold.phase === 'holding' && event.at - hold.since >= holdMs)
        return { hold: { phase: 'spent' }, act: 'on' };
      if (hold.phase === 'once' && event.at - hold.since > twiceMs) return { hold: idle, act: null };
      return { hold, act: null };
  }
}

/** Milliseconds until a tick is due; null when none is. */
export function nextTick(hold: Hold, now: number): number | null {
  if (hold.phase === 'holding') return Math.max(hold.since + holdMs - now, 0);
  if (hold.phase === 'once') return Math.max(hold.since + twiceMs + 1 - now, 0);
  return null;
}
