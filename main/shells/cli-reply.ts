import { writeFile } from 'node:fs/promises';
import type { Reply } from '#shared/contract/program.ts';
import { Fault } from '#shared/faults.ts';
import { print, shown, tell } from './cli-output.ts';

/** What becomes of a reply that is no text. */
export interface ReplyOptions {
  readonly out: string | undefined;
  readonly raw: boolean;
}

/** A reply that is no text, in words. */
export const describeReply = (reply: Exclude<Reply, { kind: 'text' }>): string => {
  const bytes = `${reply.length.toLocaleString('en')} bytes`;
  if (reply.kind === 'bytes') return `${bytes} that are no text`;
  return reply.type === 'bytes' ? `a block of ${bytes}` : `a ${reply.type} picture of ${bytes}`;
};

/** Its bytes. Throws REPLY_TOO_LARGE when only its beginning came across: half a waveform is none. */
function whole(reply: Exclude<Reply, { kind: 'text' }>): Uint8Array {
  if (reply.data.length === reply.length) return reply.data;
  throw new Fault(
    'REPLY_TOO_LARGE',
    `The reply is ${describeReply(reply)}, of which the console hands on the first ${reply.data.length.toLocaleString('en')}.`,
  );
}

/** Prints a reply: text with a line end, a block as the options say. */
export async function printReply(reply: Reply, { out, raw }: ReplyOptions): Promise<void> {
  if (reply.kind === 'text') {
    print(`${raw ? reply.text : shown(reply.text)}\n`);
    if (Buffer.byteLength(reply.text) < reply.length && reply.text.length >= 65_536)
      tell(`The reply has ${reply.length.toLocaleString('en')} bytes; its beginning is printed.`);
    return;
  }
  if (out !== undefined) {
    const bytes = whole(reply);
    await writeFile(out, bytes).catch((cause: unknown) => {
      throw new Fault('FOLDER_UNWRITABLE', `${out} cannot be written.`, {
        remedy: 'Choose another file, or check its folder.',
        cause,
      });
    });
    tell(`${out}: ${describeReply(reply)}`);
  } else if (raw) process.stdout.write(whole(reply));
  else tell(`The reply is ${describeReply(reply)}. --out FILE keeps it, --raw prints it as it is.`);
  if (reply.kind === 'block' && reply.rest !== '' && !raw) print(`${shown(reply.rest)}\n`);
}
