import { sliceMs, slicesKept } from './meter.ts';
import { allMeters } from './meters.ts';

let began = Date.now();
/** When each of the last ended slices began, oldest first. */
let ended: number[] = [];

/** When the slice that runs began, ms since 1970. */
export const sliceBegan = (): number => began;

/** When each slice of the last ten minutes began, oldest first, the one that runs last: at most 61. */
export const sliceTimes = (): readonly number[] => [...ended, began];

/** Ends the slice of every meter: every ten seconds, by the one clock of `keepSlices`; by hand in tests alone. */
export function endSlices(now: number = Date.now()): void {
  const keepFrom = now - sliceMs * slicesKept;
  for (const meter of allMeters()) meter.endSlice(began, keepFrom);
  ended = [...ended, began].filter((at) => at >= keepFrom).slice(-slicesKept);
  began = now;
}

/** Starts the clock that ends slices; `each` is called after every one. Answers with what stops it. */
export function keepSlices(each: () => void = () => undefined): () => void {
  began = Date.now();
  const timer = setInterval(() => {
    endSlices();
    each();
  }, sliceMs);
  timer.unref();
  return () => clearInterval(timer);
}
