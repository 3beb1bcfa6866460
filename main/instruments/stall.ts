/** What tells time; both in milliseconds. */
export interface Clocks {
  /** Of the wall: goes on while the PC sleeps, and jumps when it is set. */
  wall(): number;
  /** Never jumps; on some systems it stands still while the PC sleeps. */
  monotonic(): number;
}

export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

/** How often it looks, and how late it may be. Shorter than this, a missed deadline says the same by itself. */
const everyMs = 1000;
const toleratedMs = 5000;

/**
 * Notices when this process stood still for more than 5 s (a stall, a stopped process, a sleep that nobody announced):
 * answers may have arrived meanwhile to questions that were given up. Returns what ends it.
 */
export function watchStalls(stalled: (ms: number) => void, clocks: Clocks = systemClocks): () => void {
  let wall = clocks.wall();
  let monotonic = clocks.monotonic();
  const timer = setInterval(() => {
    const passed = { wall: clocks.wall() - wall, monotonic: clocks.monotonic() - monotonic };
    wall += passed.wall;
    monotonic += passed.monotonic;
    const late = passed.monotonic - everyMs;
    // The wall clock that ran ahead of the other one: a sleep, or somebody set it. A needless resync harms nobody.
    const jumped = passed.wall - passed.monotonic;
    const worst = Math.max(late, jumped);
    if (worst > toleratedMs) stalled(worst);
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
