/** What is shown of a long text before somebody asks for all of it, characters and lines. */
const shownCharacters = 600;
const shownLines = 8;

/** The beginning of a long text; null when all of it is short enough. */
export function folded(text: string): string | null {
  const lines = text.split('\n');
  const few = lines.slice(0, shownLines).join('\n');
  if (few.length > shownCharacters) return few.slice(0, shownCharacters);
  return lines.length > shownLines ? few : null;
}

/** An entry of an error queue that says that something was wrong: `-222,"Data out of range"`. source: SCPI-99 vol. 2, 21.8. */
export const isErrorEntry = (text: string): boolean => /^[+-]?0*[1-9]\d*,\s*".*"$/su.test(text.trim());
