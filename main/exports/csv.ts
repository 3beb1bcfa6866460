import { type Cell, type ColumnType, columnNames, columns, type ExportRow } from './columns.ts';
import type { Encoder } from './encoder.ts';

const newLine = '\r\n';

/** A cell that begins so may be run by a spreadsheet as a formula. source: OWASP, CSV Injection. */
const formula = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20\t\r\n]/;
/** Numbers are no formulas, also with a sign. */
const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Text that no spreadsheet runs: an apostrophe before what looks like a formula, and before an apostrophe, so that it can be undone. */
const harmless = (text: string): string =>
  text.startsWith("'") || (formula.test(text) && !plainNumber.test(text)) ? `'${text}` : text;

/** In quotes where it has to be, and where it is empty but not nothing. source: RFC 4180, 2 (5 to 7). */
const quoted = (text: string): string =>
  text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** One cell: nothing is empty, without quotes. */
function cellText(cell: Cell, type: ColumnType): string {
  if (cell === null) return '';
  if (type === 'time') return new Date(cell as number).toISOString();
  return typeof cell === 'string' ? quoted(harmless(cell)) : String(cell);
}

const rowText = (row: ExportRow): string =>
  columnNames.map((name) => cellText(row[name], columns[name])).join(',') + newLine;

/** CSV with a row of names, UTF-8. source: RFC 4180. */
export function csvEncoder(): Encoder {
  let head = columnNames.join(',') + newLine;
  const text = (rows: readonly ExportRow[]): Uint8Array => {
    const bytes = Buffer.from(head + rows.map(rowText).join(''));
    head = '';
    return bytes;
  };
  return { rows: text, end: () => text([]) };
}
