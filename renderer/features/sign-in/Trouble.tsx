import type { ReactNode } from 'react';
import { Message } from '#renderer/ui/Message.tsx';
import { formatDuration } from '#shared/quantity/duration.ts';
import type { FaultShape } from '#shared/faults.ts';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

/** Why the last try failed, and how long to wait. The seconds are not read out one by one. */
export function Trouble({
  fault,
  wait,
}: {
  readonly fault: FaultShape | null;
  readonly wait: number;
}): ReactNode {
  return (
    <>
      {fault !== null && fault.code !== 'AUTH_WAIT' && (
        <Message tone="bad" title={fault.message}>
          {fault.remedy}
        </Message>
      )}
      {(wait > 0 || fault?.code === 'AUTH_WAIT') && (
        <Message tone="warn" title={t`Too many tries.`}>
          {wait > 0 ? (
            <>
              {tx`The next one is possible in ${<span aria-live="off">{formatDuration(wait * 1000)}</span>}.`}
            </>
          ) : (
            t`Another try is possible now.`
          )}
        </Message>
      )}
    </>
  );
}
