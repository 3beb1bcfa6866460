import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import type { Call } from '#renderer/stores/use-call.ts';
import { useWait } from '#renderer/stores/use-wait.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { AccountData } from './enrolment.ts';
import { Refusal } from './Refusal.tsx';
import { StepHead } from './StepHead.tsx';
import { PolicyRules, StrengthMeter, useStrength } from './StrengthMeter.tsx';
import { t } from '#shared/language/t.ts';

/** Name and password of an administrator. */
export function AccountStep(props: {
  readonly call: Call;
  readonly number: number;
  readonly title: string;
  /** Under the title. */
  readonly children: ReactNode;
  /** Beside the buttons, while nothing is refused. */
  readonly note: string;
  /** Sends it: false when it was refused. */
  readonly begin: (account: AccountData) => Promise<boolean>;
  readonly back?: { readonly text: string; readonly onPress: () => void };
}): ReactNode {
  const { call } = props;
  const wait = useWait();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const againInput = useRef<HTMLInputElement>(null);
  const strength = useStrength(name, password);

  const nameError = tried && name.trim() === '' ? t`Type a name. It is shown with everything you do.` : null;
  const passwordError =
    tried && password === '' ? t`Choose a password.` : tried && strength !== null ? strength.trouble : null;
  const againError = tried && again !== password ? t`The two are not the same.` : null;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (call.busy || wait > 0) return;
    setTried(true);
    if (name.trim() === '') return nameInput.current?.focus();
    if (password === '' || (strength !== null && strength.trouble !== null))
      return passwordInput.current?.focus();
    if (again !== password) return againInput.current?.focus();
    if (!(await props.begin({ name, password }))) passwordInput.current?.focus();
  };
  return (
    <form className="fr-step" onSubmit={(event) => void submit(event)}>
      <StepHead number={props.number} title={props.title}>
        {props.children}
      </StepHead>
      <div className="fr-columns">
        <div className="fr-fields">
          <TextField
            label={t`Name`}
            name="username"
            value={name}
            onChange={setName}
            autoComplete="username"
            maxLength={64}
            error={nameError}
            inputRef={nameInput}
            autoFocus
          />
          <PasswordField
            label={t`Password`}
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
            error={passwordError}
            inputRef={passwordInput}
          />
          <StrengthMeter strength={strength} />
          <PasswordField
            label={t`The same password again`}
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
            error={againError}
            inputRef={againInput}
          />
        </div>
        <PolicyRules />
      </div>
      <div className="fr-foot still">
        <div className="ui-grow">
          {call.fault === null ? <p className="ui-dim">{props.note}</p> : <Refusal call={call} />}
        </div>
        {props.back !== undefined && (
          <Button look="quiet" onPress={props.back.onPress}>
            {props.back.text}
          </Button>
        )}
        <Button look="primary" size="large" type="submit" shortcut="Enter" disabled={wait > 0}>
          {call.busy ? t`Working…` : t`Continue`}
        </Button>
      </div>
    </form>
  );
}
