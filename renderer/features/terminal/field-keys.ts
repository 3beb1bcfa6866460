/** What a key does in the input of the terminal. */
export type FieldAct =
  | 'send'
  | 'new-line'
  | 'ask'
  | 'take'
  | 'close'
  | 'next'
  | 'previous'
  | 'older'
  | 'newer'
  | 'page-up'
  | 'page-down'
  | null;

export interface FieldState {
  /** The list of suggestions is on the screen. */
  readonly shown: boolean;
  /** The arrows are in the list. */
  readonly chosen: boolean;
  /** Where the caret stands among several lines. */
  readonly first: boolean;
  readonly last: boolean;
  /** The arrows brought this text back. */
  readonly recalled: boolean;
}

export interface FieldKey {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly repeat: boolean;
  /** A writing system puts a character together: its keys are none of ours. */
  readonly composing: boolean;
}

/** Null: the key is left to the field, the frame and the emergency stop. */
export function fieldAct(press: FieldKey, state: FieldState): FieldAct {
  const { key, ctrl, shift } = press;
  if (press.composing || press.alt) return null;
  if (ctrl) return key === ' ' ? (state.shown ? 'take' : 'ask') : null;
  switch (key) {
    case 'Enter':
      if (shift) return 'new-line';
      if (state.chosen) return 'take';
      // A key that is held sends once.
      return press.repeat ? null : 'send';
    case 'Tab':
      return state.shown && !shift ? 'take' : null;
    case 'Escape':
      return state.shown ? 'close' : null;
    case 'ArrowDown':
      if (shift || !state.last) return null;
      if (state.shown && !state.recalled) return 'next';
      return 'newer';
    case 'ArrowUp':
      if (shift) return null;
      if (state.chosen) return 'previous';
      return state.first ? 'older' : null;
    case 'PageUp':
      return 'page-up';
    case 'PageDown':
      return 'page-down';
    default:
      return null;
  }
}
