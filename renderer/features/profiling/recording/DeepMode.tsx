import { type ReactNode, useCallback, useId, useRef, useState } from 'react';
import { useClient, useNow, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Switch } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { deepSince, deepTerms, recordText } from './deep-words.ts';
import { RecordDialog } from './RecordDialog.tsx';
import { RecordState } from './RecordState.tsx';
import { useDeep } from './use-deep.ts';
import { useRecordKey } from './use-record-key.ts';
import { useRecording } from './use-recording.ts';
import './recording.css';
import { t } from '#shared/language/t.ts';

/**
 * Deep mode and the recording of profiles, for a cell of the strip at the top of the screen. `onShow`: the profiles that were
 * recorded are to be looked at.
 */
export function DeepMode({ onShow }: { readonly onShow?: () => void }): ReactNode {
  const client = useClient();
  const may = usePermissions().has('profiling:run');
  const state = useDeep();
  const now = useNow(60_000);
  const { busy, fault, run } = useCall();
  const { wanted, running, end, desk } = useRecording();
  const [choosing, setChoosing] = useState(false);
  const cell = useRef<HTMLElement>(null);
  const heading = useId();
  const record = useCallback(() => desk.start(), [desk]);
  useRecordKey(cell, record);
  return (
    <section className="deep" aria-labelledby={heading} ref={cell}>
      <div className="deep-head">
        <h2 className="ui-legend" id={heading}>
          {t`Deep mode`}
        </h2>
        <Switch
          value={state?.on ?? false}
          disabled={!may || state === null || busy}
          onChange={(on) => void run(() => client.traces.setDeep({ on }))}
        >
          <span className={state === null ? 'ui-dim' : 'deep-word'}>
            {state === null ? t`Unknown` : state.on ? t`On` : t`Off`}
            <span className="ui-sr"> {t`(deep mode)`}</span>
          </span>
        </Switch>
      </div>
      <p className="deep-words">
        {fault !== null ? (
          <span className="deep-fault" role="alert">
            <Icon name="fault" size={13} weight={1.6} />
            {fault.message} {fault.remedy}
          </span>
        ) : state === null ? (
          t`Not known yet.`
        ) : (
          <>
            {state.on && <b>{deepSince(state, now)}. </b>}
            {deepTerms(state)}
          </>
        )}
      </p>
      {running !== null || end !== null ? (
        <RecordState running={running} end={end} desk={desk} {...(onShow === undefined ? {} : { onShow })} />
      ) : (
        <div className="deep-acts">
          <Button size="small" shortcut="P" disabled={!may} onPress={record}>
            {recordText(wanted)}
          </Button>
          <IconButton
            size="small"
            icon="more"
            label={t`Choose what is recorded`}
            disabled={!may}
            onPress={() => setChoosing(true)}
          />
          {!may && <span className="ui-dim">{t`Operators may.`}</span>}
        </div>
      )}
      {choosing && <RecordDialog onClose={() => setChoosing(false)} />}
    </section>
  );
}
