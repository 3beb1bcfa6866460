import type { ReactNode } from 'react';
import { useClient, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateWord } from '#renderer/ui/StateWord.tsx';
import { formatDuration } from '#shared/quantity/duration.ts';
import type { Instrument } from '#shared/contract/instruments.ts';
import { said } from '#shared/language/said.ts';
import { t } from '#shared/language/t.ts';

/** Begins and ends a transcript of everything that goes over the link; says since when it is being written. */
export function RecordKey(props: { readonly instrument: Instrument; readonly disabled: boolean }): ReactNode {
  const { id, recording } = props.instrument;
  const client = useClient();
  const call = useCall();
  const now = useNow(1000);
  const record = (on: boolean): void => void call.run(() => client.instruments.record({ id, on }));
  const mayControl = usePermissions().has('instruments:control');
  const trouble = call.fault?.message ?? (recording?.fault ? said(recording.fault) : null);
  if (recording === null || recording.fault !== null)
    return (
      <>
        {trouble !== null && (
          <span className="ui-cut" title={trouble}>
            <StateWord kind="fault">{trouble}</StateWord>
          </span>
        )}
        <Button
          size="small"
          look="quiet"
          disabled={props.disabled}
          pending={call.busy}
          onPress={() => record(true)}
        >
          {trouble === null ? t`Record` : t`Record again`}
        </Button>
      </>
    );
  return (
    <>
      {trouble !== null && <StateWord kind="fault">{trouble}</StateWord>}
      <StateWord kind="pending">{t`Recording ${formatDuration(Math.max(0, now - recording.since))}`}</StateWord>
      <Button
        size="small"
        label={t`Stop the recording ${recording.name}`}
        disabled={!mayControl}
        pending={call.busy}
        onPress={() => record(false)}
      >
        {t`Stop recording`}
      </Button>
    </>
  );
}
