import type { ReactNode, Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import { Kbd } from './Kbd.tsx';
import { classes } from './vars.ts';
import './Button.css';

export interface ButtonProps {
  /** The act and the value: "Set 5.50 V". */
  readonly children: ReactNode;
  /** One primary in a view: what Enter does. */
  readonly look?: 'primary' | 'default' | 'quiet' | 'danger';
  readonly size?: 'small' | 'normal' | 'large';
  readonly icon?: IconName;
  /** Key caps after the words. The key itself is bound where the button lives. */
  readonly shortcut?: string;
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** Under way: it keeps the focus, and a press does nothing. Say in its words what is under way. */
  readonly pending?: boolean;
  readonly wide?: boolean;
  readonly autoFocus?: boolean;
  /** Where the visible words are not enough. */
  readonly label?: string;
  readonly onPress?: () => void;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

/** A button in ink. It says the act; colour is left to signals and states. */
export function Button(props: ButtonProps): ReactNode {
  const { look = 'default', size = 'normal', pending = false, onPress } = props;
  return (
    <AriaButton
      className={classes('ui-button', look, size, props.wide && 'wide')}
      // While it is under way Enter sends nothing twice, and the focus stays where it is.
      type={pending ? 'button' : (props.type ?? 'button')}
      aria-disabled={pending}
      isDisabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      {...(props.label === undefined ? {} : { 'aria-label': props.label })}
      {...(props.buttonRef === undefined ? {} : { ref: props.buttonRef })}
      onPress={() => {
        if (!pending) onPress?.();
      }}
    >
      {props.icon !== undefined && <Icon name={props.icon} size={size === 'small' ? 14 : 16} />}
      {props.children}
      {props.shortcut !== undefined && <Kbd keys={props.shortcut} />}
    </AriaButton>
  );
}

export interface IconButtonProps {
  readonly icon: IconName;
  /** What it does: the only words it has. */
  readonly label: string;
  readonly look?: 'default' | 'quiet';
  readonly size?: 'small' | 'normal' | 'large';
  readonly disabled?: boolean;
  readonly onPress?: () => void;
}

/** A square button with a drawing. Use it where the drawing is known to everybody (plus, close, copy). */
export function IconButton(props: IconButtonProps): ReactNode {
  const { look = 'default', size = 'normal', onPress } = props;
  return (
    <AriaButton
      className={classes('ui-button', 'icon', look, size)}
      aria-label={props.label}
      isDisabled={props.disabled ?? false}
      onPress={() => onPress?.()}
    >
      <Icon name={props.icon} />
    </AriaButton>
  );
}
