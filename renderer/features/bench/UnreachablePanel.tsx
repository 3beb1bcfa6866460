import { type ReactNode, useState } from 'react';
import { useClient, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { FaultMessage } from './FaultMessage.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import { useAct } from './use-act.ts';

/** An instrument that does not answer: no number is shown for it, and its outputs are to be treated as live. */
export function UnreachablePanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const client = useClient();
  const safety = useSafety();
  const permissions = usePermissions();
  const now = useNow(1000);
  const { fault, pending, run, forget } = useAct();
  const [removing, setRemoving] = useState(false);
  const supply = instrument.kind === 'dc-supply';
  const { trouble, answeredAt } = instrument;
  const retryIn = (trouble?.retryAt ?? null) === null ? null : Math.max((trouble?.retryAt ?? now) - now, 0);
  const outputs = safety?.live.filter((each) => each.instrument === instrument.id) ?? [];
  return (
    <Panel
      title={instrument.name}
      icon={supply ? 'supply' : 'generic'}
      tone="warn"
      note={<span className="ui-mono">{instrument.address}</span>}
      actions={
        <>
          <StateWord kind="unknown">{supply ? 'Output unknown' : 'Unreachable'}</StateWord>
          {permissions.has('instruments:manage') && (
            <IconButton
              icon="trash"
              size="small"
              look="quiet"
              label={`Remove ${instrument.name}…`}
              onPress={() => setRemoving(true)}
            />
          )}
        </>
      }
    >
      <div className="bench-gone">
        {supply && (
          <div className="bench-gone-hatch ui-hatch">
            <Quantity value={null} unit="V" decimals={3} size="m" state="unknown" />
            <Quantity value={null} unit="A" decimals={3} size="m" state="unknown" />
          </div>
        )}
        <div className="bench-gone-words">
          <h3>{supply ? 'Treat its outputs as live' : 'It does not answer'}</h3>
          <p className="ui-mute">
            {trouble?.message ?? 'There is no answer.'} {trouble?.remedy ?? ''}
          </p>
          <p className="ui-dim">
            {answeredAt === null
              ? 'It has not answered since the console started.'
              : `Last answer ${formatDuration(now - answeredAt)} ago.`}{' '}
            {supply &&
              outputs.length > 0 &&
              `Output ${outputs.map(({ channel }) => channel).join(', ')} unknown.`}
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
      {removing && <RemoveDialog instrument={instrument} onClose={() => setRemoving(false)} />}
    </Panel>
  );
}
