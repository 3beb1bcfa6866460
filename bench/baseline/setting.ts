import type { PythonPeer } from '../python-peer.fixture.ts';

/**
 * How much is measured. `LABLINK_BENCH_SCALE`: 1 also backs up 1 GB; less than 0.1 is a trial of seconds, to see that it works, whose
 * figures say nothing.
 */
const scale = Number(process.env['LABLINK_BENCH_SCALE'] ?? 0.3);
export const trial = scale < 0.1;
export const rounds = trial ? 2 : 12;
/** How long a round of what takes less goes on, ms. */
export const roundMs = trial ? 20 : 150;
export const historySizes: readonly number[] = trial ? [100, 1000] : [100, 1000, 10_000, 100_000, 1_000_000];
export const backupSizes: readonly number[] = [
  100_000,
  ...(trial ? [1_000_000] : [1_000_000, 10_000_000, 100_000_000]),
  ...(scale >= 1 ? [1_000_000_000] : []),
];
export const listSizes: readonly number[] = trial ? [10] : [10, 100, 1000];

/** What the parts of the baseline share. */
export interface Setting {
  /** An empty folder for everything that is written. */
  readonly root: string;
  /** Null where there is none: what it would do is left out, and said to be. */
  readonly python: PythonPeer | null;
}

/** Asks Python for so many as fill about a round; how long one took there, ms. */
export function pythonRound(
  python: PythonPeer,
  task: string,
  given: Readonly<Record<string, unknown>>,
  seen: (proof: Readonly<Record<string, unknown>>, times: number) => void,
  most = 20_000,
): () => Promise<number> {
  let times = 1;
  return async () => {
    const { seconds, proof } = await python.ask(task, { ...given, times });
    seen(proof, times);
    const ms = (seconds * 1000) / times;
    times = Math.max(1, Math.min(most, Math.round(roundMs / Math.max(ms, 1e-4))));
    return ms;
  };
}
