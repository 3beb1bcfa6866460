import { Fault } from '#shared/faults.ts';

/** How long one check may take in the emulated machine, ms. */
const checkMs = 40_000;

let passed = 0;
const failed: string[] = [];

/** Runs one check with a deadline and prints a line about it. Never rejects. `signal` is aborted when its time is up. */
export async function check(title: string, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const deadline = new AbortController();
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  try {
    await Promise.race([
      work(deadline.signal),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          const late = new Fault('INSTRUMENT_TIMEOUT', `The check took longer than ${checkMs} ms.`);
          deadline.abort(late);
          reject(late);
        }, checkMs);
      }),
    ]);
    passed++;
    console.log(`ok - ${title} (${Math.round(performance.now() - start)} ms)`);
  } catch (error) {
    failed.push(title);
    console.log(`not ok - ${title}\n${indented(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

const indented = (error: unknown): string => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return (error instanceof Fault ? `${error.code}: ${stack}` : stack).replace(/^/gm, '    ');
};

/** Prints how many checks passed, and returns the exit code. */
export function summary(): number {
  console.log(
    `${passed} passed, ${failed.length} failed${failed.map((title) => `\n  not ok - ${title}`).join('')}`,
  );
  return failed.length === 0 ? 0 : 1;
}

export function equal(actual: unknown, expected: unknown, what = 'it'): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(`${what} is ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`);
}

/** The fault that `work` rejects with: one of these codes, with a remedy. */
export async function refused(work: Promise<unknown>, ...codes: string[]): Promise<Fault> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome))
    throw new Error(
      `it succeeded with ${short(outcome.value)} instead of failing with ${codes.join(' or ')}`,
    );
  const { error } = outcome;
  if (!(error instanceof Fault))
    throw new Error(`it failed with ${String(error)}, which is no fault`, { cause: error });
  if (!codes.includes(error.code)) throw new Error(`it failed with ${error.code}: ${error.message}`);
  if (error.remedy === '') throw new Error(`${error.code} has no remedy`);
  return error;
}

const short = (value: unknown): string =>
  value instanceof Uint8Array ? `${Buffer.from(value).toString('latin1').slice(0, 60)}` : String(value);
