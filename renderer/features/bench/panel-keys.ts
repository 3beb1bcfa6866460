import { type Point, points } from '#shared/contract/channels.ts';
import { pointKeys } from './points.ts';

/** What a key means in the focused panel of an instrument. */
export type PanelKey =
  | { readonly kind: 'output'; readonly channel: number }
  | { readonly kind: 'all-off' }
  /** To the first of these that the channel has. */
  | { readonly kind: 'focus'; readonly points: readonly Point[] }
  | { readonly kind: 'function' }
  /** Acquiring or not, and one acquisition alone. */
  | { readonly kind: 'run' }
  | { readonly kind: 'single' }
  | { readonly kind: 'big' }
  /** What the channel measures, to the clipboard. */
  | { readonly kind: 'copy' }
  /** What the channel measures relative to what it measures now, and back. */
  | { readonly kind: 'relative' }
  | { readonly kind: 'undo' };

interface KeyFacts {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** The focus is in something that takes text: single letters belong to it. */
  readonly typing: boolean;
  /** The focus is on something that Space presses. */
  readonly pressing: boolean;
}

/** Goes to the function selector. */
export const functionKey = 'M';
/** Shows a reading relative to what it is now. */
export const relativeKey = 'D';

/** Reads a key. Single letters and digits mean something only where nothing is being typed (WCAG 2.1.4). */
export function panelKey(facts: KeyFacts): PanelKey | null {
  if (facts.altKey) return null;
  const key = facts.key.toUpperCase();
  if (facts.ctrlKey || facts.metaKey) return key === 'Z' && !facts.typing ? { kind: 'undo' } : null;
  if (facts.typing) return null;
  if (/^[1-4]$/u.test(key)) return { kind: 'output', channel: Number(key) };
  if (key === '0') return { kind: 'all-off' };
  if (key === functionKey) return { kind: 'function' };
  if (key === ' ') return facts.pressing ? null : { kind: 'run' };
  if (key === 'S') return { kind: 'single' };
  if (key === 'B') return { kind: 'big' };
  if (key === 'C') return { kind: 'copy' };
  if (key === relativeKey) return { kind: 'relative' };
  const named = points.filter((point) => pointKeys[point] === key);
  return named.length > 0 ? { kind: 'focus', points: named } : null;
}

/** The next of several panels by F8, the one before by Shift F8; -1 means none has the focus. */
export function nextPanel(at: number, count: number, back: boolean): number | null {
  if (count === 0) return null;
  if (at < 0) return back ? count - 1 : 0;
  return (at + (back ? count - 1 : 1)) % count;
}
