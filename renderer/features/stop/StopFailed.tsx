import type { ReactNode } from 'react';
import { StopSign } from '#renderer/ui/icons.tsx';
import { classes } from '#renderer/ui/vars.ts';
import type { FaultShape } from '#shared/faults.ts';
import { t } from '#shared/language/t.ts';

/** A stop that did not reach the console: the one thing worse than having to press it. */
export function StopFailed({
  fault,
  side,
}: {
  readonly fault: FaultShape;
  readonly side: 'left' | 'right';
}): ReactNode {
  return (
    <section className={classes('stop-report', side)} aria-label={t`The stop did not arrive`} role="alert">
      <header className="stop-head">
        <StopSign size={38} />
        <div className="ui-grow">
          <h2>{t`Nothing was stopped`}</h2>
          <p>{t`The stop did not reach the console.`}</p>
        </div>
      </header>
      <div className="stop-live">
        <div>
          <h3>{t`Switch the outputs off at the instruments, or at the mains.`}</h3>
          <p>
            {t`${fault.message} The stop is sent again as soon as the console answers. Until then, treat every output as live.`}
          </p>
        </div>
      </div>
    </section>
  );
}
