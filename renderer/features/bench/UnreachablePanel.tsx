import type { ReactNode } from 'react';
import { useClient, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { FaultMessage } from './FaultMessage.tsx';
import { kindLooks } from './kinds.ts';
import { RemoveButton } from './PanelActions.tsx';
import { sayUnknown } from './rail-words.ts';
import { useAct } from './use-act.ts';

/** An instrument that does not answer: no number is shown for it, and its outputs are to be treated as live. */
export function UnreachablePanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const client = useClient();
  const safety = useSafety();
  const permissions = usePermissions();
  const now = useNow(1000);
  const { fault, pending, run, forget } = useAct();
  const switched = instrument.channels.filter(({ switches }) => switches !== null);
  const what = switched.some(({ switches }) => switches === 'input') ? 'Input' : 'Output';
  const live = switched.length > 0;
  const { trouble, answeredAt } = instrument;
  const retryIn = (trouble?.retryAt ?? null) === null ? null : Math.max((trouble?.retryAt ?? now) - now, 0);
  const outputs = safety?.live.filter((each) => each.instrument === instrument.id) ?? [];
  return (
    <Panel
      title={instrument.name}
      icon={kindLooks[instrument.kind].icon}
      tone="warn"
      note={<span className="ui-mono">{instrument.address}</span>}
      actions={
        <>
          <StateWord kind="unknown">{live ? `${what} unknown` : 'Unreachable'}</StateWord>
          <RemoveButton instrument={instrument} />
        </>
      }
    >
      <div className="bench-gone">
        {live && (
          <div className="bench-gone-hatch ui-hatch">
            <Quantity value={null} unit="V" decimals={3} size="m" state="unknown" />
            <Quantity value={null} unit="A" decimals={3} size="m" state="unknown" />
          </div>
        )}
        <div className="bench-gone-words">
          <h3>
            {live
              ? `Treat its ${what.toLowerCase()}${switched.length > 1 ? 's' : ''} as live`
              : 'It does not answer'}
          </h3>
          <p className="ui-mute">
            {trouble?.message ?? 'There is no answer.'} {trouble?.remedy ?? ''}
          </p>
          <p className="ui-dim">
            {answeredAt === null
              ? 'It has not answered since the console started.'
              : `Last answer ${formatDuration(now - answeredAt)} ago.`}{' '}
            {sayUnknown(
              instrument.channels,
              outputs.map(({ channel }) => channel),
            )}
          </p>
          <div className="ui-row">
            {permissions.has('instruments:manage') && (
              <Button
                look="primary"
                icon="retry"
                pending={pending}
                onPress={() => void run(() => client.instruments.retry({ id: instrument.id }))}
              >
                Retry now
              </Button>
            )}
            {retryIn !== null && (
              <span className="ui-dim">
                {retryIn < 1000 ? 'Retrying' : `by itself in ${formatDuration(retryIn)}`}
              </span>
            )}
          </div>
          <FaultMessage fault={fault} onForget={forget} />
        </div>
      </div>
    </Panel>
  );
}
