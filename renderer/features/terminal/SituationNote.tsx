import type { ReactNode } from 'react';
import { useClient, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import type { Situation } from './situation.ts';
import { t } from '#shared/language/t.ts';

/** What stands in the way, with the act that ends it where this person may do it. */
export function SituationNote(props: {
  readonly situation: Situation;
  readonly instrument: Instrument;
}): ReactNode {
  const { situation, instrument } = props;
  const { id, name } = instrument;
  const client = useClient();
  const permissions = usePermissions();
  const call = useCall();
  const mayRetry = situation.kind === 'unreachable' && permissions.has('instruments:manage');
  const action =
    situation.kind === 'local' ? (
      <Button pending={call.busy} onPress={() => void call.run(() => client.instruments.take({ id }))}>
        {call.busy ? t`Taking it back…` : t`Take ${name} back`}
      </Button>
    ) : mayRetry ? (
      <Button
        icon="retry"
        pending={call.busy}
        onPress={() => void call.run(() => client.instruments.retry({ id }))}
      >
        {t`Retry now`}
      </Button>
    ) : undefined;
  if (!situation.closed)
    return (
      <p className="terminal-note" role="status">
        <Icon name="warning" weight={1.6} />
        <span>
          <b>{situation.title}.</b> <span className="ui-mute">{situation.words}</span>
        </span>
      </p>
    );
  return (
    <>
      <Message tone={situation.tone} title={situation.title} action={action}>
        {situation.words}
      </Message>
      {call.fault !== null && call.fault.code !== 'CANCELLED' && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
    </>
  );
}
