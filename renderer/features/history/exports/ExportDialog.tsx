import { type FormEvent, type ReactNode, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import { formatBytes } from '#renderer/ui/work-words.ts';
import type { Exported, ExportFormat } from '#shared/contract/exports.ts';
import type { HistoryFilter } from '#shared/contract/history.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { CopyKey } from '#renderer/features/history/CopyKey.tsx';
import { useWork } from '#renderer/features/history/use-work.ts';
import '#renderer/features/history/stretch/stretch.css';
import './exports.css';
import { t } from '#shared/language/t.ts';

const formats: readonly { readonly value: ExportFormat; readonly label: string; readonly for: string }[] = [
  { value: 'csv', label: 'CSV', for: t`For spreadsheets and for looking into.` },
  {
    value: 'jsonl',
    label: t`JSON Lines`,
    for: t`One row, one line: for scripts, and for reading while it is written.`,
  },
  {
    value: 'parquet',
    label: t`Parquet`,
    for: t`Typed columns, compressed: for pandas, DuckDB and their like.`,
  },
];

/** Writes the rows that fit the filter to a file, and says where it lies. */
export function ExportDialog(props: {
  readonly filter: HistoryFilter;
  /** The filter in words; none: everything. */
  readonly narrowed: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const { filter, narrowed, onClose } = props;
  const client = useClient();
  const work = useWork<Exported>();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [folder, setFolder] = useState('');
  const begin = (event: FormEvent): void => {
    event.preventDefault();
    const input = { filter, format, folder: folder.trim() === '' ? null : folder.trim() };
    work.start((signal) => client.exports.write(input, { signal }));
  };
  const close = (): void => {
    work.cancel();
    onClose();
  };
  return (
    <Dialog title={t`Export the history`} open onClose={close} wide>
      <form className="history-form" onSubmit={begin}>
        <div className="history-export-what">
          <span className="ui-legend">{t`Rows`}</span>
          <p>
            {narrowed.length === 0
              ? t`Everything there is, oldest first.`
              : t`${narrowed.join(', ')}; oldest first.`}
          </p>
        </div>
        <div className="history-export-format">
          <Segmented
            label={t`Format`}
            options={formats}
            value={format}
            onChange={setFormat}
            disabled={work.running}
          />
          <p className="ui-mute">{formats.find(({ value }) => value === format)?.for}</p>
        </div>
        <TextField
          label={t`Folder`}
          value={folder}
          onChange={setFolder}
          placeholder={t`exports in the data folder`}
          help={t`Of the PC that the console runs on. A page of provenance lies beside the file; nothing is ever overwritten.`}
          maxLength={1000}
          disabled={work.running}
        />
        {work.running && <WorkBar label={t`Export`} progress={work.progress} onCancel={work.cancel} />}
        {work.cancelled && <Message tone="info" title={t`Cancelled: no file was left behind.`} />}
        {work.fault !== null && (
          <Message tone="bad" title={work.fault.message}>
            {work.fault.remedy}
          </Message>
        )}
        {work.result !== null && <Done exported={work.result} />}
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={close}>
            {work.running ? t`Cancel` : t`Close`}
          </Button>
          <Button look={work.result === null ? 'primary' : 'default'} type="submit" pending={work.running}>
            {work.running ? t`Exporting…` : work.result === null ? t`Export` : t`Export again`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Done({ exported }: { readonly exported: Exported }): ReactNode {
  const { file, provenance, rows, bytes, sha256, unreadable, withoutMarks } = exported;
  const whole = unreadable === 0 && withoutMarks === 0;
  return (
    <Message
      tone={whole ? 'ok' : 'bad'}
      title={`${rows === 1 ? t`1 row` : t`${formatFixed(rows, 0)} rows`}, ${formatBytes(bytes)}${whole ? '' : t`: not all of it`}`}
      action={<CopyKey of="path" text={file} />}
    >
      {!whole &&
        t`The database is damaged. ${formatFixed(unreadable, 0)} of its lines could not be read, and the notes of ${formatFixed(withoutMarks, 0)}; the page of provenance says which. Check the history, and restore a backup.`}
      <dl className="history-export-done">
        <dt>{t`File`}</dt>
        <dd className="ui-mono">{file}</dd>
        <dt>{t`Provenance`}</dt>
        <dd className="ui-mono">{provenance}</dd>
        <dt>{t`SHA-256`}</dt>
        <dd className="ui-mono">{sha256}</dd>
      </dl>
    </Message>
  );
}
