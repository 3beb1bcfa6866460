import type { ReadableDb } from '#main/database/operations.ts';
import { writeEntry, writeHeading } from '#main/transports/transcript/format.ts';
import type { Stretch } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import type { LineRow } from '#main/history/lines.ts';
import { LeftOut } from './left-out.ts';
import { linesOf } from './lines-of.ts';
import { oneInstrument } from './one-instrument.ts';
import type { Copied } from './script.ts';
import { isPollRun, isUnsent, type Settled, settledOf } from './settled.ts';
import { t } from '#shared/language/t.ts';

/** Characters of a transcript that is handed over whole. */
const textMax = 16_000_000;

const cutReply = t`have replies of more than 64 KiB, of which the history keeps the beginning alone`;

/** Why an exchange cannot be told as it was; null when it can. */
function untold(line: LineRow, settled: Settled): string | null {
  const { status, replySha256 } = settled;
  if (isPollRun(line)) return t`are runs of polls, of which the readings alone are kept`;
  if (isUnsent(settled)) return t`were never sent`;
  if (replySha256 !== null) return cutReply;
  // A question that was not answered in time is told: played back, it is not answered either.
  if (status !== 'ok' && status !== 'timeout')
    return t`ended otherwise than by an answer, so nobody knows what came`;
  return null;
}

/** The bytes of a reply on a link that marks its end: the line feed is taken off again, whatever the reply is. */
const onTheLink = (reply: Uint8Array): Uint8Array => Buffer.concat([reply, Buffer.of(0x0a)]);

/** What the instrument is asked first by whoever connects to it. */
const isIdentity = (request: Uint8Array): boolean =>
  Buffer.from(request).toString('latin1').trim().toUpperCase() === '*IDN?';

/** The answer to `*IDN?` as the link of a line has it; null when nobody had been identified. source: IEEE 488.2-1992, 10.14. */
function identityOf({ vendor, model, serial, firmware }: LineRow): Uint8Array | null {
  if (!vendor && !model) return null;
  return Buffer.from([vendor, model, serial || '0', firmware].join(','), 'latin1');
}

/**
 * Everything said with one instrument in a stretch, in the format of recordings. What polls find is not in the history, and `*IDN?` is
 * such a poll: where it is missing, it is answered from what the history knows of the link, and a line says so. Throws INPUT_INVALID,
 * also when the text is longer than the contract allows.
 */
export function transcriptOf(db: ReadableDb, stretch: Stretch): Copied {
  const left = new LeftOut();
  const one = oneInstrument();
  // As bytes: text that was put together character by character takes thirty times its length until it is.
  const parts: Buffer[] = [];
  let room = textMax;
  const write = (text: string): void => {
    room -= text.length;
    if (room < 0)
      throw new Fault('INPUT_INVALID', 'The replies of this stretch are too long for one transcript.', {
        remedy: 'Choose a shorter stretch.',
      });
    parts.push(Buffer.from(text));
  };

  let first: LineRow | null = null;
  let startedAt = 0;
  let lines = 0;
  /** Seconds since the start at which the last thing was said. */
  let last = 0;
  let identified = false;
  const said = (request: Uint8Array, reply: Uint8Array | null, at: number, wireMs: number): void => {
    // The clock may have been set back: what came later stays later.
    const sent = Math.max(last, at);
    last = sent + Math.max(0, wireMs) / 1000;
    write(writeEntry({ kind: 'sent', at: sent, bytes: request }));
    if (reply !== null) write(writeEntry({ kind: 'got', at: last, bytes: onTheLink(reply), end: true }));
  };

  for (const line of linesOf(db, stretch, false)) {
    one.saw(line);
    const settled = settledOf(line);
    const why = untold(line, settled);
    if (why !== null) {
      left.add(why);
      continue;
    }
    if (first === null) {
      first = line;
      startedAt = settled.sentAt;
      write(writeHeading({ framing: 'message', address: line.address!, name: line.name!, startedAt }));
    }
    said(settled.request, settled.reply, (settled.sentAt - startedAt) / 1000, settled.wireMs ?? 0);
    identified ||= settled.reply !== null && isIdentity(settled.request);
    lines++;
  }
  const identity = first === null || identified ? null : identityOf(first);
  if (identity !== null) {
    write('# identity as the history knows it: the question was not in this stretch\n');
    said(Buffer.from('*IDN?\n'), identity, last, 0);
  }
  return { text: Buffer.concat(parts).toString(), lines, left: left.list };
}
