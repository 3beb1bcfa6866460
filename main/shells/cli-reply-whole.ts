import { once } from 'node:events';
import type { WholeReply } from '#shared/contract/program.ts';
import { Fault } from '#shared/faults.ts';
import { print, shown, tell } from './cli-output.ts';
import { ReplyFile } from './cli-reply-file.ts';
import { describeReply, type ReplyOptions } from './cli-reply.ts';

type Begin = Extract<WholeReply, { item: 'begin' }>;

/** Waits until standard output has room, or nobody reads it any more. */
async function printed(bytes: Uint8Array | string): Promise<void> {
  const { stdout } = process;
  if (stdout.destroyed || stdout.write(bytes)) return;
  const over = new AbortController();
  const { signal } = over;
  await Promise.race([once(stdout, 'drain', { signal }), once(stdout, 'close', { signal })]).finally(() =>
    over.abort(),
  );
}

/** The pieces of a reply. Throws CONNECTION_LOST when they end before its length. */
async function* piecesOf(items: AsyncIterable<WholeReply>, { length }: Begin) {
  let left = length;
  for await (const each of items)
    if (each.item === 'piece') {
      left -= each.data.length;
      yield each.data;
    }
  // Half a waveform is none.
  if (left !== 0) throw new Fault('CONNECTION_LOST', 'The reply ended before its end.');
}

async function keep(file: ReplyFile, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) await file.write(piece);
  await file.keep();
}

async function printText(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) await printed(shown(decoder.decode(piece, { stream: true })));
  print(`${shown(decoder.decode())}\n`);
}

/**
 * Writes a whole reply of any size: a text to standard output, anything else to the file, or with `raw` to standard output as
 * well. The file is opened before `send` is called, so that nothing is asked of an instrument for a file that cannot be.
 */
export async function writeReply(
  send: () => AsyncIterable<WholeReply>,
  { out, raw }: ReplyOptions,
): Promise<void> {
  await using file = out === undefined ? null : await ReplyFile.create(out);
  const items = send()[Symbol.asyncIterator]();
  try {
    const { value: begin } = await items.next();
    if (begin?.item !== 'begin') throw new Fault('CANCELLED', 'It was given up.');
    const { kind, type, length, rest } = begin;
    if (kind === null) return;
    const pieces = piecesOf({ [Symbol.asyncIterator]: () => items }, begin);
    if (raw) {
      for await (const piece of pieces) await printed(piece);
      if (kind === 'text') print('\n');
      return;
    }
    if (kind === 'text') return await printText(pieces);
    if (file === null) return;
    await keep(file, pieces);
    tell(`${out}: ${describeReply({ kind, type, length })}`);
    if (rest !== '') print(`${shown(rest)}\n`);
  } finally {
    await items.return?.();
  }
}
