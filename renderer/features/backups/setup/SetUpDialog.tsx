import { type ReactNode, useState } from 'react';
import { useBackups, useClient } from '#renderer/stores/hooks.ts';
import { useCall } from '#renderer/stores/use-call.ts';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { FaultNote } from '#renderer/features/backups/forms/FaultNote.tsx';
import { KeepStep } from './KeepStep.tsx';
import { FirstStep, NameStep, PlaceStep } from './plain-steps.tsx';
import { ProveStep } from './ProveStep.tsx';
import { type SetUpStep, stepAfter, stepsOf, stepTitles } from './steps.ts';
import { t } from '#shared/language/t.ts';

/** A key as it was made: in this dialog's memory alone, until it is proved or the dialog closes. */
export interface MadeKey {
  readonly id: string;
  readonly identity: string;
  readonly recipient: string;
  readonly sheet: string;
}

/**
 * From nothing to the first backup: a key is made, kept, proved by typing it back, and only then used. Closing before it was
 * proved forgets it: nothing was encrypted to it.
 */
export function SetUpDialog(props: {
  readonly onClose: () => void;
  readonly onBackUp: () => void;
}): ReactNode {
  const { onClose } = props;
  const client = useClient();
  const call = useCall();
  const state = useBackups();
  // What was there at the beginning decides; the first key that is proved does not end its own set-up.
  const [steps] = useState(() =>
    stepsOf({ keys: state?.recipients.length ?? 0, places: state?.destinations.length ?? 0 }),
  );
  const [step, setStep] = useState<SetUpStep>('name');
  const [name, setName] = useState(t`Lab safe`);
  const [made, setMade] = useState<MadeKey | null>(null);
  const next = (): void => {
    const after = stepAfter(steps, step);
    if (after === null) onClose();
    else setStep(after);
  };
  const make = async (): Promise<void> => {
    const key = await call.run(() => client.backups.createIdentity({ name: name.trim() }));
    if (key === null) return;
    setMade(key);
    setStep('keep');
  };
  const prove = async (identity: string, passphrase: string | null): Promise<void> => {
    if (made === null) return;
    const input = { id: made.id, identity, passphrase };
    const proved = await call.run(async () => {
      await client.backups.confirmIdentity(input);
      return true;
    });
    if (proved === null) return;
    // It has been kept elsewhere, as has just been shown.
    setMade(null);
    next();
  };
  return (
    <Dialog title={steps.length > 3 ? t`Set up backups` : t`Make a key`} open onClose={onClose} wide>
      <ol className="bk-steps" aria-label={t`Steps`}>
        {steps.map((each, index) => {
          const at = steps.indexOf(step);
          return (
            <li
              key={each}
              className={classes(index < at && 'done', index === at && 'now')}
              aria-current={index === at ? 'step' : undefined}
            >
              <b aria-hidden="true">{index < at ? '✓' : index + 1}</b>
              {stepTitles[each]}
              {index < at && <span className="ui-sr">{t`, done`}</span>}
            </li>
          );
        })}
      </ol>
      {step === 'name' && (
        <NameStep
          name={name}
          onName={setName}
          busy={call.busy}
          onNext={() => void make()}
          onClose={onClose}
        />
      )}
      {step === 'keep' && made !== null && (
        <KeepStep name={name} made={made} onNext={() => (call.clear(), next())} />
      )}
      {step === 'prove' && made !== null && (
        <ProveStep
          busy={call.busy}
          wrong={call.fault?.code === 'BACKUP_KEY_WRONG' ? call.fault.message : null}
          onBack={() => setStep('keep')}
          onProve={(identity, passphrase) => void prove(identity, passphrase)}
        />
      )}
      {step === 'place' && <PlaceStep onNext={next} onClose={onClose} />}
      {step === 'first' && (
        <FirstStep
          onBackUp={() => {
            props.onBackUp();
            onClose();
          }}
          onClose={onClose}
        />
      )}
      {call.fault?.code !== 'BACKUP_KEY_WRONG' && <FaultNote fault={call.fault} />}
    </Dialog>
  );
}
