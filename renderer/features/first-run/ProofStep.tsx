import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import type { Proof } from './proof.ts';
import { Refusal } from './Refusal.tsx';
import { StepHead } from './StepHead.tsx';
import { t } from '#shared/language/t.ts';

/** The code from the data folder, and the recovery secret. */
export function ProofStep(props: {
  readonly proof: Proof;
  readonly onChange: (proof: Proof) => void;
  /** What the console said of the secret; null once it is typed again. */
  readonly typo: string | null;
  readonly onDone: () => void;
  readonly onBack: () => void;
}): ReactNode {
  const client = useClient();
  const call = useCall();
  const wait = useWait();
  const { proof, onChange, typo } = props;
  const { file } = proof;
  const [tried, setTried] = useState(false);
  const codeInput = useRef<HTMLInputElement>(null);
  const secretInput = useRef<HTMLInputElement>(null);

  const write = async (): Promise<void> => {
    if (wait > 0) return;
    const answer = await call.run(() => client.accounts.recoverChallenge({}));
    if (answer === null) return;
    onChange({ ...proof, file: answer.file });
    codeInput.current?.focus();
  };
  const noCode = proof.challenge.trim() === '';
  const noSecret = proof.secret.trim() === '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (noCode) codeInput.current?.focus();
    else if (noSecret || typo !== null) secretInput.current?.focus();
    else props.onDone();
  };
  return (
    <form className="fr-step" onSubmit={submit}>
      <StepHead number={1} title={t`Nobody can sign in any more`} focus={typo === null}>
        {t`Whoever owns the data folder of this PC and holds the recovery secret makes an administrator anew. Outputs stay as they are.`}
      </StepHead>
      <div className="fr-fields fr-narrow">
        <div className="fr-file">
          <div className="ui-grow">
            <b>{t`A code in the data folder`}</b>
            <p className="ui-mute">
              {file === null
                ? t`The console writes it to a file that only the owner of the data folder can read.`
                : t`Open this file. Its code works once, for 15 minutes.`}
            </p>
          </div>
          <Button size="large" disabled={wait > 0} onPress={() => void write()}>
            {file === null ? t`Write the code` : t`Write a new one`}
          </Button>
        </div>
        <div className="fr-key-box" role="status">
          {file === null ? (
            <span className="ui-dim">{t`Nothing is written yet.`}</span>
          ) : (
            <>
              <code className="ui-grow">{file}</code>
              <CopyButton text={file} size="small">
                {t`Copy`}
              </CopyButton>
            </>
          )}
        </div>
        <TextField
          label={t`Code from the file`}
          value={proof.challenge}
          onChange={(challenge) => onChange({ ...proof, challenge })}
          placeholder="XXXX-XXXX-XXXX-XXXX"
          autoComplete="off"
          maxLength={64}
          mono
          error={tried && noCode ? t`Type the code that stands in the file.` : null}
          inputRef={codeInput}
        />
        <TextField
          label={t`Console recovery secret`}
          value={proof.secret}
          onChange={(secret) => onChange({ ...proof, secret })}
          placeholder="XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX"
          autoComplete="off"
          maxLength={128}
          mono
          error={
            typo ?? (tried && noSecret ? t`Type the secret from the lab's safe: eight groups of four.` : null)
          }
          inputRef={secretInput}
          autoFocus={typo !== null}
        />
      </div>
      <div className="fr-foot still">
        <div className="ui-grow">
          {call.fault === null ? (
            <p className="ui-dim">{t`Small letters, spaces and dashes do not matter.`}</p>
          ) : (
            <Refusal call={call} />
          )}
        </div>
        <Button look="quiet" onPress={props.onBack}>
          {t`Back to sign in`}
        </Button>
        <Button look="primary" size="large" type="submit" shortcut="Enter">
          {t`Continue`}
        </Button>
      </div>
    </form>
  );
}
