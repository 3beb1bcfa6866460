import { type KeyboardEventHandler, type ReactNode, type Ref, useId } from 'react';
import { Icon, type IconName } from './icons.tsx';
import { classes } from './vars.ts';
import './Panel.css';

export interface PanelProps {
  readonly title: string;
  readonly icon?: IconName;
  /** After the title, cut when there is no room. */
  readonly note?: ReactNode;
  /** State words and buttons at the right. */
  readonly actions?: ReactNode;
  readonly tone?: 'plain' | 'warn' | 'bad';
  /** Without padding around the body. */
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
  /** Given: the panel takes focus (F8 goes from panel to panel), and its single keys work while focus is inside. */
  readonly onKeyDown?: KeyboardEventHandler<HTMLElement>;
  readonly onKeyUp?: KeyboardEventHandler<HTMLElement>;
  readonly panelRef?: Ref<HTMLElement>;
}

/** An engraved plate with a ruled header. `data-panel` marks it for F8. */
export function Panel(props: PanelProps): ReactNode {
  const heading = useId();
  return (
    <section
      className={classes('ui-panel', props.tone, props.className)}
      aria-labelledby={heading}
      data-panel=""
      tabIndex={-1}
      onKeyDown={props.onKeyDown}
      onKeyUp={props.onKeyUp}
      {...(props.panelRef === undefined ? {} : { ref: props.panelRef })}
    >
      <header className="ui-panel-head">
        {props.icon !== undefined && <Icon name={props.icon} />}
        <h2 id={heading}>{props.title}</h2>
        <span className="ui-panel-note">{props.note}</span>
        {props.actions}
      </header>
      <div className={classes('ui-panel-body', props.flush && 'flush')}>{props.children}</div>
    </section>
  );
}
