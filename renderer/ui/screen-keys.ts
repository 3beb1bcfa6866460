import { type KeyboardEvent, type RefObject, useEffect } from 'react';

const typing = (target: EventTarget): boolean =>
  target instanceof Element &&
  // A closed list of choices takes letters too: they choose.
  target.closest('input, textarea, [aria-haspopup="listbox"], [role="listbox"], [role="menu"]') !== null;

/** The single keys of a panel: they act while the focus is in it, and not where somebody types (WCAG 2.1.4). */
export function pressKey(
  event: KeyboardEvent<HTMLElement>,
  acts: Readonly<Record<string, () => void>>,
): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
  // A dialog or a list of choices stands elsewhere on the page, though not for React.
  if (!(event.target instanceof Node) || !event.currentTarget.contains(event.target)) return;
  if (typing(event.target)) return;
  const act = acts[event.key.length === 1 ? event.key.toUpperCase() : event.key];
  if (act === undefined) return;
  // Escape still goes on to arm the stop, and Enter still presses the button that has the focus.
  if (event.key.length === 1) event.preventDefault();
  act();
}

/** `/` goes to the search from anywhere on the screen. */
export function useSearchKey(search: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const keys = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented)
        return;
      if (event.target instanceof Element && event.target.matches('input, textarea')) return;
      // What is under a dialog is out of reach.
      if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  }, [search]);
}

/** Whoever came to a view by a key goes on by key: what had the focus before is gone with the view before. */
export function useKeysGoOn(panel: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === document.body) panel.current?.focus();
  }, [panel]);
}
