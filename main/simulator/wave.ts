/** Shapes that a function generator makes. */
export const shapes = ['SIN', 'SQU', 'RAMP', 'PULS', 'NOIS', 'DC'] as const;
export type Shape = (typeof shapes)[number];

/** What a generator is set to. Hz, V peak to peak, V, and parts of a period in percent. */
export interface Wave {
  readonly shape: Shape;
  readonly frequency: number;
  readonly amplitude: number;
  readonly offset: number;
  /** Of the square. */
  readonly duty: number;
  /** Of the ramp: the part of the period in which it rises. */
  readonly symmetry: number;
  /** The frequency goes from start to stop in this time, evenly, and again from the start. Hz, s. */
  readonly sweep?: { readonly start: number; readonly stop: number; readonly seconds: number };
}

/** Shapes that can sweep. */
export const sweeping: readonly Shape[] = ['SIN', 'SQU', 'RAMP'];

/** The part of a period in which the pulse is high. */
const pulseWidth = 0.1;

/** Volts at a time in seconds. Noise is the same for the same time. */
export function voltsAt(wave: Wave, at: number): number {
  if (wave.shape === 'DC') return wave.offset;
  const turns = turnsAt(wave, at);
  return wave.offset + (wave.amplitude / 2) * unit(wave, turns - Math.floor(turns), at);
}

/** Periods since time 0. A sweep goes on where the last one ended, without a jump. */
function turnsAt({ frequency, sweep, shape }: Wave, at: number): number {
  if (sweep === undefined || !sweeping.includes(shape)) return at * frequency;
  const { start, stop, seconds } = sweep;
  const whole = Math.floor(at / seconds);
  const since = at - whole * seconds;
  const each = ((start + stop) / 2) * seconds;
  return whole * each + start * since + ((stop - start) * since * since) / (2 * seconds);
}

/** The mean over a period, in volts: what stands there for whoever does not look closely. */
export function meanVolts(wave: Wave): number {
  const high = { SQU: wave.duty / 100, PULS: pulseWidth }[wave.shape as 'SQU' | 'PULS'];
  return high === undefined ? wave.offset : wave.offset + (wave.amplitude / 2) * (2 * high - 1);
}

/** From -1 to 1, at a part of the period. */
function unit({ shape, duty, symmetry }: Wave, phase: number, at: number): number {
  switch (shape) {
    case 'SIN':
      return Math.sin(2 * Math.PI * phase);
    case 'SQU':
      return phase < duty / 100 ? 1 : -1;
    case 'PULS':
      return phase < pulseWidth ? 1 : -1;
    case 'RAMP': {
      const rises = symmetry / 100;
      if (phase < rises) return (2 * phase) / rises - 1;
      return 1 - (2 * (phase - rises)) / (1 - rises);
    }
    case 'NOIS':
      return noise(at);
    case 'DC':
      return 0;
  }
}

/** A number from -1 to 1 that looks random and belongs to its time. */
function noise(at: number): number {
  const mixed = Math.sin(at * 12_989.8 + 78.233) * 43_758.545_3;
  return 2 * (mixed - Math.floor(mixed)) - 1;
}
