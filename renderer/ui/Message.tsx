import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { classes } from './vars.ts';
import './Message.css';

const icons = { ok: 'check', info: 'info', warn: 'warning', bad: 'fault' } as const satisfies Record<
  string,
  IconName
>;

export interface MessageProps {
  readonly tone: keyof typeof icons;
  /** What happened, with the number and the unit. */
  readonly title: ReactNode;
  /** What to do. */
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** What happened, then what to do. It stays until it is dealt with; faults are read out at once. */
export function Message({ tone, title, children, action }: MessageProps): ReactNode {
  return (
    <div className={classes('ui-message', tone)} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={icons[tone]} weight={1.6} />
      <div>
        <b>{title}</b>
        {children !== undefined && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}
