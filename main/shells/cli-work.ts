import type { Progress } from '#shared/contract/work.ts';
import { Fault } from '#shared/faults.ts';
import { tell } from './cli-output.ts';

/** A stream of long work: how far it is, and at last its result. */
type Working<R> =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'result'; readonly result: R };

const megabyte = 1_000_000;
const amount = (value: number, unit: Progress['unit']): string =>
  unit === 'bytes' ? `${(value / megabyte).toFixed(1)} MB` : `${value.toLocaleString('en')} ${unit}`;

/** One line: stage, how far, rate and time left, as far as they are known. */
export function progressWords({ stage, done, of, unit, rate, leftS }: Progress): string {
  const far =
    of === null || of === 0
      ? amount(done, unit)
      : `${Math.floor((100 * done) / of)} % of ${amount(of, unit)}`;
  const speed = rate === null ? '' : `, ${amount(rate, unit)}/s`;
  const left = leftS === null ? '' : `, ${Math.ceil(leftS)} s left`;
  return `${stage}: ${far}${speed}${left}`;
}

/** How often a log gets a line, ms: on a terminal the line is drawn over itself instead. */
const everyMs = 5_000;

/** Shows progress on standard error; `end` leaves the terminal with an empty line. */
export function progressLine(): { readonly show: (progress: Progress) => void; readonly end: () => void } {
  const { isTTY: person } = process.stderr;
  let stage = '';
  let shownAt = -Infinity;
  return {
    show(progress) {
      if (person) {
        process.stderr.write(`\r\x1b[K${progressWords(progress)}`);
        return;
      }
      if (progress.stage === stage && performance.now() - shownAt < everyMs) return;
      stage = progress.stage;
      shownAt = performance.now();
      tell(progressWords(progress));
    },
    end() {
      if (person) process.stderr.write('\r\x1b[K');
    },
  };
}

/** Shows the progress of a stream and answers with its result. Rejects with CANCELLED when it ends without one. */
export async function followed<R>(stream: AsyncIterable<Working<R>>): Promise<R> {
  const line = progressLine();
  let result: { readonly value: R } | null = null;
  try {
    // To its end: a stream that is left after its result was given up, as the record has it.
    for await (const item of stream) {
      if (item.kind === 'result') result = { value: item.result };
      else line.show(item.progress);
    }
  } finally {
    line.end();
  }
  if (result === null) throw new Fault('CANCELLED', 'It was given up. Nothing is left of it.');
  return result.value;
}
