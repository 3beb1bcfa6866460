import type { Axis, BenchChart } from '../bench/result.ts';

const [width, height] = [720, 360];
const edge = { left: 74, right: 18, top: 44, bottom: 56 };
/** Colours and dashes: lines are told apart without colour, too. Light page, dark page. */
const styles = [
  { light: '#0b62c4', dark: '#6cb2ff', dash: '' },
  { light: '#a34a00', dark: '#ffad66', dash: '7 4' },
  { light: '#0a7a45', dark: '#5fd39a', dash: '2 4' },
  { light: '#7a2fb0', dark: '#cf9bff', dash: '10 3 2 3' },
];

const safe = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** `12,000`, `0.25`, `1M`: short enough for an axis. */
function short(value: number): string {
  const size = Math.abs(value);
  const digits = (number: number): string => String(Number(number.toPrecision(3)));
  if (size >= 1e9) return `${digits(value / 1e9)}G`;
  if (size >= 1e6) return `${digits(value / 1e6)}M`;
  if (size >= 1e4) return `${digits(value / 1e3)}k`;
  return digits(value);
}

const legendRow = 16;
/** Where each name stands: as many in a row as fit. */
function legendOf(
  lines: BenchChart['lines'],
): readonly { readonly at: number; readonly row: number; readonly name: string }[] {
  let [at, row] = [edge.left, 0];
  return lines.map(({ name }) => {
    const wide = 46 + name.length * 6.6;
    if (at > edge.left && at + wide > width) [at, row] = [edge.left, row + 1];
    const place = { at, row, name };
    at += wide;
    return place;
  });
}

interface Scale {
  /** From 0 to 1 along the axis. */
  at(value: number): number;
  readonly ticks: readonly number[];
}

function scaleOf({ log }: Axis, values: readonly number[]): Scale {
  const shown = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  if (log) {
    const [from, to] = [Math.floor(Math.log10(least)), Math.max(1e-9, Math.ceil(Math.log10(most)))];
    const decades = Math.max(1, to - from);
    return {
      at: (value) => (Math.log10(value) - from) / decades,
      ticks: Array.from({ length: decades + 1 }, (_, index) => 10 ** (from + index)),
    };
  }
  const top = most === 0 ? 1 : most;
  const rough = top / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough)!;
  const count = Math.ceil(top / step);
  return {
    at: (value) => value / (count * step),
    ticks: Array.from({ length: count + 1 }, (_, index) => index * step),
  };
}

/** A chart as SVG that reads on a light and on a dark page. Axes that are not logarithmic begin at 0. */
export function chartSvg({ title, x, y, lines, mark }: BenchChart): string {
  const all = lines.flatMap(({ points }) => points);
  const room = { ...edge, top: edge.top + legendRow * (legendOf(lines).at(-1)?.row ?? 0) };
  const scales = {
    x: scaleOf(x, [...all.map(([value]) => value), ...(mark === undefined ? [] : [mark.x])]),
    y: scaleOf(
      y,
      all.map(([, value]) => value),
    ),
  };
  const [wide, high] = [width - room.left - room.right, height - room.top - room.bottom];
  const px = (value: number): number => Math.round((room.left + scales.x.at(value) * wide) * 10) / 10;
  const py = (value: number): number => Math.round((room.top + (1 - scales.y.at(value)) * high) * 10) / 10;
  const bottom = room.top + high;
  const drawn = lines.map(({ points }, index) => {
    const fit = points.filter(([a, b]) => Number.isFinite(b) && (!y.log || b > 0) && (!x.log || a > 0));
    const style = styles[index % styles.length]!;
    const path = fit.map(([a, b]) => `${px(a)},${py(b)}`).join(' ');
    const dots =
      fit.length > 40 ? '' : fit.map(([a, b]) => `<circle cx="${px(a)}" cy="${py(b)}" r="3"/>`).join('');
    return `<g class="l${index % styles.length}"><polyline points="${path}" stroke-dasharray="${style.dash}"/>${dots}</g>`;
  });
  const legend = legendOf(lines).map(({ at, row, name }, index) => {
    const style = styles[index % styles.length]!;
    const y = 32 + row * legendRow;
    return `<g class="l${index % styles.length}"><polyline points="${at},${y} ${at + 24},${y}" stroke-dasharray="${style.dash}"/></g><text x="${at + 30}" y="${y + 4}">${safe(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${safe(title).replaceAll('"', '&quot;')}">`,
    '<style>',
    'svg{background:#fff}text{font:12px system-ui,sans-serif;fill:#1b2430}.title{font-weight:600;font-size:14px}',
    '.grid{stroke:#d5dbe3;stroke-width:1}.mark{stroke:#b3261e;stroke-dasharray:3 3}polyline{fill:none;stroke-width:2}',
    ...styles.map(
      ({ light }, index) => `.l${index} polyline{stroke:${light}}.l${index} circle{fill:${light}}`,
    ),
    '@media(prefers-color-scheme:dark){svg{background:#12171e}text{fill:#e3e8ef}.grid{stroke:#323b47}.mark{stroke:#ff8a80}',
    ...styles.map(({ dark }, index) => `.l${index} polyline{stroke:${dark}}.l${index} circle{fill:${dark}}`),
    '}',
    '</style>',
    `<text class="title" x="${room.left}" y="18">${safe(title)}</text>`,
    ...legend,
    ...scales.x.ticks.map(
      (tick) =>
        `<line class="grid" x1="${px(tick)}" x2="${px(tick)}" y1="${room.top}" y2="${bottom}"/><text x="${px(tick)}" y="${bottom + 18}" text-anchor="middle">${short(tick)}</text>`,
    ),
    ...scales.y.ticks.map(
      (tick) =>
        `<line class="grid" x1="${room.left}" x2="${room.left + wide}" y1="${py(tick)}" y2="${py(tick)}"/><text x="${room.left - 8}" y="${py(tick) + 4}" text-anchor="end">${short(tick)}</text>`,
    ),
    `<text x="${room.left + wide / 2}" y="${height - 12}" text-anchor="middle">${safe(x.label)}</text>`,
    `<text x="14" y="${room.top + high / 2}" text-anchor="middle" transform="rotate(-90 14 ${room.top + high / 2})">${safe(y.label)}</text>`,
    ...drawn,
    ...(mark === undefined
      ? []
      : [
          `<line class="mark" x1="${px(mark.x)}" x2="${px(mark.x)}" y1="${room.top}" y2="${bottom}"/>`,
          `<text x="${Math.min(px(mark.x), width - room.right - mark.label.length * 6.4)}" y="${room.top + 14}" dx="5">${safe(mark.label)}</text>`,
        ]),
    '</svg>',
    '',
  ].join('\n');
}
