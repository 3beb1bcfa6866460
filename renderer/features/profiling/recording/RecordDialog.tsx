import { type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useQuery } from '#renderer/features/profiling/use-query.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox, Segmented } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { recordSeconds } from '#shared/contract/profiles.ts';
import { recordText } from './deep-words.ts';
import { useRecording } from './use-recording.ts';
import { t } from '#shared/language/t.ts';

const kinds = [
  { value: 'cpu', label: 'CPU', for: t`Where the time goes: which functions run, and who calls them.` },
  {
    value: 'heap',
    label: t`Heap`,
    for: t`What asks for memory: a sample of what is allocated and still held.`,
  },
] as const;

/** Whole seconds that may be recorded; null for anything else. */
export function secondsOf(text: string): number | null {
  const seconds = /^\d{1,4}$/u.test(text.trim()) ? Number(text) : Number.NaN;
  return seconds >= 1 && seconds <= recordSeconds ? seconds : null;
}

/** What is recorded, how long, and of which threads. What is chosen stays for the button and its key. */
export function RecordDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const { wanted, desk } = useRecording();
  const list = useQuery('threads', (signal) => client.profiles.list({}, { signal }));
  const [kind, setKind] = useState(wanted.kind);
  const [text, setText] = useState(String(wanted.seconds));
  const [threads, setThreads] = useState<ReadonlySet<string>>(new Set(wanted.threads));
  const seconds = secondsOf(text);
  const running = [...new Set(list.value?.threads ?? [])];
  const chosen = { kind, seconds: seconds ?? 0, threads: running.filter((name) => threads.has(name)) };
  const record = (): void => {
    if (seconds === null) return;
    desk.store.setState({ wanted: chosen });
    desk.start();
    onClose();
  };
  return (
    <Dialog
      title={t`Record a profile`}
      open
      onClose={onClose}
      dismissable
      actions={
        <>
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {t`Cancel`}
          </Button>
          <Button look="primary" disabled={seconds === null} onPress={record}>
            {seconds === null ? t`Record` : recordText(chosen)}
          </Button>
        </>
      }
    >
      <div className="record-form">
        <div>
          <Segmented label={t`What`} options={kinds} value={kind} onChange={setKind} />
          <p className="ui-mute">{kinds.find(({ value }) => value === kind)?.for}</p>
        </div>
        <TextField
          label={t`Seconds`}
          value={text}
          onChange={setText}
          maxLength={4}
          help={t`1 to ${recordSeconds}. It goes on while you work on another screen; Cancel keeps nothing.`}
          error={seconds === null ? t`Give whole seconds from 1 to ${recordSeconds}.` : null}
          after={<span className="ui-dim">s</span>}
        />
        <fieldset className="record-threads">
          <legend className="ui-field-label">{t`Threads`}</legend>
          {list.fault !== null ? (
            <Message tone="bad" title={list.fault.message}>
              {list.fault.remedy}
            </Message>
          ) : list.value === null ? (
            <p className="ui-dim">{t`Loading…`}</p>
          ) : (
            <div className="record-thread-list">
              <Checkbox value={threads.size === 0} onChange={() => setThreads(new Set())}>
                {t`All that run`}
              </Checkbox>
              {running.map((name) => (
                <Checkbox
                  key={name}
                  value={threads.has(name)}
                  onChange={(on) => {
                    const next = new Set(threads);
                    if (on) next.add(name);
                    else next.delete(name);
                    setThreads(next);
                  }}
                >
                  <span className="ui-mono">{name}</span>
                </Checkbox>
              ))}
            </div>
          )}
        </fieldset>
      </div>
    </Dialog>
  );
}
