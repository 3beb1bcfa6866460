import { type FormEvent, type ReactNode, useState } from 'react';
import { useAccount } from '#renderer/stores/hooks.ts';
import { usePutAway } from '#renderer/stores/use-put-away.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Checkbox } from '#renderer/ui/Choice.tsx';
import { KeepRow } from '#renderer/ui/KeepRow.tsx';
import { Badge } from '#renderer/ui/StateWord.tsx';
import { groupIdentity } from '#renderer/features/backups/key-text.ts';
import type { MadeKey } from './SetUpDialog.tsx';
import { t } from '#shared/language/t.ts';

/** The key, shown this once. Goes on only when it was printed, saved or copied, and the person says so. */
export function KeepStep(props: {
  readonly name: string;
  readonly made: MadeKey;
  readonly onNext: () => void;
}): ReactNode {
  const { name, made, onNext } = props;
  const host = useAccount()?.host ?? '';
  const [safe, setSafe] = useState(false);
  const away = usePutAway({ text: made.sheet, file: `lablink-backup-key-${host || 'console'}.txt` });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (away.how !== null && safe) onNext();
  };
  return (
    <form className="bk-form" onSubmit={submit}>
      <div className="bk-identity" data-secret="">
        <div className="ui-row">
          <span className="ui-legend ui-grow">{t`Key for ${name}`}</span>
          <Badge tone="warn" icon="warning">
            {t`Shown once`}
          </Badge>
        </div>
        <div role="group" aria-label={t`The key`} className="bk-identity-key">
          {groupIdentity(made.identity).map((group, place) => (
            // Groups of one key never change order.
            <span key={`${place}${group}`}>{group}</span>
          ))}
        </div>
        <p className="ui-dim">
          {t`Its public half, which this PC keeps:`} <span className="ui-mono">{made.recipient}</span>
        </p>
      </div>
      <KeepRow
        text={made.sheet}
        how={away.how}
        onPrint={away.print}
        onSave={away.save}
        onCopied={away.copied}
      />
      <p className="ui-mute">
        {t`The sheet says also how to restore by hand, and whose signature to expect. Next you type the key back, from the sheet or the file: that is the proof.`}
      </p>
      <div className="ui-dialog-actions">
        <div className="ui-grow">
          <Checkbox value={safe} onChange={setSafe} disabled={away.how === null}>
            {t`The key is kept away from this PC`}
          </Checkbox>
          {away.how === null && <p className="ui-dim">{t`Print, save or copy it first.`}</p>}
        </div>
        <Button look="primary" type="submit" shortcut="Enter" disabled={away.how === null || !safe}>
          {t`Prove it`}
        </Button>
      </div>
    </form>
  );
}
