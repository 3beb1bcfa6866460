import { type FormEvent, type ReactNode, useState } from 'react';
import { useBackups, useClient } from '#renderer/stores/hooks.ts';
import { useStores } from '#renderer/stores/context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import { KeyField } from '#renderer/features/backups/forms/KeyField.tsx';
import { SignerFields } from '#renderer/features/backups/forms/SignerFields.tsx';
import { SourceField } from '#renderer/features/backups/forms/SourceField.tsx';
import { useOpening } from '#renderer/features/backups/forms/use-opening.ts';
import { useMay } from '#renderer/features/backups/may.ts';
import { partWords } from '#renderer/features/backups/restore-words.ts';
import { useJobs } from '#renderer/features/backups/use-jobs.ts';
import { VerdictView } from '#renderer/features/backups/VerdictView.tsx';
import { type BackupCopy, restoreParts, type RestorePart } from '#shared/contract/backups.ts';
import { JobView } from './JobView.tsx';
import { t } from '#shared/language/t.ts';

/** Prepares a restore: which backup, what opens it, which parts; then the progress, then what happens at the next start. */
export function RestoreDialog(props: {
  readonly copy: BackupCopy | null;
  readonly onClose: () => void;
}): ReactNode {
  const { onClose } = props;
  const client = useClient();
  const { ui } = useStores();
  const may = useMay();
  const state = useBackups();
  const { job, end, desk } = useJobs();
  const [begun, setBegun] = useState(false);
  const [parts, setParts] = useState<ReadonlySet<RestorePart>>(() => new Set(restoreParts));
  const fault = begun && end?.what === 'fault' ? end.fault : null;
  const result = begun && end?.what === 'restore' ? end.result : null;
  const form = useOpening(props.copy, { fault, opened: result !== null });
  const elsewhere = form.source.copy === '';
  const refused = fault?.code === 'BACKUP_UNSIGNED';
  const start = (event: FormEvent): void => {
    event.preventDefault();
    const input = form.read();
    if (input === null || parts.size === 0) return;
    const chosen = restoreParts.filter((part) => parts.has(part));
    setBegun(true);
    desk.start('restore', t`Preparing a restore`, (signal) =>
      client.backups.restore({ ...input, parts: chosen }, { signal }),
    );
  };
  const close = (): void => {
    if (begun && job === null) desk.putAside();
    onClose();
  };
  const quit = (): void => {
    close();
    ui.setState({ dialog: 'quit' });
  };
  return (
    <Dialog title={t`Restore a backup`} open onClose={close} wide>
      {begun && job !== null ? (
        <JobView title={job.title} progress={job.progress} onHide={onClose} onCancel={() => desk.cancel()} />
      ) : result !== null ? (
        <>
          <Message tone="ok" title={t`It is prepared, and takes effect at the next start.`}>
            {t`All of it or nothing. Until then the console goes on with what is here, and the restore can be given up.`}
            {result.safety !== null && t` What is here now is in the safety backup ${result.safety}.`}
          </Message>
          <VerdictView verdict={result.verdict} />
          <div className="ui-dialog-actions">
            <Button look="quiet" shortcut="Esc" onPress={close}>
              {t`Later`}
            </Button>
            {may.quit && (
              <Button look="primary" autoFocus onPress={quit}>
                {t`Quit now…`}
              </Button>
            )}
          </div>
        </>
      ) : (
        <form className="bk-form" onSubmit={start}>
          <p className="ui-mute">
            {t`It is checked whole first, and what is here now goes into a safety backup. Nothing changes before the next start. Then everybody signs in anew, and recovery codes are void until they are made again.`}
          </p>
          <SourceField
            chosen={props.copy}
            draft={form.source}
            onChange={form.setSource}
            error={form.problems.source}
          />
          <KeyField
            draft={form.key}
            onChange={form.setKey}
            error={form.problems.key}
            passphrase={elsewhere || (state?.recipients.some(({ wrapped }) => wrapped) ?? false)}
            autoFocus
          />
          {(elsewhere || refused) && (
            <SignerFields draft={form.signer} onChange={form.setSigner} refused={refused} />
          )}
          <fieldset className="bk-parts">
            <legend className="ui-field-label">{t`What comes back`}</legend>
            {restoreParts.map((part) => (
              <div key={part}>
                <Checkbox
                  value={parts.has(part)}
                  onChange={(on) =>
                    setParts(new Set(restoreParts.filter((each) => (each === part ? on : parts.has(each)))))
                  }
                >
                  {partWords[part][0]}
                </Checkbox>
                <p className="ui-dim">{partWords[part][1]}</p>
              </div>
            ))}
          </fieldset>
          <div className="ui-dialog-actions">
            <Button look="quiet" shortcut="Esc" onPress={close}>
              {t`Cancel`}
            </Button>
            <Button look="primary" type="submit" shortcut="Enter" disabled={parts.size === 0}>
              {parts.size === restoreParts.length ? t`Prepare the whole restore` : t`Prepare the restore`}
            </Button>
          </div>
          {fault?.code !== 'BACKUP_KEY_WRONG' && !refused && <FaultNote fault={fault} />}
        </form>
      )}
    </Dialog>
  );
}
