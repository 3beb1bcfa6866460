import { columnNames, columns, type ExportRow } from './columns.ts';
import type { Encoder } from './encoder.ts';

function rowText(row: ExportRow): string {
  const fields = columnNames.map((name) => {
    const cell = row[name];
    // What is JSON already is not put into quotes again.
    if (columns[name] === 'json' && cell !== null) return `${JSON.stringify(name)}:${cell}`;
    const value = columns[name] === 'time' ? new Date(cell as number).toISOString() : cell;
    return `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  });
  return `{${fields.join(',')}}\n`;
}

/** One JSON object a line, UTF-8, every column in each. source: jsonlines.org. */
export const jsonLinesEncoder = (): Encoder => ({
  rows: (rows) => Buffer.from(rows.map(rowText).join('')),
  end: () => new Uint8Array(),
});
