import type { ReactNode } from 'react';
import { TextField as AriaTextField, FieldError, Input, Label } from 'react-aria-components';
import { codeDigits } from './code-text.ts';
import { Icon } from './icons.tsx';
import { classes } from './vars.ts';
import './CodeField.css';
import './Field.css';

const places = [0, 1, 2, 3, 4, 5] as const;

export interface CodeFieldProps {
  readonly label: string;
  /** Digits only, six at the most. */
  readonly value: string;
  readonly onChange: (digits: string) => void;
  /** Called when the sixth digit arrives, typed, pasted or filled in. */
  readonly onComplete?: (digits: string) => void;
  readonly error?: string | null;
  readonly autoFocus?: boolean;
  readonly disabled?: boolean;
}

/** A one-time code: one input, so that paste and the system's own fill-in work, drawn as six cells. */
export function CodeField(props: CodeFieldProps): ReactNode {
  const { value, error = null } = props;
  return (
    <AriaTextField
      className="ui-field"
      value={value}
      onChange={(text) => {
        const digits = codeDigits(text);
        props.onChange(digits);
        if (digits.length === 6 && digits !== value) props.onComplete?.(digits);
      }}
      inputMode="numeric"
      autoComplete="one-time-code"
      isInvalid={error !== null}
      isDisabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      validationBehavior="aria"
    >
      <Label className="ui-field-label">{props.label}</Label>
      <div className="ui-code">
        <Input className="ui-code-input" />
        <div className="ui-code-cells" aria-hidden="true">
          {places.map((place) => (
            <span
              key={place}
              className={classes('ui-code-cell', place === Math.min(value.length, 5) && 'next')}
            >
              {value[place] ?? ''}
            </span>
          ))}
        </div>
      </div>
      <FieldError className="ui-field-error">
        <Icon name="fault" size={13} weight={1.6} />
        <span>{error}</span>
      </FieldError>
    </AriaTextField>
  );
}
