import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import type { FaultShape } from '#shared/faults.ts';

/** Why it was refused, and what to do. Below the buttons, which stand still when it comes and goes. */
export function FaultNote({ fault }: { readonly fault: FaultShape | null }): ReactNode {
  if (fault === null) return null;
  return (
    <Message tone="bad" title={fault.message}>
      {fault.remedy}
    </Message>
  );
}
