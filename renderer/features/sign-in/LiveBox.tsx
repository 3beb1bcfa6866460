import type { ReactNode } from 'react';
import { useSafety } from '#renderer/stores/hooks.ts';
import { countLive, sayLive } from '#renderer/stores/live-text.ts';
import { Message } from '#renderer/ui/Message.tsx';

/** What may be live, for whoever stands at the bench without having signed in. */
export function LiveBox({
  note = 'Emergency stop works before you sign in.',
}: {
  readonly note?: string;
}): ReactNode {
  const safety = useSafety();
  if (safety === null)
    return (
      <Message tone="warn" title="It is not known whether outputs are on.">
        Treat the bench as live. {note}
      </Message>
    );
  if (safety.live.length === 0) return <p className="sign-quiet">No output is on. {note}</p>;
  return (
    <Message tone="warn" title={`Outputs on this bench may be live: ${countLive(safety.live)}.`}>
      {sayLive(safety.live)} {note}
    </Message>
  );
}
