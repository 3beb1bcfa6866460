import { useEffect } from 'react';
import type { Stores } from '#renderer/stores/open-stores.ts';
import { useStores } from '#renderer/stores/context.ts';
import { goTo, routes } from './route.ts';

/** Function keys that browsers act on by themselves; pressed here by mistake they must not reload or search. */
const browserKeys = new Set(['F1', 'F3', 'F5', 'F6']);

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable="true"]');

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
  if (event.key === 'F8') return nextPanel(event.shiftKey ? -1 : 1);
  return false;
}

/** From panel to panel, round and round. */
function nextPanel(step: 1 | -1): boolean {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')];
  if (panels.length === 0) return false;
  const at = panels.findIndex((panel) => panel.contains(document.activeElement));
  const next = at < 0 ? (step === 1 ? 0 : panels.length - 1) : (at + step + panels.length) % panels.length;
  panels[next]?.focus();
  return true;
}

/** The keys of the frame, while somebody is signed in. */
export function useFrameKeys(): void {
  const stores = useStores();
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (press(event, stores)) event.preventDefault();
    };
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [stores]);
}
