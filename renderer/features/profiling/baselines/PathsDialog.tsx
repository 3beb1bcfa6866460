import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { FaultNote } from '#renderer/features/profiling/FaultNote.tsx';
import { useMayRun } from '#renderer/features/profiling/may.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { WorkBar } from '#renderer/ui/WorkBar.tsx';
import type { PathsReport } from '#shared/contract/baselines.ts';
import { namedNow } from './summary-words.ts';
import { usePaths } from './use-paths.ts';
import { t } from '#shared/language/t.ts';

/** Runs the ten critical paths on this PC: what goes on, how far it is, and Cancel. Closing hides it; only Cancel ends it. */
export function PathsDialog(props: {
  readonly onReport: (report: PathsReport) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { onReport, onClose } = props;
  const { running, end, desk } = usePaths();
  const may = useMayRun();
  const [name, setName] = useState(() => namedNow('ten paths', Date.now()));
  const report = end?.what === 'report' ? end.report : null;
  useEffect(() => {
    if (report === null) return;
    desk.putAside();
    onReport(report);
  }, [report, desk, onReport]);
  const start = (event: FormEvent): void => {
    event.preventDefault();
    if (may && name.trim() !== '') desk.start(name.trim());
  };
  return (
    <Dialog title={t`Profile ten paths`} open onClose={onClose} wide>
      <form className="pf-form" onSubmit={start}>
        <p className="ui-mute">
          {t`Measures what this PC needs for the ten things that the console does most: sign-in, a reading, a durable history, a search, a backup. Each is checked to have really happened. It works in a folder of its own, which is removed; the bench keeps running, and its work shows in the numbers.`}
        </p>
        {running === null ? (
          <TextField
            label={t`Name of the report`}
            value={name}
            onChange={setName}
            maxLength={80}
            autoFocus
            required
            disabled={!may}
          />
        ) : (
          <WorkBar
            label={t`Ten paths: ${running.name}`}
            progress={running.progress}
            onCancel={() => desk.cancel()}
          />
        )}
        {!may && (
          <Message tone="info" title={t`Running them is for an operator.`}>
            {t`You can look at every report that is kept, under Baselines.`}
          </Message>
        )}
        {end?.what === 'cancelled' && <Message tone="info" title={t`Cancelled: nothing of it was kept.`} />}
        <FaultNote fault={end?.what === 'fault' ? end.fault : null} />
        <div className="ui-dialog-actions">
          <Button look="quiet" shortcut="Esc" onPress={onClose}>
            {running === null ? t`Close` : t`Hide, it goes on`}
          </Button>
          {running === null && (
            <Button look="primary" type="submit" shortcut="Enter" disabled={!may || name.trim() === ''}>
              {t`Run the ten paths`}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
