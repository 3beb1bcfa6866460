import { type KeyboardEvent, type RefObject, useEffect } from 'react';

const typing = (target: EventTarget): boolean =>
  target instanceof Element &&
  // A closed list of choices takes letters too: they choose.
  target.closest('input, textarea, [aria-haspopup="listbox"], [role="listbox"]') !== null;

/** The single keys of the history: they act while the focus is in its panel, and not where somebody types. */
export function pressKey(
  event: KeyboardEvent<HTMLElement>,
  acts: Readonly<Record<string, () => void>>,
): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
  // A list of choices stands elsewhere on the page, though not for React.
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
      if (event.key !== '/' || event.ctrlKey || event.altKey || event.metaKey) return;
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
