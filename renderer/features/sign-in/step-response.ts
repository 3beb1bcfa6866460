/**
 * A second-order system answering to a step of 1 at t = 0; damping below 1 overshoots and rings.
 * source: any text on control systems: 1 - e^(-zwt) (cos(w't) + z / sqrt(1 - z^2) sin(w't)), w' = w sqrt(1 - z^2).
 */
export function stepResponse(t: number, damping: number, omega: number): number {
  if (t <= 0) return 0;
  const root = Math.sqrt(1 - damping * damping);
  const phase = omega * root * t;
  return 1 - Math.exp(-damping * omega * t) * (Math.cos(phase) + (damping / root) * Math.sin(phase));
}

/** The same noise every time: a drawing, not a measurement. Between -1 and 1. */
function* noise(): Generator<number, never> {
  let seed = 20260101;
  for (;;) {
    // source: Numerical Recipes, 3rd edition, section 7.1: constants of a quick generator.
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    yield seed / 2 ** 31 - 1;
  }
}

/** An SVG path of the step, one point a pixel. `low` and `high` are the y of 0 and of 1, `edge` the x of the step. */
export function stepPath(size: {
  readonly width: number;
  readonly low: number;
  readonly high: number;
  readonly edge: number;
}): string {
  const random = noise();
  const points = Array.from({ length: size.width + 1 }, (_, x) => {
    const value = stepResponse((x - size.edge) / 100, 0.17, 7.4);
    const y = size.low + (size.high - size.low) * value + random.next().value;
    return `${x} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
