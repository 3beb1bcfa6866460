/** What the keys of the screen do. */
export type Act =
  | 'back-up'
  | 'compare'
  | 'add-place'
  | 'add-key'
  | 'rehearse'
  | 'restore'
  | 'schedule'
  | 'copies'
  | 'cancel';

const letters: Readonly<Record<string, Act>> = {
  b: 'back-up',
  v: 'compare',
  a: 'add-place',
  k: 'add-key',
  r: 'rehearse',
  s: 'schedule',
  c: 'copies',
};

export interface Press {
  readonly key: string;
  readonly shift: boolean;
  /** With Ctrl, Alt or Meta it is somebody else's. */
  readonly other: boolean;
  readonly repeat: boolean;
}

/** What a press does while the focus is in a panel of the screen and nobody types; null: nothing. */
export function actOf({ key, shift, other, repeat }: Press): Act | null {
  if (other || repeat) return null;
  if (key === 'Delete') return shift ? null : 'cancel';
  const letter = key.toLowerCase();
  if (shift) return letter === 'r' ? 'restore' : null;
  // Caps Lock makes a capital without Shift.
  return Object.hasOwn(letters, letter) ? (letters[letter] ?? null) : null;
}
