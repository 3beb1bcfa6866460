import type { Suggestion, Suggestions } from './complete.ts';

/** A text with the caret in it. */
export interface Edit {
  readonly text: string;
  readonly caret: number;
}

/** The line that the caret stands in, and where it begins. */
export function lineAt(text: string, caret: number): { readonly line: string; readonly start: number } {
  const start = text.lastIndexOf('\n', caret - 1) + 1;
  const end = text.indexOf('\n', caret);
  return { line: text.slice(start, end < 0 ? text.length : end), start };
}

export const onFirstLine = (text: string, caret: number): boolean => !text.slice(0, caret).includes('\n');
export const onLastLine = (text: string, caret: number): boolean => !text.slice(caret).includes('\n');

/** Puts something in the place of what is selected. */
export const insertText = (text: string, from: number, to: number, added: string): Edit => ({
  text: text.slice(0, from) + added + text.slice(to),
  caret: from + added.length,
});

/** Takes a suggestion: its header with what stands behind it, and a space where parameters are wanted. `at`: where the line begins in the text. */
export function takeSuggestion(
  text: string,
  at: number,
  { from, to }: Pick<Suggestions, 'from' | 'to'>,
  { header, tail, command }: Suggestion,
): Edit {
  const follows = text.slice(at + to);
  const space = command.parameters !== '' && !/^[ \t]/u.test(follows) ? ' ' : '';
  const given = follows.trim() === '' ? tail : '';
  const edit = insertText(text, at + from, at + to, header + given + space);
  // Where a space stands already, what is wanted is behind it.
  return command.parameters !== '' && space === '' ? { ...edit, caret: edit.caret + 1 } : edit;
}
