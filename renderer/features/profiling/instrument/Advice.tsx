import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';
import { said } from '#shared/language/said.ts';

/** What stands out at an instrument, and what to do about it; nothing where nothing does. */
export function Note({ figures }: { readonly figures: InstrumentFigures }): ReactNode {
  const { note } = figures.advice;
  if (note === null) return null;
  return (
    <Message tone="warn" title={said(note.what)}>
      {said(note.remedy)}
    </Message>
  );
}
