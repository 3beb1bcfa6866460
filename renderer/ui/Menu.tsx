import type { ReactNode } from 'react';
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Button } from './Button.tsx';
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
  readonly text: string;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <MenuTrigger>
      <Button size="small" label={props.label} disabled={props.disabled ?? false}>
        {props.text} <Icon name="down" size={12} />
      </Button>
      <Popover placement="top start" offset={6} containerPadding={8}>
        <AriaMenu className="ui-menu" aria-label={props.label}>
          {props.children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
