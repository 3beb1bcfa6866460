import { type ReactNode, useState } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { placeIcons, placeKinds } from '#renderer/features/backups/destination-words.ts';
import { type BackupDestination, destinationKinds } from '#shared/contract/backups.ts';
import { t } from '#shared/language/t.ts';

export interface PlaceDraft {
  readonly kind: BackupDestination['kind'];
  readonly name: string;
  readonly path: string;
}
export const newPlace: PlaceDraft = { kind: 'folder', name: '', path: '' };

const advice = {
  folder: t`On another disk than this data folder: one that dies with it saves nothing.`,
  removable: t`The folder the stick appears at. It is written to when it is there, and missed when it is not.`,
  network: t`Where the share is mounted. Its server needs no trust: it sees only what is encrypted.`,
} as const satisfies Record<PlaceDraft['kind'], string>;

export interface PlaceProblems {
  readonly name?: string;
  readonly path?: string;
}

/** What is missing before a place can be added. */
export function placeProblems({ name, path }: PlaceDraft): PlaceProblems | null {
  if (name.trim() === '') return { name: t`Give it a name that people here know it by.` };
  return path.trim() === '' ? { path: t`Give the path of a folder.` } : null;
}

/** Where backups are to be written to. */
export function PlaceForm(props: {
  readonly draft: PlaceDraft;
  readonly onChange: (draft: PlaceDraft) => void;
  readonly problems: PlaceProblems;
}): ReactNode {
  const { draft, onChange, problems } = props;
  const [kinds] = useState(() =>
    destinationKinds.map((value) => ({ value, label: placeKinds[value], icon: placeIcons[value] })),
  );
  return (
    <>
      <div className="bk-field">
        <span className="ui-field-label" aria-hidden="true">
          {t`Kind`}
        </span>
        <Segmented
          label={t`Kind`}
          options={kinds}
          value={draft.kind}
          onChange={(kind) => onChange({ ...draft, kind })}
        />
      </div>
      <TextField
        label={t`Name`}
        value={draft.name}
        onChange={(name) => onChange({ ...draft, name })}
        maxLength={60}
        autoFocus
        error={problems.name ?? null}
        placeholder={placeKinds[draft.kind]}
      />
      <TextField
        label={t`Path of the folder`}
        value={draft.path}
        onChange={(path) => onChange({ ...draft, path })}
        maxLength={1000}
        mono
        error={problems.path ?? null}
        help={advice[draft.kind]}
      />
    </>
  );
}
