import { type ReactNode, type Ref, useImperativeHandle, useState } from 'react';
import { useClient, usePermissions } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { RecordingDialog } from './RecordingDialog.tsx';
import { copiedWords, ends, type Marked, type StretchFacts, stretchWords } from './stretch.ts';
import './stretch.css';
import { t } from '#shared/language/t.ts';

/** What keys do with the stretch. */
export interface StretchActs {
  readonly script: () => void;
  readonly record: () => void;
}

/** What can be done with the stretch that is chosen: copy it, save it as a recording, export it. */
export function StretchBar(props: {
  readonly marked: Marked;
  /** Null where the list does not have its rows any more. */
  readonly facts: StretchFacts | null;
  readonly now: number;
  /** Everything of its time, whatever instrument it went to. */
  readonly onExport: (facts: StretchFacts) => void;
  readonly onClear: () => void;
  readonly actsRef: Ref<StretchActs>;
}): ReactNode {
  const { marked, facts, now } = props;
  const client = useClient();
  const permissions = usePermissions();
  const { run, busy, fault, clear } = useCall();
  const [chosen, setChosen] = useState('');
  const [said, setSaid] = useState('');
  const [saving, setSaving] = useState(false);
  const instruments = facts?.instruments ?? new Map<string, string>();
  // What is copied is of one instrument; the one that was talked to most, until another is chosen.
  const instrument = instruments.has(chosen) ? chosen : ([...instruments.keys()][0] ?? null);
  const stretch = { ...ends(marked), instrument };
  const copy = async (as: 'script' | 'transcript'): Promise<void> => {
    setSaid('');
    const copied = await run(async () => {
      const text = await client.history.copy({ stretch, as });
      await navigator.clipboard.writeText(text.text);
      return text;
    });
    if (copied !== null) setSaid(copiedWords(as, copied.lines, copied.left));
  };
  const mayRecord = permissions.has('instruments:manage');
  useImperativeHandle(props.actsRef, () => ({
    script: () => void copy('script'),
    record: () => setSaving(mayRecord),
  }));
  return (
    <section className="history-stretch" aria-label={t`The stretch`}>
      <div className="ui-row">
        <Icon name="stretch" />
        <b className="ui-cut">
          {facts === null ? t`A stretch that is not in the list` : stretchWords(facts, now)}
        </b>
        <span className="ui-mute ui-cut" role="status">
          {said}
        </span>
        {instruments.size > 1 && (
          <Select
            label={t`Of the stretch`}
            options={[...instruments].map(([value, label]) => ({ value, label }))}
            value={instrument ?? ''}
            onChange={setChosen}
          />
        )}
        <span className="ui-grow" />
        <Button size="small" icon="copy" shortcut="Y" pending={busy} onPress={() => void copy('script')}>
          {t`Copy as script`}
        </Button>
        <Button size="small" icon="copy" pending={busy} onPress={() => void copy('transcript')}>
          {t`As transcript`}
        </Button>
        {mayRecord && (
          <Button size="small" icon="save" shortcut="R" onPress={() => setSaving(true)}>
            {t`Save as recording…`}
          </Button>
        )}
        {permissions.has('history:export') && (
          <Button
            size="small"
            icon="save"
            disabled={facts === null}
            onPress={() => {
              if (facts !== null) props.onExport(facts);
            }}
          >
            {t`Export…`}
          </Button>
        )}
        <IconButton
          icon="close"
          look="quiet"
          size="small"
          label={t`Forget the stretch`}
          onPress={props.onClear}
        />
      </div>
      {fault !== null && (
        <Message
          tone="bad"
          title={fault.code === 'INTERNAL' ? t`It could not be copied.` : fault.message}
          action={
            <IconButton
              icon="close"
              look="quiet"
              size="small"
              label={t`Put this message aside`}
              onPress={clear}
            />
          }
        >
          {fault.code === 'INTERNAL'
            ? t`Allow this page to use the clipboard, then try again.`
            : fault.remedy}
        </Message>
      )}
      {saving && (
        <RecordingDialog
          stretch={stretch}
          instruments={instruments}
          first={facts?.first ?? now}
          onClose={() => setSaving(false)}
        />
      )}
    </section>
  );
}
