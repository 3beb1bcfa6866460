import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { Understood } from '#shared/contract/program.ts';
import { doesWords } from './does-words.ts';

/** What a command does to the bench, by word and shape. Only what nobody can say beforehand has a colour. */
export function Does({ does }: { readonly does: Understood['does'] }): ReactNode {
  const { word, icon } = doesWords[does];
  return (
    <span className={classes('terminal-does', does === 'unknown' && 'warn')}>
      <Icon name={icon} size={13} weight={1.6} />
      {word}
    </span>
  );
}
