import { open, readFile, stat } from 'node:fs/promises';
import { BaselineSummary, PathRow } from '#shared/contract/baselines.ts';
import { z } from '#shared/schema.ts';
import type { Named } from './compare.ts';

const format = 'lablink-baseline-1';

/** What is known of a set of measurements without its durations: the first line of its file. */
export const KeptHead = z.object({
  format: z.literal(format),
  ...BaselineSummary.omit({ id: true, reference: true }).shape,
  /** Of a run of the critical paths. */
  paths: z.array(PathRow).nullable(),
});
export type KeptHead = z.infer<typeof KeptHead>;

const Round = z.union([
  z.object({ ms: z.array(z.number().nonnegative()) }),
  z.object({ counts: z.array(z.number().int().nonnegative()) }),
]);
const KeptFile = z.object({
  head: KeptHead,
  measured: z.array(z.object({ key: z.string(), name: z.string(), measured: z.array(z.array(Round)) })),
});

/** A set of measurements that is kept. */
export interface Kept {
  readonly head: KeptHead;
  readonly measured: readonly Named[];
}

/** Characters of the first line, and bytes of the whole file, at most: what is longer is not read. */
const headMax = 100_000;
export const keptMax = 32 * 2 ** 20;

export const headOf = (
  head: Omit<KeptHead, 'format' | 'measured'>,
  measured: readonly Named[],
): KeptHead => ({
  format,
  ...head,
  measured: measured.length,
});

/** The file, piece by piece: JSON, with what is known without its durations in the first line, and then a line for each row. */
export function* keptText({ head, measured }: Kept): Generator<string> {
  yield `{"head":${JSON.stringify(head)},\n"measured":[`;
  for (const [index, row] of measured.entries()) yield `${index === 0 ? '' : ','}\n${JSON.stringify(row)}`;
  yield '\n]}\n';
}

/** What the first line says. Rejects when it cannot be read as that of a set of measurements. */
export async function readHead(file: string): Promise<KeptHead> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headMax), 0, headMax, 0);
    const text = buffer.toString('utf8', 0, bytesRead);
    const line = text.slice(0, text.indexOf('\n'));
    const [before, after] = ['{"head":', ','];
    if (!line.startsWith(before) || !line.endsWith(after)) throw new Error('no first line');
    return KeptHead.parse(JSON.parse(line.slice(before.length, -after.length)));
  } finally {
    await handle.close();
  }
}

/** The whole file. Rejects when it is too long, or cannot be read as a set of measurements. Not for the main thread. */
export async function readKept(file: string): Promise<Kept> {
  if ((await stat(file)).size > keptMax) throw new Error('too long');
  return KeptFile.parse(JSON.parse(await readFile(file, 'utf8')));
}
