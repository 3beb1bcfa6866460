/** Messages kept for the arrows, the newest last. */
const kept = 500;

/** What was sent from one input. Lives with the window and nowhere else. */
export interface InputHistory {
  readonly sent: readonly string[];
}

/** Adds what was sent. What was sent before moves to the end. */
export function remember({ sent }: InputHistory, text: string): InputHistory {
  if (text.trim() === '') return { sent };
  return { sent: [...sent.filter((each) => each !== text), text].slice(-kept) };
}

/** Where the arrows stand: `place` counts back from the newest; `prefix` is what was typed before the first arrow. */
export interface Recall {
  readonly place: number;
  readonly prefix: string;
}

const matching = ({ sent }: InputHistory, prefix: string): readonly string[] =>
  sent.filter((text) => text.toUpperCase().startsWith(prefix.toUpperCase()) && text !== prefix);

/** One step to older (1) or newer (-1) messages that begin with what was typed. Null when there is none that way. */
export function recall(
  history: InputHistory,
  before: Recall | null,
  typed: string,
  step: 1 | -1,
): { readonly text: string; readonly recall: Recall | null } | null {
  const prefix = before?.prefix ?? typed;
  const place = (before?.place ?? 0) + step;
  if (place < 0) return null;
  if (place === 0) return before === null ? null : { text: prefix, recall: null };
  const text = matching(history, prefix).at(-place);
  return text === undefined ? null : { text, recall: { place, prefix } };
}
