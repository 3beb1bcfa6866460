import type { IconName } from '#renderer/ui/icons.tsx';

/** A waveform that can be drawn from its name alone. */
export type WaveShape = 'sine' | 'square' | 'triangle' | 'ramp' | 'pulse' | 'noise' | 'direct';

// What generators call them. source: SCPI-1999, volume 2, 19.9.5, SOURce:FUNCtion[:SHAPe]; RAMP, NOISe and ARB are usual beside it.
const words: readonly (readonly [RegExp, WaveShape])[] = [
  [/^SIN/iu, 'sine'],
  [/^SQU/iu, 'square'],
  [/^TRI/iu, 'triangle'],
  [/^RAMP/iu, 'ramp'],
  [/^PULS/iu, 'pulse'],
  [/^(P?NOIS|PRN)/iu, 'noise'],
  [/^DC/iu, 'direct'],
];

/** The shape that a function word names; null for one that has no fixed shape (`ARB`). */
export const waveShape = (word: string): WaveShape | null =>
  words.find(([pattern]) => pattern.test(word))?.[1] ?? null;

export const waveIcon = (word: string): IconName | null => waveShape(word);

/** Corners of one period, as part of the period and of half the peak to peak value around the offset. */
const corners: Readonly<
  Record<Exclude<WaveShape, 'sine' | 'noise'>, readonly (readonly [number, number])[]>
> = {
  square: [
    [0, 1],
    [0.5, 1],
    [0.5, -1],
    [1, -1],
    [1, 1],
  ],
  triangle: [
    [0, 0],
    [0.25, 1],
    [0.75, -1],
    [1, 0],
  ],
  ramp: [
    [0, -1],
    [1, 1],
    [1, -1],
  ],
  pulse: [
    [0, 1],
    [0.1, 1],
    [0.1, -1],
    [1, -1],
    [1, 1],
  ],
  direct: [
    [0, 0],
    [1, 0],
  ],
};

/**
 * Some periods of a shape as points, x in periods, y from -1 to 1. Noise is drawn as a person draws it: the same each time, for
 * it is a picture and no measurement.
 */
export function wavePoints(shape: WaveShape, periods: number): readonly (readonly [number, number])[] {
  const steps = 96;
  if (shape === 'sine' || shape === 'noise')
    return Array.from({ length: periods * steps + 1 }, (_, step) => {
      const x = step / steps;
      const noise =
        Math.sin(step * 12.9898 + Math.sin(step * 4.1414) * 43.7) * (0.55 + 0.45 * Math.sin(step * 0.7));
      return [x, shape === 'sine' ? Math.sin(2 * Math.PI * x) : noise] as const;
    });
  return Array.from({ length: periods }, (_, period) =>
    corners[shape].map(([x, y]) => [x + period, y] as const),
  ).flat();
}
