import { useSyncExternalStore } from 'react';
import { keptChoice } from './kept-choice.ts';

/** `system` follows the operating system until a person chooses. */
export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const kept = keptChoice<Theme>('lablink.theme', ['light', 'dark']);
const listeners = new Set<() => void>();
const preference = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: light)');

/** What was chosen on this computer. A storage that cannot be read counts as nothing chosen. */
export const chosenTheme = (): ThemeChoice => kept.chosen();

/** The theme that is drawn now. */
function currentTheme(): Theme {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

function apply(choice: ThemeChoice): void {
  const theme = choice === 'system' ? (preference().matches ? 'light' : 'dark') : choice;
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

/** Sets the theme of the page and follows the system from then on. Call once, before the first draw. */
export function startTheme(): void {
  preference().addEventListener('change', () => apply(chosenTheme()));
  apply(chosenTheme());
}

/** Chooses for good. Where nothing can be stored, it holds until the window closes. */
export function chooseTheme(choice: ThemeChoice): void {
  kept.keep(choice);
  apply(choice);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The theme that is drawn, for what CSS does not reach (a canvas). */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}
