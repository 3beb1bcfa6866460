import type { ReactNode } from 'react';
import { useSafety } from '#renderer/stores/hooks.ts';
import { countLive, sayLive } from '#renderer/stores/live-text.ts';
import { Message } from '#renderer/ui/Message.tsx';
import { t } from '#shared/language/t.ts';

/** What may be live, for whoever stands at the bench without having signed in. */
export function LiveBox({
  note = t`Emergency stop works before you sign in.`,
}: {
  readonly note?: string;
}): ReactNode {
  const safety = useSafety();
  if (safety === null)
    return (
      <Message tone="warn" title={t`It is not known whether outputs are on.`}>
        {t`Treat the bench as live. ${note}`}
      </Message>
    );
  if (safety.live.length === 0) return <p className="sign-quiet">{t`No output is on. ${note}`}</p>;
  return (
    <Message tone="warn" title={t`Outputs on this bench may be live: ${countLive(safety.live)}.`}>
      {sayLive(safety.live)} {note}
    </Message>
  );
}
