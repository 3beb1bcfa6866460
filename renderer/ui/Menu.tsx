import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button, IconButton } from './Button.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Kbd } from './Kbd.tsx';
import './Menu.css';

/** One act of a menu. */
export function MenuItem(props: {
  readonly icon: IconName;
  readonly text: string;
  /** Below the text: what it does. */
  readonly detail?: string;
  readonly shortcut?: string;
  readonly onAction: () => void;
}): ReactNode {
  return (
    <AriaMenuItem className="ui-menu-item" textValue={props.text} onAction={props.onAction}>
      <Icon name={props.icon} />
      {props.detail === undefined ? (
        props.text
      ) : (
        <span className="ui-menu-words">
          {props.text}
          <span className="ui-dim">{props.detail}</span>
        </span>
      )}
      {props.shortcut !== undefined && <Kbd keys={props.shortcut} />}
    </AriaMenuItem>
  );
}

/** A small button that opens a menu of acts (`MenuItem`s). */
export function ActionMenu(props: {
  readonly label: string;
  /** Empty where there is no room for more than its icon. */
  readonly text: string;
  readonly disabled?: boolean;
  readonly children: ReactNode;
  /** Where the menu opens; above the button when left out. */
  readonly placement?: 'top start' | 'bottom end';
  readonly icon?: IconName;
  /** Key caps; the key is bound where the menu lives, and opens it by `open`. */
  readonly shortcut?: string;
  /** Given with `onOpen`: whoever draws the menu opens and closes it. */
  readonly open?: boolean;
  readonly onOpen?: (open: boolean) => void;
}): ReactNode {
  return (
    <MenuTrigger
      {...(props.open === undefined ? {} : { isOpen: props.open })}
      {...(props.onOpen === undefined ? {} : { onOpenChange: props.onOpen })}
    >
      <Button
        size="small"
        label={props.label}
        disabled={props.disabled ?? false}
        {...(props.icon === undefined ? {} : { icon: props.icon })}
        {...(props.shortcut === undefined ? {} : { shortcut: props.shortcut })}
      >
        {props.text} {props.shortcut === undefined && props.text !== '' && <Icon name="down" size={12} />}
      </Button>
      <Popover placement={props.placement ?? 'top start'} offset={6} containerPadding={8}>
        <AriaMenu className="ui-menu" aria-label={props.label}>
          {props.children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** A small square button that opens a menu of acts. */
export function IconMenu(props: {
  readonly label: string;
  readonly icon: IconName;
  readonly children: ReactNode;
  readonly placement?: 'bottom end' | 'top end';
}): ReactNode {
  return (
    <MenuTrigger>
      <IconButton icon={props.icon} label={props.label} size="small" look="quiet" />
      <Popover placement={props.placement ?? 'bottom end'} offset={4} containerPadding={8}>
        <AriaMenu className="ui-menu" aria-label={props.label}>
          {props.children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
