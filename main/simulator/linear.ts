/**
 * The inverse of an n by n matrix (row major), by Gauss and Jordan with partial pivoting. For the handful of nets of a
 * bench. Throws a RangeError when the matrix is singular: a net that nothing ties to ground.
 */
export function invert(matrix: Float64Array, n: number): Float64Array {
  const left = Float64Array.from(matrix);
  const right = new Float64Array(n * n);
  for (let i = 0; i < n; i++) right[i * n + i] = 1;
  const at = (row: number, column: number) => left[row * n + column] as number;

  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(at(row, column)) > Math.abs(at(pivot, column))) pivot = row;
    const value = at(pivot, column);
    if (value === 0 || !Number.isFinite(value)) throw new RangeError('the circuit has no solution');
    for (const side of [left, right]) {
      for (let k = 0; k < n; k++) {
        const swap = side[column * n + k] as number;
        side[column * n + k] = (side[pivot * n + k] as number) / value;
        if (pivot !== column) side[pivot * n + k] = swap;
      }
    }
    for (let row = 0; row < n; row++) {
      const factor = at(row, column);
      if (row === column || factor === 0) continue;
      for (const side of [left, right])
        for (let k = 0; k < n; k++)
          side[row * n + k] = (side[row * n + k] as number) - factor * (side[column * n + k] as number);
    }
  }
  return right;
}

/** y = matrix * x, for an n by n matrix (row major) and the places 1 to n of x and y. y[0] is 0: ground, at 0 V whatever it gets. */
export function multiply(matrix: Float64Array, x: Float64Array, y: Float64Array): void {
  const n = x.length - 1;
  y.fill(0);
  for (let k = 0; k < n; k++) {
    const each = x[k + 1] as number;
    // Most nets are driven by nothing.
    if (each === 0) continue;
    for (let row = 0; row < n; row++)
      y[row + 1] = (y[row + 1] as number) + (matrix[row * n + k] as number) * each;
  }
}
