import type { IconName } from '#renderer/ui/icons.tsx';
import type { Understood } from '#shared/contract/program.ts';
import { t } from '#shared/language/t.ts';

/** What a command does to the bench: a word and a shape. */
export const doesWords: Readonly<
  Record<Understood['does'], { readonly word: string; readonly icon: IconName }>
> = {
  ask: { word: t`Asks`, icon: 'eye' },
  set: { word: t`Sets`, icon: 'right' },
  choose: { word: t`Chooses`, icon: 'down' },
  switch: { word: t`Switches`, icon: 'on' },
  harmless: { word: t`Harmless`, icon: 'check' },
  unknown: { word: t`Effect unknown`, icon: 'unknown' },
};
