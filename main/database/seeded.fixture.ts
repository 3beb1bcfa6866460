/** Numbers from 0 to 1 that follow from the seed. source: mulberry32, public domain. */
export function seeded(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The seed of this run: `LABLINK_SEED`, or another each time. It stands in the title of what uses it. */
export const runSeed = (): number => Number(process.env['LABLINK_SEED'] ?? Date.now() % 1_000_000);

/** How often something is killed or cut: a few times in every test run, `LABLINK_KILLS` times where that is asked for. */
export const kills = (few: number): number => Number(process.env['LABLINK_KILLS'] ?? few);
