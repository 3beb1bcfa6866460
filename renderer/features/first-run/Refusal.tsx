import type { ReactNode } from 'react';
import type { Call } from '#renderer/stores/use-call.ts';
import { Message } from '#renderer/ui/Message.tsx';

/** Why the step was refused. Beside or below the buttons, never above them: they stand still when it comes and goes. */
export function Refusal({ call }: { readonly call: Call }): ReactNode {
  if (call.fault === null) return null;
  return (
    <Message tone="bad" title={call.fault.message}>
      {call.fault.remedy}
    </Message>
  );
}
