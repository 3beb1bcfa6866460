import { type ReactNode, useEffect, useState } from 'react';
import { Icon } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import { passwordMinScore, passwordPolicy } from '#shared/passwords.ts';
import { judgeStrength, type Strength } from './strength.ts';
import { t } from '#shared/language/t.ts';

const words = [t`Very weak`, t`Weak`, t`Not strong enough`, t`Strong`, t`Very strong`] as const;
const quietMs = 150;

/** How the password stands against the policy, while it is typed. */
export function useStrength(name: string, password: string): Strength | null {
  const [strength, setStrength] = useState<(Strength & { readonly of: string }) | null>(null);
  useEffect(() => {
    if (password === '') return;
    let wanted = true;
    // After the typing has paused: a long password takes a while to judge, and the keys must not wait for that.
    const timer = setTimeout(() => {
      judgeStrength(name, password).then(
        (judged) => wanted && setStrength({ ...judged, of: password }),
        // Not judged here, then; the console does it when the form is sent.
        () => wanted && setStrength(null),
      );
    }, quietMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [name, password]);
  return password === '' ? null : strength;
}

/** Four marks on a ruler, the word, and the reason. */
export function StrengthMeter({ strength }: { readonly strength: Strength | null }): ReactNode {
  const score = strength?.score ?? -1;
  const good = strength !== null && strength.trouble === null;
  return (
    <div className="fr-strength">
      <div className={classes('fr-marks', good && 'good')} aria-hidden="true">
        {[1, 2, 3, 4].map((mark) => (
          <i key={mark} className={classes(score >= mark && 'on', mark === passwordMinScore && 'needed')} />
        ))}
      </div>
      <p className={classes('fr-verdict', good && 'good')} role="status">
        {strength === null ? (
          <span className="ui-dim">{t`Strength: at least “Strong” is needed`}</span>
        ) : (
          <>
            <Icon name={good ? 'check' : 'warning'} size={14} />
            <b>{words[score]}</b>
            <span>{strength.trouble}</span>
          </>
        )}
      </p>
    </div>
  );
}

/** The policy as people read it. */
export function PolicyRules(): ReactNode {
  return (
    <section className="fr-rules" aria-labelledby="fr-rules">
      <h2 className="ui-legend" id="fr-rules">
        {t`What makes a good password`}
      </h2>
      <ul className="fr-policy">
        {passwordPolicy.map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
    </section>
  );
}
