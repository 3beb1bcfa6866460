import type { BlockType, Reply } from '#shared/contract/program.ts';
import { print, shown, tell } from './cli-output.ts';

/** What becomes of a reply that is no text. */
export interface ReplyOptions {
  readonly out: string | undefined;
  readonly raw: boolean;
}

/** What is said of a reply that is no text. */
interface Described {
  readonly kind: 'block' | 'bytes';
  readonly type: BlockType;
  readonly length: number;
}

/** A reply that is no text, in words. */
export const describeReply = ({ kind, type, length }: Described): string => {
  const bytes = `${length.toLocaleString('en')} bytes`;
  if (kind === 'bytes') return `${bytes} that are no text`;
  return type === 'bytes' ? `a block of ${bytes}` : `a ${type} picture of ${bytes}`;
};

/** Prints a reply: text with a line end, anything else in words. */
export function printReply(reply: Reply): void {
  if (reply.kind === 'text') {
    print(`${shown(reply.text)}\n`);
    if (Buffer.byteLength(reply.text) < reply.length && reply.text.length >= 65_536)
      tell(
        `The reply has ${reply.length.toLocaleString('en')} bytes; its beginning is printed. --raw prints all.`,
      );
    return;
  }
  const described = { type: 'bytes', ...reply } as const;
  tell(`The reply is ${describeReply(described)}. --out FILE keeps it, --raw prints it as it is.`);
  if (reply.kind === 'block' && reply.rest !== '') print(`${shown(reply.rest)}\n`);
}
