import type { ReadableDb } from '#main/database/operations.ts';
import type { Stretch } from '#shared/contract/history.ts';
import { LeftOut } from './left-out.ts';
import { linesOf } from './lines-of.ts';
import { oneInstrument } from './one-instrument.ts';
import { isUnsent, settledOf } from './settled.ts';
import { t } from '#shared/language/t.ts';

/** Longest program message that the terminal takes, characters (contract: `instruments.send`). */
const longestMessage = 4096;

/** A stretch as text, and what it could not take. */
export interface Copied {
  readonly text: string;
  readonly lines: number;
  readonly left: { why: string; count: number }[];
}

/**
 * What people sent to one instrument in a stretch: the messages alone, one a line, each as it was, with nothing between them. So it
 * goes into the terminal's input, into a file, and into `lablink query -`; there are no comments, since SCPI has none and every line
 * would be sent.
 */
export function scriptOf(db: ReadableDb, stretch: Stretch): Copied {
  const left = new LeftOut();
  const messages: string[] = [];
  const one = oneInstrument();
  for (const line of linesOf(db, stretch, true)) {
    one.saw(line);
    const settled = settledOf(line);
    const text = Buffer.from(settled.request)
      .toString('latin1')
      .replace(/[\r\n]+$/, '')
      .trim();
    if (isUnsent(settled)) left.add(t`were never sent`);
    else if (settled.status === 'in-flight')
      left.add(t`have no outcome: whether they were sent is not known`);
    // A terminator inside would make two messages of one; the rest is what the terminal refuses.
    else if (/[^\t\x20-\x7e\xa0-\xff]/.test(text)) left.add(t`are binary: no line of text can hold them`);
    else if (text.length > longestMessage) left.add(t`are longer than 4,096 characters`);
    else if (text !== '') messages.push(text);
  }
  return { text: messages.map((each) => `${each}\n`).join(''), lines: messages.length, left: left.list };
}
