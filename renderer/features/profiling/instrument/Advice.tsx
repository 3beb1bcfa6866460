import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import type { InstrumentFigures } from '#shared/contract/profiling.ts';

/** What stands out at an instrument, and what to do about it; nothing where nothing does. */
export function Note({ figures }: { readonly figures: InstrumentFigures }): ReactNode {
  const { note } = figures.advice;
  if (note === null) return null;
  return (
    <Message tone="warn" title={note.what}>
      {note.remedy}
    </Message>
  );
}
