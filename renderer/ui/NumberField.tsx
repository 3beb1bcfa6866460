import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';
import { Icon } from './icons.tsx';
import { Kbd } from './Kbd.tsx';
import { StateWord } from './StateWord.tsx';
import { type NumberFieldModel, useNumberField } from './use-number-field.ts';
import { classes } from './vars.ts';
import './NumberField.css';
import { t } from '#shared/language/t.ts';

/** For the panel's key (`V`, `A`). */
export interface NumberFieldHandle {
  focus(): void;
}

export interface NumberFieldProps extends NumberFieldModel {
  /** "Set V". */
  readonly label: string;
  readonly shortcut?: string;
  /** Why it is disabled, or when it will not be. */
  readonly note?: string | null;
  /** Beside the label: what this number is among others. */
  readonly mark?: string | null;
  /** The focus came here: what was changed by another hand has been seen. */
  readonly onSeen?: () => void;
  readonly handle?: Ref<NumberFieldHandle>;
}

/**
 * A setpoint. Type it with a prefix (500m), or choose a digit with left and right and step it with up and down. Enter sends,
 * Esc takes the draft back. What is shown is what the instrument holds, unless the field says otherwise.
 */
export function NumberField(props: NumberFieldProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const field = useNumberField(props, input);
  const { view } = field;
  const changed = props.changed ?? null;
  useImperativeHandle(props.handle, () => ({ focus: field.focus }));
  return (
    <TextField
      className={classes('ui-num', view.look)}
      value={view.text}
      onChange={field.change}
      isInvalid={view.problem !== null}
      isDisabled={props.disabled ?? false}
      validationBehavior="aria"
      inputMode="decimal"
      autoComplete="off"
    >
      <div className="ui-num-top">
        <Label className="ui-legend">{props.label}</Label>
        {(props.mark ?? null) !== null && <span className="ui-num-mark">{props.mark}</span>}
        {view.word === 'pending' && <StateWord kind="pending" />}
        {view.word === 'not-sent' && <StateWord kind="warning">{t`Not sent`}</StateWord>}
        {view.word === null && props.shortcut !== undefined && !props.disabled && (
          <Kbd keys={props.shortcut} />
        )}
      </div>
      {/* A press anywhere in the box goes to the input; keys do not need it. */}
      <div className="ui-num-box" onPointerDown={field.pressBox}>
        <Input
          ref={input}
          spellCheck={false}
          onFocus={field.focused}
          onBlur={() => {
            field.blurred();
            props.onSeen?.();
          }}
          onKeyDown={field.keyDown}
          onPointerUp={field.pressed}
        />
        <Text slot="description" className="ui-num-hint">
          {view.hint}
        </Text>
        {!view.text.endsWith(props.unit) && <span className="ui-num-unit">{props.unit}</span>}
      </div>
      <FieldError className="ui-num-problem">
        <Icon name="fault" size={13} weight={1.6} />
        <span>{view.problem}</span>
      </FieldError>
      {view.problem === null && changed !== null && (
        <span className="ui-num-changed">
          <Icon name="knob" size={13} weight={1.6} />
          <span>{changed}</span>
        </span>
      )}
      {view.problem === null && changed === null && (props.note ?? null) !== null && (
        <span className="ui-num-note">{props.note}</span>
      )}
    </TextField>
  );
}
