import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useAccount } from '#renderer/stores/hooks.ts';
import { timeText } from '#renderer/stores/time-text.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { Icon } from '#renderer/ui/icons.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import { groupIdentity } from '#renderer/features/backups/key-text.ts';
import type { MadeKey } from './SetUpDialog.tsx';

/** The key, shown this once. Goes on only when it was printed, saved or copied, and the person says so. */
export function KeepStep(props: {
  readonly name: string;
  readonly made: MadeKey;
  readonly onNext: () => void;
}): ReactNode {
  const { name, made, onNext } = props;
  const host = useAccount()?.host ?? '';
  const [kept, setKept] = useState<string | null>(null);
  const [safe, setSafe] = useState(false);
  const keep = (how: string): void => setKept(`${how} at ${timeText(Date.now())}`);
  const print = (): void => {
    window.print();
    keep('Sent to print');
  };
  const save = (): void => {
    const address = URL.createObjectURL(new Blob([made.sheet], { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `lablink-backup-key-${host || 'console'}.txt`;
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
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (kept !== null && safe) onNext();
  };
  return (
    <form className="bk-form" onSubmit={submit}>
      <div className="bk-identity" data-secret="">
        <div className="ui-row">
          <span className="ui-legend ui-grow">Key for {name}</span>
          <Badge tone="warn" icon="warning">
            Shown once
          </Badge>
        </div>
        <div role="group" aria-label="The key" className="bk-identity-key">
          {groupIdentity(made.identity).map((group, place) => (
            // Groups of one key never change order.
            <span key={`${place}${group}`}>{group}</span>
          ))}
        </div>
        <p className="ui-dim">
          Its public half, which this PC keeps: <span className="ui-mono">{made.recipient}</span>
        </p>
      </div>
      {createPortal(
        <pre className="print-only bk-sheet" data-print="" aria-hidden="true">
          {made.sheet}
        </pre>,
        document.body,
      )}
      <div className="bk-keep">
        <Button icon="print" shortcut="Ctrl P" autoFocus onPress={print}>
          Print the sheet
        </Button>
        <Button icon="save" shortcut="Ctrl S" onPress={save}>
          Save the file
        </Button>
        <CopyButton text={made.sheet} onCopied={() => keep('Copied')}>
          Copy
        </CopyButton>
        <span className="bk-kept-how" role="status">
          {kept !== null && (
            <>
              <Icon name="check" size={14} />
              {kept}
            </>
          )}
        </span>
      </div>
      <p className="ui-mute">
        The sheet says also how to restore by hand, and whose signature to expect. Next you type the key back,
        from the sheet or the file: that is the proof.
      </p>
      <div className="ui-dialog-actions">
        <div className="ui-grow">
          <Checkbox value={safe} onChange={setSafe} disabled={kept === null}>
            The key is kept away from this PC
          </Checkbox>
          {kept === null && <p className="ui-dim">Print, save or copy it first.</p>}
        </div>
        <Button look="primary" type="submit" shortcut="Enter" disabled={kept === null || !safe}>
          Prove it
        </Button>
      </div>
    </form>
  );
}
