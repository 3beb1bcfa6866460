import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { KeyField } from '#renderer/features/backups/forms/KeyField.tsx';
import { type KeyDraft, noKey, readKey } from '#renderer/features/backups/forms/key-draft.ts';
import { passphraseProblem } from './steps.ts';
import { t } from '#shared/language/t.ts';

/** The key typed back, or loaded from where it was kept: the console decrypts a test with it. */
export function ProveStep(props: {
  readonly busy: boolean;
  /** The key was not the one. */
  readonly wrong: string | null;
  readonly onBack: () => void;
  readonly onProve: (identity: string, passphrase: string | null) => void;
}): ReactNode {
  const { busy, wrong, onProve } = props;
  const [draft, setDraft] = useState<KeyDraft>(noKey);
  const [problem, setProblem] = useState<string | null>(null);
  const [wrap, setWrap] = useState(false);
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [phraseProblem, setPhraseProblem] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wrong !== null) input.current?.select();
  }, [wrong]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const read = readKey(draft);
    const phrase = wrap
      ? (passphraseProblem(first, second) ?? (first === '' ? t`Type a passphrase.` : null))
      : null;
    setProblem('wrong' in read ? read.wrong : null);
    setPhraseProblem(phrase);
    if ('wrong' in read) return input.current?.focus();
    if (phrase === null && 'identity' in read.key) onProve(read.key.identity, wrap ? first : null);
  };
  return (
    <form className="bk-form" onSubmit={submit}>
      <p className="ui-mute">
        {t`Type the key back from the sheet, or load the file you saved. It is not in use before this.`}
      </p>
      <KeyField
        draft={draft}
        onChange={(next) => {
          setDraft(next);
          setProblem(null);
        }}
        error={problem ?? (busy ? null : wrong)}
        passphrase={false}
        autoFocus
        inputRef={input}
      />
      <Checkbox value={wrap} onChange={setWrap}>
        {t`Also lay a copy of the key beside each backup, locked with a passphrase`}
      </Checkbox>
      {wrap && (
        <>
          <div className="bk-two">
            <PasswordField
              label={t`Passphrase`}
              value={first}
              onChange={setFirst}
              autoComplete="new-password"
              error={phraseProblem}
            />
            <PasswordField
              label={t`Once more`}
              value={second}
              onChange={setSecond}
              autoComplete="new-password"
            />
          </div>
          <p className="ui-dim">
            {t`For small labs: whoever has a backup and the passphrase can open it. It is only as strong as the passphrase, so use five or six words.`}
          </p>
        </>
      )}
      <div className="ui-dialog-actions">
        <Button look="quiet" onPress={props.onBack}>
          {t`Show the key again`}
        </Button>
        <span className="ui-grow" />
        <Button look="primary" type="submit" shortcut="Enter" pending={busy}>
          {busy ? t`Decrypting a test…` : t`Prove it works`}
        </Button>
      </div>
    </form>
  );
}
