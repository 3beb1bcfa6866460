import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useClient } from '#renderer/stores/hooks.ts';
import type { Call } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Message } from '#renderer/ui/Message.tsx';
import { PasswordField } from '#renderer/ui/PasswordField.tsx';
import { TextField } from '#renderer/ui/TextField.tsx';
import type { EnrolmentData } from './enrolment.ts';
import { StepHead } from './StepHead.tsx';
import { PolicyRules, StrengthMeter, useStrength } from './StrengthMeter.tsx';

/** Name and password of the first administrator. */
export function AccountStep(props: {
  readonly call: Call;
  readonly onBegun: (enrolment: EnrolmentData) => void;
}): ReactNode {
  const client = useClient();
  const { call } = props;
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const nameInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const againInput = useRef<HTMLInputElement>(null);
  const strength = useStrength(name, password);

  const nameError = tried && name.trim() === '' ? 'Type a name. It is shown with everything you do.' : null;
  const passwordError =
    tried && password === '' ? 'Choose a password.' : tried && strength !== null ? strength.trouble : null;
  const againError = tried && again !== password ? 'The two are not the same.' : null;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (call.busy) return;
    setTried(true);
    if (name.trim() === '') return nameInput.current?.focus();
    if (password === '' || (strength !== null && strength.trouble !== null))
      return passwordInput.current?.focus();
    if (again !== password) return againInput.current?.focus();
    const enrolment = await call.run(() => client.accounts.firstRunBegin({ name, password }));
    if (enrolment === null) passwordInput.current?.focus();
    else props.onBegun(enrolment);
  };
  return (
    <form className="fr-step" onSubmit={(event) => void submit(event)}>
      <StepHead number={1} title="Make the first administrator">
        This account may do everything.
      </StepHead>
      <div className="fr-columns">
        <div className="fr-fields">
          <TextField
            label="Name"
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
            label="Password"
            value={password}
            onChange={setPassword}
            autoComplete="new-password"
            error={passwordError}
            inputRef={passwordInput}
          />
          <StrengthMeter strength={strength} />
          <PasswordField
            label="The same password again"
            value={again}
            onChange={setAgain}
            autoComplete="new-password"
            error={againError}
            inputRef={againInput}
          />
        </div>
        <PolicyRules />
      </div>
      {call.fault !== null && (
        <Message tone="bad" title={call.fault.message}>
          {call.fault.remedy}
        </Message>
      )}
      <div className="fr-foot">
        <span className="ui-grow ui-dim">Nothing is stored before the last step.</span>
        <Button look="primary" size="large" type="submit" shortcut="Enter">
          {call.busy ? 'Working…' : 'Continue'}
        </Button>
      </div>
    </form>
  );
}
