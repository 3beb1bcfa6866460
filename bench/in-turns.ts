/** Something that is measured beside others. */
export interface Contender {
  readonly name: string;
  /** Does it for a while; how long one took, ms. */
  round(): Promise<number>;
}

/**
 * Rounds of all of them in turns, each first as often as the others, so that what else this PC does falls on all alike. Two rounds
 * before the first are not counted. Answers with the rounds of each, ms.
 */
export async function inTurns(
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const found = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -2; round < rounds; round++) {
    const first = (round + 2) % contenders.length;
    for (const one of [...contenders.slice(first), ...contenders.slice(0, first)]) {
      const ms = await one.round();
      if (round >= 0) found.get(one.name)!.push(ms);
    }
  }
  return found;
}

/** Calls that answer at once, for about `ms`: how long one took, ms. */
export function syncRound(once: (index: number) => unknown, ms: number): number {
  const start = performance.now();
  let count = 0;
  do once(count++);
  while (performance.now() - start < ms);
  return (performance.now() - start) / count;
}

/** Calls that answer later, one after the other, for about `ms`: how long one took, ms. */
export async function asyncRound(once: () => Promise<unknown>, ms: number): Promise<number> {
  const start = performance.now();
  let count = 0;
  do {
    await once();
    count++;
  } while (performance.now() - start < ms);
  return (performance.now() - start) / count;
}
