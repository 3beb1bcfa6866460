import { type ReactNode, type Ref, useState } from 'react';
import { Segmented } from '#renderer/ui/Choice.tsx';
import { FileButton } from '#renderer/ui/FileButton.tsx';
import { identityIn } from '#renderer/features/backups/key-text.ts';
import type { KeyDraft } from './key-draft.ts';
import { SecretField } from './SecretField.tsx';
import { t } from '#shared/language/t.ts';

/** The key of a backup: typed, pasted or loaded; or the passphrase of the one that lies beside it. */
export function KeyField(props: {
  readonly draft: KeyDraft;
  readonly onChange: (draft: KeyDraft) => void;
  readonly error: string | null;
  /** Some key of these backups is also opened by a passphrase. */
  readonly passphrase: boolean;
  readonly autoFocus?: boolean;
  readonly inputRef?: Ref<HTMLInputElement>;
}): ReactNode {
  const { draft, onChange } = props;
  const [unread, setUnread] = useState(false);
  const put = (next: KeyDraft): void => {
    setUnread(false);
    onChange(next);
  };
  const load = (text: string | null): void => {
    const found = text === null ? null : identityIn(text);
    if (found === null) setUnread(true);
    else put({ way: 'identity', text: found });
  };
  const error = unread
    ? t`There is no key in that file. Choose the one that was saved when the key was made.`
    : props.error;
  const field = {
    value: draft.text,
    onChange: (text: string) => put({ ...draft, text }),
    error,
    autoFocus: props.autoFocus ?? false,
    ...(props.inputRef === undefined ? {} : { inputRef: props.inputRef }),
  };
  return (
    <div className="bk-key-field">
      {props.passphrase && (
        <Segmented
          small
          label={t`What opens it`}
          value={draft.way}
          options={[
            { value: 'identity', label: t`Key` },
            { value: 'passphrase', label: t`Passphrase` },
          ]}
          onChange={(way) => put({ way, text: '' })}
        />
      )}
      {draft.way === 'passphrase' ? (
        <SecretField
          key="passphrase"
          label={t`Passphrase`}
          what={t`the passphrase`}
          help={t`It opens the key that lies beside each backup.`}
          {...field}
        />
      ) : (
        <div className="bk-key-line">
          <SecretField
            key="identity"
            label={t`Key`}
            what={t`the key`}
            placeholder={t`AGE-SECRET-KEY-1…`}
            help={t`From the sheet or the file in the safe. It is used for this alone, and kept nowhere.`}
            {...field}
          />
          <FileButton size="large" onText={load}>
            {t`Load file…`}
          </FileButton>
        </div>
      )}
    </div>
  );
}
