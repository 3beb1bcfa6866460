import { type FormEvent, type ReactNode, useState } from 'react';
import { useBackups, useClient } from '#renderer/stores/hooks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { KeyField } from '#renderer/features/backups/forms/KeyField.tsx';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import { SignerFields } from '#renderer/features/backups/forms/SignerFields.tsx';
import { SourceField } from '#renderer/features/backups/forms/SourceField.tsx';
import { useOpening } from '#renderer/features/backups/forms/use-opening.ts';
import { useJobs } from '#renderer/features/backups/use-jobs.ts';
import { VerdictView } from '#renderer/features/backups/VerdictView.tsx';
import type { BackupCopy } from '#shared/contract/backups.ts';
import { JobView } from './JobView.tsx';
import { t } from '#shared/language/t.ts';

const texts = {
  verify: {
    title: t`Verify a backup`,
    running: t`Verifying a backup`,
    lead: t`With a key it is decrypted, decompressed and checked whole. Without one its bytes are compared with those that were verified when it was made.`,
    act: t`Verify`,
  },
  drill: {
    title: t`Rehearse a restore`,
    running: t`Rehearsing a restore`,
    lead: t`Restores to a scratch folder, counts what would come back, and removes it again. Nothing on this PC changes. Fetch the key from where it is kept: that is half of the rehearsal.`,
    act: t`Rehearse now`,
  },
} as const;

/** Verify or rehearse: which backup, what opens it, then the progress, then the report. */
export function CheckDialog(props: {
  readonly what: 'verify' | 'drill';
  readonly copy: BackupCopy | null;
  readonly onClose: () => void;
}): ReactNode {
  const { what, onClose } = props;
  const text = texts[what];
  const client = useClient();
  const state = useBackups();
  const { job, end, desk } = useJobs();
  // What ended before this dialog was opened is not about it.
  const [begun, setBegun] = useState(false);
  const fault = begun && end?.what === 'fault' ? end.fault : null;
  const result = begun && (end?.what === 'verify' || end?.what === 'drill') ? end.result : null;
  const form = useOpening(props.copy, { fault, opened: result !== null });
  const passphrase = state?.recipients.some(({ wrapped }) => wrapped) ?? false;
  const start = (event: FormEvent): void => {
    event.preventDefault();
    const input = form.read();
    if (input === null) return;
    setBegun(true);
    if (what === 'drill')
      desk.start('drill', text.running, (signal) => client.backups.drill(input, { signal }));
    else {
      const { source, key, signer } = input;
      desk.start('verify', text.running, (signal) =>
        client.backups.verify({ source, key, signer }, { signal }),
      );
    }
  };
  const compare = (): void => {
    const { copy } = form.source;
    if (copy === '') return;
    setBegun(true);
    const input = { source: { copy }, key: null, signer: null };
    desk.start('verify', t`Comparing a backup`, (signal) => client.backups.verify(input, { signal }));
  };
  const close = (): void => {
    if (begun && job === null) desk.putAside();
    onClose();
  };
  return (
    <Dialog title={text.title} open onClose={close} wide>
      {begun && job !== null ? (
        <JobView title={job.title} progress={job.progress} onHide={onClose} onCancel={() => desk.cancel()} />
      ) : result !== null ? (
        <>
          <VerdictView verdict={result} />
          <div className="ui-dialog-actions">
            <Button look="primary" shortcut="Esc" autoFocus onPress={close}>
              {t`Close`}
            </Button>
          </div>
        </>
      ) : (
        <form className="bk-form" onSubmit={start}>
          <p className="ui-mute">{text.lead}</p>
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
            passphrase={passphrase || form.source.copy === ''}
            autoFocus
          />
          {(form.source.copy === '' || fault?.code === 'BACKUP_UNSIGNED') && (
            <SignerFields
              draft={form.signer}
              onChange={form.setSigner}
              refused={what === 'drill' && fault?.code === 'BACKUP_UNSIGNED'}
            />
          )}
          <div className="ui-dialog-actions">
            {what === 'verify' && form.source.copy !== '' && (
              <Button onPress={compare}>{t`Compare without a key`}</Button>
            )}
            <span className="ui-grow" />
            <Button look="quiet" shortcut="Esc" onPress={close}>
              {t`Cancel`}
            </Button>
            <Button look="primary" type="submit" shortcut="Enter">
              {text.act}
            </Button>
          </div>
          {fault?.code !== 'BACKUP_KEY_WRONG' && <FaultNote fault={fault} />}
        </form>
      )}
    </Dialog>
  );
}
