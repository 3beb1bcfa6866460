import { t } from '#shared/language/t.ts';
/** Longest program message that the console takes, characters (contract: `instruments.send`). */
export const longestLine = 4096;
/** Lines sent in one go at the most. */
export const mostLines = 500;

/** The program messages of a text: one a line, without those that are empty. */
export const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A pasted text: of a transcript (`> sent`, `< reply`, `# remark`) only what was sent, without its mark. */
export function pastedText(text: string): string {
  const lines = text.split(/\r\n|\r|\n/u);
  const filled = lines.filter((line) => line.trim() !== '');
  const transcript =
    filled.some((line) => line.startsWith('> ')) && filled.every((line) => /^[><#] /u.test(line));
  const kept = transcript
    ? filled.filter((line) => line.startsWith('> ')).map((line) => line.slice(2))
    : lines;
  return kept.join('\n').trim();
}

/** Why a text cannot be sent as it stands, or null. */
export function lineTrouble(lines: readonly string[]): string | null {
  const long = lines.findIndex((line) => line.length > longestLine);
  if (long >= 0)
    return t`Line ${long + 1} has ${lines[long]?.length ?? 0} characters; ${longestLine} fit into one message. Split it at a semicolon.`;
  if (lines.length > mostLines)
    return t`${lines.length} lines are too many at once. Send ${mostLines} or fewer.`;
  return null;
}
