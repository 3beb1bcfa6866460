import { type Cell, type ColumnType, columnNames, columns, type ExportRow } from './columns.ts';
import type { Encoder } from './encoder.ts';

/** A cell as JSON. What is JSON already is not put into quotes again. */
function cellText(cell: Cell, type: ColumnType): string {
  if (cell === null) return 'null';
  if (type === 'json') return cell as string;
  if (type === 'time') return `"${new Date(cell as number).toISOString()}"`;
  return JSON.stringify(cell);
}

/** What stands before each cell, put together once: a history has millions of rows. */
const cells = columnNames.map((name, index) => ({
  name,
  type: columns[name],
  before: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`,
}));

function rowText(row: ExportRow): string {
  let text = '';
  for (const { name, type, before } of cells) text += before + cellText(row[name], type);
  return `${text}}\n`;
}

/** One JSON object a line, UTF-8, every column in each. source: jsonlines.org. */
export const jsonLinesEncoder = (): Encoder => ({
  rows: (rows) => Buffer.from(rows.map(rowText).join('')),
  end: () => new Uint8Array(),
});
