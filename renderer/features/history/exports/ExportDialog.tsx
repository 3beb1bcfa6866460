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

const formats: readonly { readonly value: ExportFormat; readonly label: string; readonly for: string }[] = [
  { value: 'csv', label: 'CSV', for: 'For spreadsheets and for looking into.' },
  {
    value: 'jsonl',
    label: 'JSON Lines',
    for: 'One row, one line: for scripts, and for reading while it is written.',
  },
  {
    value: 'parquet',
    label: 'Parquet',
    for: 'Typed columns, compressed: for pandas, DuckDB and their like.',
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
    <Dialog title="Export the history" open onClose={close} wide>
      <form className="history-form" onSubmit={begin}>
        <div className="history-export-what">
          <span className="ui-legend">Rows</span>
          <p>
            {narrowed.length === 0
              ? 'Everything there is, oldest first.'
              : `${narrowed.join(', ')}; oldest first.`}
          </p>
        </div>
        <div className="history-export-format">
          <Segmented
            label="Format"
            options={formats}
            value={format}
            onChange={setFormat}
            disabled={work.running}
          />
          <p className="ui-mute">{formats.find(({ value }) => value === format)?.for}</p>
        </div>
        <TextField
          label="Folder"
          value={folder}
          onChange={setFolder}
          placeholder="exports in the data folder"
          help="Of the PC that the console runs on. A page of provenance lies beside the file; nothing is ever overwritten."
          maxLength={1000}
          disabled={work.running}
        />
        {work.running && <WorkBar label="Export" progress={work.progress} onCancel={work.cancel} />}
        {work.cancelled && <Message tone="info" title="Cancelled: no file was left behind." />}
        {work.fault !== null && (
          <Message tone="bad" title={work.fault.message}>
            {work.fault.remedy}
          </Message>
        )}
        {work.result !== null && <Done exported={work.result} />}
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={close}>
            {work.running ? 'Cancel' : 'Close'}
          </Button>
          <Button look={work.result === null ? 'primary' : 'default'} type="submit" pending={work.running}>
            {work.running ? 'Exporting…' : work.result === null ? 'Export' : 'Export again'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Done({ exported }: { readonly exported: Exported }): ReactNode {
  const { file, provenance, rows, bytes, sha256 } = exported;
  return (
    <Message
      tone="ok"
      title={`${formatFixed(rows, 0)} ${rows === 1 ? 'row' : 'rows'}, ${formatBytes(bytes)}`}
      action={<CopyKey text={file}>Path</CopyKey>}
    >
      <dl className="history-export-done">
        <dt>File</dt>
        <dd className="ui-mono">{file}</dd>
        <dt>Provenance</dt>
        <dd className="ui-mono">{provenance}</dd>
        <dt>SHA-256</dt>
        <dd className="ui-mono">{sha256}</dd>
      </dl>
    </Message>
  );
}
