import type { ReactNode } from 'react';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { FaultShape } from '#shared/faults.ts';
import { t } from '#shared/language/t.ts';

/** A fault where it happened: what, then what to do. It goes when the person puts it aside, or acts again. */
export function FaultMessage(props: {
  readonly fault: FaultShape | null;
  readonly onForget: () => void;
}): ReactNode {
  const { fault, onForget } = props;
  if (fault === null || fault.code === 'CANCELLED') return null;
  return (
    <Message
      tone="bad"
      title={fault.message}
      action={
        <IconButton
          icon="close"
          size="small"
          look="quiet"
          label={t`Put this message aside`}
          onPress={onForget}
        />
      }
    >
      {fault.remedy}
    </Message>
  );
}
