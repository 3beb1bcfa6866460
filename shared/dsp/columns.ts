/** The lowest and the highest value of each of some equal parts of a row of samples. */
export interface Columns {
  readonly min: Float32Array<ArrayBuffer>;
  readonly max: Float32Array<ArrayBuffer>;
}

/**
 * Samples as columns of a picture: no more than `count`, and never more than there are samples. No sample is left out, so a
 * spike of one sample is in its column. A sample that is not finite is NaN in its column when it is alone there.
 */
export function minMaxColumns(samples: Float64Array, count: number): Columns {
  const columns = Math.min(Math.max(Math.trunc(count), 0), samples.length);
  const min = new Float32Array(columns);
  const max = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const from = Math.floor((column * samples.length) / columns);
    const to = Math.floor(((column + 1) * samples.length) / columns);
    let [low, high] = [Infinity, -Infinity];
    for (let at = from; at < to; at++) {
      const value = samples[at] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    min[column] = low === Infinity ? Number.NaN : low;
    max[column] = high === -Infinity ? Number.NaN : high;
  }
  return { min, max };
}
