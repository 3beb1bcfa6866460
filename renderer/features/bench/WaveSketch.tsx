import type { ReactNode } from 'react';
import { classes } from '#renderer/ui/vars.ts';
import type { ChannelState } from '#shared/contract/channels.ts';
import { formatSi, formatFixed } from '#shared/quantity/format.ts';
import { wavePoints, waveShape } from './wave.ts';
import './wave.css';
import { t } from '#shared/language/t.ts';
import { tx } from '#renderer/ui/phrase.ts';

const periods = 3;
const [width, height] = [600, 120];

/** A drawing of what is set: shape, height and length of a period. It is not what comes out; nothing here measures that. */
export function WaveSketch({
  state,
  known,
}: {
  readonly state: ChannelState | undefined;
  readonly known: boolean;
}): ReactNode {
  const word = state?.function?.value ?? null;
  const shape = known && word !== null ? waveShape(word) : null;
  const value = (point: 'frequency' | 'amplitude' | 'offset'): number | null =>
    (known ? state?.settings[point]?.value : null) ?? null;
  const [frequency, amplitude, offset] = [value('frequency'), value('amplitude'), value('offset') ?? 0];
  const on = state?.output?.state === 'known' && state.output.on === true;
  const line = shape === null ? null : path(shape);
  const flat = shape === 'direct';
  const volts = (level: number): string => `${formatFixed(level, 3)} V`;
  const period = frequency === null || frequency <= 0 || flat || shape === 'noise' ? null : 1 / frequency;
  const one = formatSi(period, 's', 4);
  return (
    <figure className="bench-wave" aria-label={t`The waveform as it is set`}>
      <div className={classes('bench-wave-plate', line === null && 'ui-hatch')}>
        {line !== null && (
          <svg viewBox={`0 -12 ${width} ${height + 24}`} preserveAspectRatio="none" aria-hidden="true">
            <path className="bench-wave-grid" d={grid()} />
            <path className={classes('bench-wave-line', !on && 'rest')} d={line} />
          </svg>
        )}
        {line !== null && amplitude !== null && (
          <div className="bench-wave-levels ui-read">
            <span>{flat ? '' : volts(offset + amplitude / 2)}</span>
            <span>{volts(offset)}</span>
            <span>{flat ? '' : volts(offset - amplitude / 2)}</span>
          </div>
        )}
      </div>
      <figcaption className="ui-dim">
        {on ? t`As it is set` : t`As it is set, not given: the output is off`}
        {period !== null && (
          <>
            {tx`. One period is ${(
              <span className="ui-read">
                {one.number} {one.unit}
              </span>
            )}`}
          </>
        )}
      </figcaption>
    </figure>
  );
}

function path(shape: NonNullable<ReturnType<typeof waveShape>>): string {
  const points = wavePoints(shape, periods).map(
    ([x, y]) => `${((x / periods) * width).toFixed(1)} ${(((1 - y) / 2) * height).toFixed(1)}`,
  );
  return `M${points.join('L')}`;
}

const grid = (): string =>
  [0, height / 2, height].map((y) => `M0 ${y}H${width}`).join('') +
  Array.from({ length: periods + 1 }, (_, at) => `M${(at / periods) * width} -12V${height + 12}`).join('');
