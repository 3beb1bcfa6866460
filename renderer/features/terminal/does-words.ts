import type { IconName } from '#renderer/ui/icons.tsx';
import type { Understood } from '#shared/contract/program.ts';

/** What a command does to the bench: a word and a shape. */
export const doesWords: Readonly<
  Record<Understood['does'], { readonly word: string; readonly icon: IconName }>
> = {
  ask: { word: 'Asks', icon: 'eye' },
  set: { word: 'Sets', icon: 'right' },
  choose: { word: 'Chooses', icon: 'down' },
  switch: { word: 'Switches', icon: 'on' },
  harmless: { word: 'Harmless', icon: 'check' },
  unknown: { word: 'Effect unknown', icon: 'unknown' },
};
