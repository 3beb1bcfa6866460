import { type ReactNode, useEffect, useState } from 'react';
import { useBackups, useClient, useNow } from '#renderer/stores/hooks.ts';
import { Select } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { copyWords } from '#renderer/features/backups/destination-words.ts';
import { capital, nearWords } from '#renderer/features/backups/when.ts';
import { type BackupCopy, type BackupSource } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

/** Which backup: one of those that were made here, or any file on this PC. */
export interface SourceDraft {
  /** Id of a copy; empty: the file. */
  readonly copy: string;
  readonly file: string;
}

/** So many of the newest are offered; the others are chosen in the list of copies. */
const offered = 30;

/** The source as it is sent; null: no path was given. */
export function readSource({ copy, file }: SourceDraft): BackupSource | null {
  if (copy !== '') return { copy };
  return file.trim() === '' ? null : { file: file.trim() };
}

/** Chooses a backup. `chosen`: the copy that the dialog was opened for. */
export function SourceField(props: {
  readonly chosen: BackupCopy | null;
  readonly draft: SourceDraft;
  readonly onChange: (draft: SourceDraft) => void;
  readonly error: string | null;
}): ReactNode {
  const { chosen, draft, onChange } = props;
  const client = useClient();
  const now = useNow(60_000);
  const places = useBackups()?.destinations ?? [];
  const [copies, setCopies] = useState<readonly BackupCopy[]>(chosen === null ? [] : [chosen]);
  useEffect(() => {
    let wanted = true;
    client.backups.list({ destination: null, before: null, limit: offered }).then(
      (answer) => {
        if (!wanted) return;
        const usable = answer.copies.filter(({ state }) => state !== 'missing');
        setCopies(
          chosen === null || usable.some(({ id }) => id === chosen.id) ? usable : [chosen, ...usable],
        );
        if (chosen === null && usable[0] !== undefined) onChange({ copy: usable[0].id, file: '' });
      },
      // Then there is still the path of a file.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
    // Asked once: what somebody has chosen since stays.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  const options = [
    ...copies.map((copy) => ({
      value: copy.id,
      label: [
        capital(nearWords(copy.at, now)),
        places.find(({ id }) => id === copy.destination)?.name ?? t`a place that was removed`,
        copyWords[copy.state][2],
      ].join(', '),
    })),
    { value: 'file', label: t`A file on this PC…` },
  ];
  return (
    <>
      <Select
        label={t`Backup`}
        options={options}
        value={draft.copy === '' ? 'file' : draft.copy}
        onChange={(value) => onChange({ ...draft, copy: value === 'file' ? '' : value })}
      />
      {draft.copy === '' && (
        <TextField
          label={t`Path of the file`}
          mono
          value={draft.file}
          onChange={(file) => onChange({ ...draft, file })}
          maxLength={4096}
          error={props.error}
          help={t`The .age file; its .manifest.json lies beside it.`}
        />
      )}
    </>
  );
}
