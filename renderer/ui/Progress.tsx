import type { ReactNode } from 'react';
import { ProgressBar } from 'react-aria-components';
import { classes, vars } from './vars.ts';
import './Progress.css';

export interface ProgressProps {
  readonly label: string;
  /** 0 to 1; null while it is not known how much there is. */
  readonly part: number | null;
  /** Done, rate and time left, in words. */
  readonly children?: ReactNode;
}

/** Long work on its ruler: a tenth each long tick. */
export function Progress({ label, part, children }: ProgressProps): ReactNode {
  const known = part === null ? 1 : Math.min(Math.max(part, 0), 1);
  return (
    <ProgressBar
      className="ui-progress"
      aria-label={label}
      value={known * 100}
      isIndeterminate={part === null}
    >
      <div>
        <div className="ui-progress-track" />
        <div
          className={classes('ui-progress-bar', part === null && 'pend')}
          style={vars({ '--part': known })}
        />
      </div>
      {children !== undefined && <span className="ui-dim">{children}</span>}
    </ProgressBar>
  );
}
