import type { ReactNode } from 'react';
import { useClient, useNow, usePermissions, useSafety } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Panel } from '#renderer/ui/Panel.tsx';
import { Quantity } from '#renderer/ui/Quantity.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import type { Instrument } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { DischargeEndNote } from './discharge/DischargeEndNote.tsx';
import { canDischarge } from './discharge/wish.ts';
import { FaultMessage } from './FaultMessage.tsx';
import { kindLooks } from './kinds.ts';
import { RemoveButton } from './PanelActions.tsx';
import { sayUnknown } from './rail-words.ts';
import { useAct } from './use-act.ts';
import { t } from '#shared/language/t.ts';
import { sayTreatAsLive } from './output-words.ts';

/** An instrument that does not answer: no number is shown for it, and its outputs are to be treated as live. */
export function UnreachablePanel({ instrument }: { readonly instrument: Instrument }): ReactNode {
  const client = useClient();
  const safety = useSafety();
  const permissions = usePermissions();
  const now = useNow(1000);
  const { fault, pending, run, forget } = useAct();
  const switched = instrument.channels.filter(({ switches }) => switches !== null);
  const input = switched.some(({ switches }) => switches === 'input');
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
          <StateWord kind="unknown">
            {live ? (input ? t`Input unknown` : t`Output unknown`) : t`Unreachable`}
          </StateWord>
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
          <h3>{live ? sayTreatAsLive(switched) : t`It does not answer`}</h3>
          <p className="ui-mute">
            {trouble?.message ?? t`There is no answer.`} {trouble?.remedy ?? ''}
          </p>
          <p className="ui-dim">
            {answeredAt === null
              ? t`It has not answered since the console started.`
              : t`Last answer ${formatDuration(now - answeredAt)} ago.`}{' '}
            {sayUnknown(
              instrument.channels,
              outputs.map(({ channel }) => channel),
            )}
          </p>
          {instrument.channels.filter(canDischarge).map(({ channel }) => (
            <DischargeEndNote key={channel} instrument={instrument} channel={channel} />
          ))}
          <div className="ui-row">
            {permissions.has('instruments:manage') && (
              <Button
                look="primary"
                icon="retry"
                pending={pending}
                onPress={() => void run(() => client.instruments.retry({ id: instrument.id }))}
              >
                {t`Retry now`}
              </Button>
            )}
            {retryIn !== null && (
              <span className="ui-dim">
                {retryIn < 1000 ? t`Retrying` : t`by itself in ${formatDuration(retryIn)}`}
              </span>
            )}
          </div>
          <FaultMessage fault={fault} onForget={forget} />
        </div>
      </div>
    </Panel>
  );
}
