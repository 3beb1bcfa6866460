import { type ReactNode, useEffect, useState } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { dayText, timeText } from '#renderer/stores/time-text.ts';
import type { Call } from '#renderer/stores/use-call.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import type { Kept } from '#shared/contract/accounts.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Refusal } from './Refusal.tsx';
import { SecretBox } from './SecretBox.tsx';
import { StepHead } from './StepHead.tsx';
import { keptText } from './steps.ts';

/** Ten codes and the recovery secret, shown once. Goes on only when they were printed, saved or copied, and the person says so. */
export function CodesStep(props: {
  readonly call: Call;
  readonly number: number;
  readonly kept: Kept;
  readonly name: string;
  /** The last step: stores everything. */
  readonly finish: () => Promise<unknown>;
  /** What it says while that is under way. */
  readonly finishing: string;
  readonly onBack: () => void;
}): ReactNode {
  const host = useAccount()?.host ?? '';
  const { call } = props;
  const { recoveryCodes, recoverySecret } = props.kept;
  const [kept, setKept] = useState<string | null>(null);
  const [safe, setSafe] = useState(false);
  const [day] = useState(() => dayText(Date.now()));
  const text = keptText({ host, name: props.name, day }, props.kept);
  const keep = (how: string): void => setKept(`${how} at ${timeText(Date.now())}`);

  const print = (): void => {
    window.print();
    keep('Sent to print');
  };
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `lablink-recovery-codes-${host || 'console'}.txt`;
    link.click();
    // The download has begun by the time the next task runs.
    setTimeout(() => URL.revokeObjectURL(address), 0);
    keep('Saved');
  };
  useEffect(() => {
    const keys = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.shiftKey) return;
      if (event.key === 'p') print();
      else if (event.key === 's') save();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', keys);
    return () => window.removeEventListener('keydown', keys);
  });
  return (
    <form
      className="fr-step"
      onSubmit={(event) => {
        event.preventDefault();
        if (kept !== null && safe) void call.run(props.finish);
      }}
    >
      <StepHead
        number={props.number}
        title="Recovery codes"
        focus
        aside={
          <Badge tone="warn" icon="warning">
            Shown once
          </Badge>
        }
      >
        Each signs you in once if you lose your phone. Keep them away from this PC.
      </StepHead>
      <div className="fr-codes">
        <div data-print="">
          <p className="print-only">
            LabLink Console: recovery codes of {props.name} on {host}, {day}. Each signs in once.
          </p>
          <ol aria-label="Recovery codes">
            {recoveryCodes.map((code, index) => (
              <li key={code}>
                <span aria-hidden="true">{index + 1}</span>
                <code>{code}</code>
              </li>
            ))}
          </ol>
          <SecretBox secret={recoverySecret} host={host} day={day} />
        </div>
        <div className="fr-keep">
          <Button icon="print" size="large" wide shortcut="Ctrl P" onPress={print}>
            Print
          </Button>
          <Button icon="save" size="large" wide shortcut="Ctrl S" onPress={save}>
            Save file
          </Button>
          <CopyButton text={text} size="large" wide onCopied={() => keep('Copied')}>
            Copy all
          </CopyButton>
          <p className="fr-kept" role="status">
            {kept !== null && (
              <>
                <Icon name="check" size={14} />
                {kept}
              </>
            )}
          </p>
        </div>
      </div>
      <div className="fr-foot ruled">
        <div className="ui-grow">
          <Checkbox value={safe} onChange={setSafe} disabled={kept === null}>
            I have put the codes and the secret somewhere safe
          </Checkbox>
          {kept === null && <p className="ui-dim">Print, save or copy them first.</p>}
        </div>
        <Button look="quiet" onPress={props.onBack}>
          Start over
        </Button>
        <Button look="primary" size="large" type="submit" shortcut="Enter" disabled={kept === null || !safe}>
          {call.busy ? props.finishing : 'Continue to the bench'}
        </Button>
      </div>
      <Refusal call={call} />
    </form>
  );
}
