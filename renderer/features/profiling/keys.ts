import { type Tab, tabs } from './tabs.ts';

/** What the single keys of the screen do, while the focus is in one of its panels and nobody types. */
export type Act =
  | { readonly do: 'tab'; readonly tab: Tab }
  | {
      readonly do: 'window' | 'filter' | 'export' | 'ten-paths' | 'baselines' | 'save' | 'again' | 'threads';
    };

const letters: Readonly<Record<string, Exclude<Act['do'], 'tab'>>> = {
  w: 'window',
  '/': 'filter',
  e: 'export',
  t: 'ten-paths',
  b: 'baselines',
  s: 'save',
  a: 'again',
  h: 'threads',
};

export interface Press {
  readonly key: string;
  readonly shift: boolean;
  /** With Ctrl, Alt or Meta it is somebody else's. */
  readonly other: boolean;
  readonly repeat: boolean;
}

/** Null: not a key of the screen. `/` may need Shift, by the layout of the keyboard. */
export function actOf({ key, shift, other, repeat }: Press): Act | null {
  if (other || repeat || (shift && key !== '/')) return null;
  const tab = tabs[Number(key) - 1];
  if (/^[1-4]$/u.test(key) && tab !== undefined) return { do: 'tab', tab: tab.value };
  // Caps Lock makes a capital without Shift.
  const letter = key.toLowerCase();
  return Object.hasOwn(letters, letter) ? { do: letters[letter]! } : null;
}
