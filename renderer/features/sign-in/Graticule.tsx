import type { ReactNode } from 'react';
import { stepPath } from './step-response.ts';

const width = 760;
const height = 900;
const low = 622;
const high = 318;
const division = 76;
const trace = stepPath({ width, low, high, edge: 228 });
const every = (step: number, from: number, to: number): number[] =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
const columns = every(division, 0, width);
const rows = every(division, 14, height);
const middle = { x: 380, y: 470 };
const ticks =
  every(division / 5, 0, width)
    .map((x) => `M${x} ${middle.y - 4}v8`)
    .join('') +
  every(division / 5, 14, height)
    .map((y) => `M${middle.x - 4} ${y}h8`)
    .join('');

/** A step on a graticule: what this program is for, drawn from the formula. Decoration. */
export function Graticule(): ReactNode {
  return (
    <svg
      className="graticule"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMidYMin slice"
      fill="none"
      aria-hidden="true"
    >
      <path
        className="graticule-grid"
        d={columns.map((x) => `M${x} 0V${height}`).join('') + rows.map((y) => `M0 ${y}H${width}`).join('')}
      />
      <path className="graticule-axis" d={`M${middle.x} 0V${height}M0 ${middle.y}H${width}`} />
      <path className="graticule-ticks" d={ticks} />
      <path className="graticule-level" d={`M0 ${high}H${width}M0 ${low}H${width}`} />
      <path className="graticule-glow" d={trace} />
      <path className="graticule-trace" d={trace} />
      <path className="graticule-mark" d={`M${width} ${high - 8}h-14l-8 8 8 8h14z`} />
    </svg>
  );
}
