/** What a key means in a focused supply panel. */
export type PanelKey =
  | { readonly kind: 'output'; readonly channel: number }
  | { readonly kind: 'all-off' }
  | { readonly kind: 'focus'; readonly point: 'voltage' | 'current' }
  | { readonly kind: 'undo' };

interface KeyFacts {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** The focus is in something that takes text: single letters belong to it. */
  readonly typing: boolean;
}

/** Reads a key. Single letters and digits mean something only where nothing is being typed (WCAG 2.1.4). */
export function panelKey(facts: KeyFacts): PanelKey | null {
  const { key } = facts;
  if (facts.altKey) return null;
  if (facts.ctrlKey || facts.metaKey)
    return key.toLowerCase() === 'z' && !facts.typing ? { kind: 'undo' } : null;
  if (facts.typing) return null;
  if (/^[1-4]$/u.test(key)) return { kind: 'output', channel: Number(key) };
  if (key === '0') return { kind: 'all-off' };
  if (key.toLowerCase() === 'v') return { kind: 'focus', point: 'voltage' };
  if (key.toLowerCase() === 'a') return { kind: 'focus', point: 'current' };
  return null;
}

/** The next of several panels by F8, the one before by Shift F8; -1 means none has the focus. */
export function nextPanel(at: number, count: number, back: boolean): number | null {
  if (count === 0) return null;
  if (at < 0) return back ? count - 1 : 0;
  return (at + (back ? count - 1 : 1)) % count;
}
