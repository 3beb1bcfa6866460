/** Two lists side by side: the same item on both sides, or one on one side alone (the other index is null). */
export type Pair = readonly [left: number | null, right: number | null];

/** Items by number: equal items have equal numbers. */
function numbered(items: readonly string[], numbers: Map<string, number>): Uint32Array {
  return Uint32Array.from(items, (item) => {
    const known = numbers.get(item);
    if (known !== undefined) return known;
    numbers.set(item, numbers.size);
    return numbers.size - 1;
  });
}

/**
 * Aligns two lists so that as many items as possible stand beside their equal, in the order of both (a longest common
 * subsequence). What is on the left alone comes before what is on the right alone. Takes n × m steps and n × m / 8 bytes for what is
 * left when beginning and end that are the same are taken off: 5,000 × 5,000 items take 3 MB, whatever is in them.
 * source: Wagner and Fischer, The String-to-String Correction Problem, JACM 21 (1974).
 */
export function align(left: readonly string[], right: readonly string[]): Pair[] {
  const numbers = new Map<string, number>();
  const [a, b] = [numbered(left, numbers), numbered(right, numbers)];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;

  const pairs: Pair[] = [];
  for (let at = 0; at < start; at++) pairs.push([at, at]);
  for (const [i, j] of walk(a.subarray(start, a.length - end), b.subarray(start, b.length - end)))
    pairs.push([i === null ? null : i + start, j === null ? null : j + start]);
  for (let at = end; at > 0; at--) pairs.push([a.length - at, b.length - at]);
  return pairs;
}

function* walk(a: Uint32Array, b: Uint32Array): Generator<Pair> {
  const [n, m] = [a.length, b.length];
  // One bit for each pair of places: whether leaving out the left item is as good as leaving out the right one.
  const down = new Uint8Array(Math.ceil((n * m) / 8));
  // Length of the longest common subsequence of what follows, for the row below and for this one.
  let below = new Uint16Array(m + 1);
  let here = new Uint16Array(m + 1);
  for (let i = n - 1; i >= 0; i--) {
    for (let j = m - 1; j >= 0; j--) {
      const [skipLeft, skipRight] = [below[j]!, here[j + 1]!];
      if (skipLeft >= skipRight) {
        const bit = i * m + j;
        down[bit >> 3]! |= 1 << (bit & 7);
      }
      here[j] = a[i] === b[j] ? below[j + 1]! + 1 : Math.max(skipLeft, skipRight);
    }
    [below, here] = [here, below];
  }
  let [i, j] = [0, 0];
  while (i < n && j < m) {
    const bit = i * m + j;
    // Equal items may always stand beside each other: no alignment without that is longer.
    if (a[i] === b[j]) yield [i++, j++];
    else if (((down[bit >> 3]! >> (bit & 7)) & 1) === 1) yield [i++, null];
    else yield [null, j++];
  }
  while (i < n) yield [i++, null];
  while (j < m) yield [null, j++];
}
