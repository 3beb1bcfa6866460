import { allMeters } from '#main/profiling/meters.ts';
import { fileStamp } from '#main/folder/stamp.ts';
import type { Machine } from '#shared/contract/baselines.ts';
import type { numberFormats, TextFile, Window } from '#shared/contract/profiling.ts';
import { counted, spanOf } from './window.ts';

/** The form of the file, so that a program knows what it reads. */
const form = 'lablink-numbers-1';
const newLine = '\r\n';

export interface NumbersOptions {
  readonly window: Window;
  readonly format: (typeof numberFormats)[number];
  readonly machine: Machine;
  /** The name of an instrument; null when it has left the desk. */
  readonly nameOf: (instrument: string) => string | null;
}

type Cell = string | number | null;

/** What a spreadsheet may take for a formula. source: OWASP, CSV Injection. */
const formula = /^\s*[=+\-@'\uff0b\uff0d\uff1d\uff20\t\r\n]/;

/** In quotes where it has to be; nothing is empty. source: RFC 4180, 2 (5 to 7). */
function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formula.test(cell) ? `'${cell}` : cell;
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Every part of every span in a window; times in ms, not rounded. Machine and versions stand in each row of CSV, so a row says all. */
export function numbersFile({ window, format, machine, nameOf }: NumbersOptions): TextFile {
  const span = spanOf(window);
  const rows = [...allMeters()]
    .map((meter) => ({ meter, of: counted(meter, span) }))
    .filter(({ of }) => of.count > 0)
    .toSorted((a, b) => b.of.totalMs - a.of.totalMs)
    .map(({ meter: { kind, name, instrument, part }, of }) => ({
      kind,
      name,
      instrument: instrument === null ? null : (nameOf(instrument) ?? instrument),
      part,
      count: of.count,
      errors: of.errors,
      per_second: of.count / span.seconds,
      total_ms: of.totalMs,
      p50_ms: of.p50,
      p95_ms: of.p95,
      p99_ms: of.p99,
      max_ms: of.max,
    }));
  const about = { from: new Date(span.from).toISOString(), to: new Date(span.now).toISOString(), window };
  const name = `lablink-numbers-${fileStamp(span.now)}.${format}`;
  if (format === 'json')
    return { name, text: `${JSON.stringify({ form, ...about, machine, spans: rows }, null, 2)}\n` };
  const more = { ...about, ...machine };
  const names = [...columnNames, ...Object.keys(more)];
  const lines = rows.map((row) => [...columnNames.map((column) => row[column]), ...Object.values(more)]);
  return { name, text: [names, ...lines].map((cells) => cells.map(cellText).join(',') + newLine).join('') };
}

const columnNames = [
  'kind',
  'name',
  'instrument',
  'part',
  'count',
  'errors',
  'per_second',
  'total_ms',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'max_ms',
] as const;
