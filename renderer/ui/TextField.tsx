import type { ReactNode, Ref } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label, Text } from 'react-aria-components';
import { Icon } from './icons.tsx';
import { classes } from './vars.ts';
import './Field.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'search' | 'password';
  readonly name?: string;
  readonly placeholder?: string;
  /** Stays visible: a rule, an example. */
  readonly help?: ReactNode;
  /** What is wrong and what to do. Shown under the field, read out by screen readers. */
  readonly error?: string | null;
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly mono?: boolean;
  readonly maxLength?: number;
  /** Before and after the text, inside the box. */
  readonly before?: ReactNode;
  readonly after?: ReactNode;
  /** At the right of the label. */
  readonly aside?: ReactNode;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onCapsLock?: (on: boolean) => void;
  readonly onEscape?: () => void;
}

/** One line of text with a label that stays. */
export function TextField(props: TextFieldProps): ReactNode {
  const error = props.error ?? null;
  const { onCapsLock, onEscape } = props;
  return (
    <AriaTextField
      className="ui-field"
      value={props.value}
      onChange={props.onChange}
      type={props.type ?? 'text'}
      isInvalid={error !== null}
      isDisabled={props.disabled ?? false}
      isRequired={props.required ?? false}
      autoFocus={props.autoFocus ?? false}
      validationBehavior="aria"
      {...(props.name === undefined ? {} : { name: props.name })}
      {...(props.autoComplete === undefined ? {} : { autoComplete: props.autoComplete })}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
      {...(onCapsLock === undefined && onEscape === undefined
        ? {}
        : {
            onKeyDown: (event) => {
              onCapsLock?.(event.getModifierState('CapsLock'));
              if (event.key === 'Escape') onEscape?.();
              event.continuePropagation();
            },
          })}
    >
      <div className="ui-field-top">
        <Label className="ui-field-label">{props.label}</Label>
        {props.aside}
      </div>
      <div className="ui-field-box">
        {props.before}
        <Input
          className={classes(props.mono && 'mono')}
          spellCheck={false}
          {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
        />
        {props.after}
      </div>
      {props.help !== undefined && (
        <Text slot="description" className="ui-field-help">
          {props.help}
        </Text>
      )}
      <FieldError className="ui-field-error">
        <Icon name="fault" size={13} weight={1.6} />
        <span>{error}</span>
      </FieldError>
    </AriaTextField>
  );
}
