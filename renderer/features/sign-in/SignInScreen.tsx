import { type ReactNode, useState } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { classes } from '#renderer/ui/vars.ts';
import { CodeStep } from './CodeStep.tsx';
import { Face } from './Face.tsx';
import { LiveBox } from './LiveBox.tsx';
import { PasswordStep } from './PasswordStep.tsx';
import { RecoveryStep } from './RecoveryStep.tsx';
import './SignIn.css';
import { t } from '#shared/language/t.ts';

/** Signing in: password, then the code. `recover` draws the way for when nobody can any more. */
export function SignInScreen({
  recover,
}: {
  readonly recover: (onLeave: () => void) => ReactNode;
}): ReactNode {
  const account = useAccount();
  const [recovery, setRecovery] = useState(false);
  const [stranded, setStranded] = useState(false);
  if (account === null) return null;
  const recovering = account.phase === 'recovering' || account.phase === 'recovered';
  // What a recovery has begun is ended by its own Start over.
  if (stranded || recovering) return recover(() => setStranded(false));
  const second = account.phase === 'second-factor';
  // Signing in starts again with the app's code.
  if (recovery && !second) setRecovery(false);
  return (
    <div className="sign">
      <Face account={account} />
      <main className="sign-side">
        <ol className="sign-steps">
          <Step number={1} name={t`Password`} current={!second} done={second} />
          <Step number={2} name={recovery ? t`Recovery code` : t`Code`} current={second} done={false} />
        </ol>
        {!second && <PasswordStep host={account.host} onStranded={() => setStranded(true)} />}
        {second && !recovery && <CodeStep onRecovery={() => setRecovery(true)} />}
        {second && recovery && <RecoveryStep onCode={() => setRecovery(false)} />}
        <LiveBox />
      </main>
    </div>
  );
}

function Step(props: { number: number; name: string; current: boolean; done: boolean }): ReactNode {
  return (
    <li
      className={classes(props.current && 'current', props.done && 'done')}
      aria-current={props.current ? 'step' : undefined}
    >
      <b>{props.done ? '✓' : props.number}</b>
      {props.name}
    </li>
  );
}
