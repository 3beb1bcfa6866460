import { type RefObject, useEffect } from 'react';

const typing = 'input, textarea, [aria-haspopup="listbox"], [role="listbox"], [role="menu"]';

/** P records, from anywhere on the screen that `inside` is part of, but not where somebody types, nor under a dialog. */
export function useRecordKey(inside: RefObject<HTMLElement | null>, record: () => void): void {
  useEffect(() => {
    const screen = inside.current?.closest<HTMLElement>('main') ?? null;
    if (screen === null) return;
    const keys = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'p' || event.defaultPrevented || event.repeat) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (!(event.target instanceof Element) || event.target.closest(typing) !== null) return;
      event.preventDefault();
      record();
    };
    screen.addEventListener('keydown', keys);
    return () => screen.removeEventListener('keydown', keys);
  }, [inside, record]);
}
