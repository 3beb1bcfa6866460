import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  Select as AriaSelect,
  CheckboxButton,
  CheckboxField,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  SwitchButton,
  SwitchField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import { Icon, type IconName } from './icons.tsx';
import { classes } from './vars.ts';
import './Button.css';
import './Choice.css';
import './Field.css';

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Drawn before the label. */
  readonly icon?: IconName;
}

export interface ChoiceProps<T extends string> {
  /** Named for screen readers; a Select shows it as well. */
  readonly label: string;
  readonly options: readonly Option<T>[];
  /** What is none of the options chooses none: nothing is known to hold. */
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** A few choices that are all seen at once; one holds. */
export function Segmented<T extends string>(props: ChoiceProps<T> & { readonly small?: boolean }): ReactNode {
  return (
    <ToggleButtonGroup
      className={classes('ui-seg', props.small && 'small')}
      aria-label={props.label}
      selectionMode="single"
      disallowEmptySelection
      isDisabled={props.disabled ?? false}
      selectedKeys={[props.value]}
      onSelectionChange={(keys) => {
        const chosen = props.options.find((option) => keys.has(option.value));
        if (chosen) props.onChange(chosen.value);
      }}
    >
      {props.options.map((option) => (
        <ToggleButton key={option.value} id={option.value}>
          {option.icon !== undefined && <Icon name={option.icon} size={18} weight={1.6} />}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Many choices behind one button. */
export function Select<T extends string>(props: ChoiceProps<T>): ReactNode {
  return (
    <AriaSelect
      className="ui-field"
      selectedKey={props.value}
      isDisabled={props.disabled ?? false}
      onSelectionChange={(key) => {
        const chosen = props.options.find((option) => option.value === key);
        if (chosen) props.onChange(chosen.value);
      }}
    >
      <Label className="ui-field-label">{props.label}</Label>
      <AriaButton className="ui-button ui-select-button">
        <SelectValue>{({ selectedText }) => selectedText}</SelectValue>
        <Icon name="down" />
      </AriaButton>
      <Popover offset={4} containerPadding={8}>
        <ListBox className="ui-select-list">
          {props.options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className="ui-select-item"
            >
              {option.label}
              {option.value === props.value && <Icon name="check" />}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface ToggleProps {
  readonly children: ReactNode;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly disabled?: boolean;
}

/** A setting that holds at once. */
export function Switch(props: ToggleProps): ReactNode {
  return (
    <SwitchField isSelected={props.value} onChange={props.onChange} isDisabled={props.disabled ?? false}>
      <SwitchButton className="ui-switch">
        <span className="ui-switch-track" />
        {props.children}
      </SwitchButton>
    </SwitchField>
  );
}

/** A statement a person makes, sent with the rest of the form. */
export function Checkbox(props: ToggleProps): ReactNode {
  return (
    <CheckboxField isSelected={props.value} onChange={props.onChange} isDisabled={props.disabled ?? false}>
      <CheckboxButton className="ui-check">
        <span className="ui-check-box">
          <Icon name="check" size={14} />
        </span>
        {props.children}
      </CheckboxButton>
    </CheckboxField>
  );
}
