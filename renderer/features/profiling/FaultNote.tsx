import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import type { FaultShape } from '#shared/faults.ts';
import { t } from '#shared/language/t.ts';

/** Why something did not work, and what to do; nothing while all is well. `again`: it is asked for again by itself. */
export function FaultNote(props: { readonly fault: FaultShape | null; readonly again?: boolean }): ReactNode {
  const { fault, again = false } = props;
  if (fault === null) return null;
  return (
    <Message tone="bad" title={fault.message}>
      {fault.remedy} {again && t`The console is asked again every second.`}
    </Message>
  );
}
