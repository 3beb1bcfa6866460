import { useEffect } from 'react';
import { showLayout } from '#renderer/features/bench/dock/bench-view.ts';
import { nextPanel } from '#renderer/features/bench/panel-keys.ts';
import type { Stores } from '#renderer/stores/open-stores.ts';
import { useStores } from '#renderer/stores/context.ts';
import { goTo, routes } from './route.ts';

/** Function keys that browsers act on by themselves; pressed here by mistake they must not reload or search. */
const browserKeys = new Set(['F1', 'F3', 'F5', 'F6']);

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');

/** Ctrl K; also where it would be the browser's. */
const isFind = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey;

/** Alt and a digit, by its place on the keyboard: Alt may write another letter there. */
function layoutNumber({ code, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): number | null {
  const digit = /^Digit([1-9])$/u.exec(code)?.[1];
  return digit === undefined || !altKey || ctrlKey || metaKey || shiftKey ? null : Number(digit);
}

/** The layout of this number: 1 is Focus. A number without a layout does nothing. */
function showNumber(stores: Stores, number: number): void {
  const layout = number === 1 ? null : stores.layouts.getState().value?.[number - 2];
  if (layout === undefined) return;
  showLayout(stores, layout?.id ?? null);
  goTo('bench');
}

function press(event: KeyboardEvent, stores: Stores): boolean {
  const route = routes.find(({ key }) => key === event.key);
  if (route !== undefined) {
    // A dialog waits for its answer; the screen beneath it stays.
    if (stores.ui.getState().dialog === null) goTo(route.id);
    return true;
  }
  if (browserKeys.has(event.key)) return true;
  if (event.key === '?' && !typing(event.target)) {
    stores.ui.setState({ dialog: 'keys' });
    return true;
  }
  if (event.key === 'F8') return goToPanel(event.shiftKey);
  return false;
}

/** From panel to panel, round and round. */
function goToPanel(back: boolean): boolean {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')];
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = nextPanel(at, panels.length, back);
  if (next === null) return false;
  panels[next]?.focus();
  return true;
}

/** The keys of the frame, while somebody is signed in. */
export function useFrameKeys(): void {
  const stores = useStores();
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (isFind(event)) {
        // One dialog at a time: what is open waits for its answer.
        if (stores.ui.getState().dialog === null) stores.ui.setState({ dialog: 'palette' });
        event.preventDefault();
        return;
      }
      const number = layoutNumber(event);
      if (number !== null) {
        // A dialog waits for its answer; the layout beneath it stays.
        if (stores.ui.getState().dialog === null) showNumber(stores, number);
        event.preventDefault();
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (press(event, stores)) event.preventDefault();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [stores]);
}
