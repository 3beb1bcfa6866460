import type { ExportFormat } from '#shared/contract/exports.ts';
import type { ExportRow } from './columns.ts';
import { csvEncoder } from './csv.ts';
import { jsonLinesEncoder } from './json-lines.ts';
import { parquetEncoder } from './parquet.ts';

/** Rows as the bytes of a file. Bytes come when there are enough of them; an encoder holds a bounded part of the rows. */
export interface Encoder {
  /** Takes rows; answers with bytes to be appended, which are used up before the next call. */
  rows(rows: readonly ExportRow[]): Uint8Array;
  /** What ends the file. */
  end(): Uint8Array;
}

/** Facts that a format keeps within the file, where it can. */
export type Facts = Readonly<Record<string, string>>;

/** One of each format; `facts` go into the file of those that have a place for them. */
export const encoderFor: Readonly<Record<ExportFormat, (facts: Facts) => Encoder>> = {
  csv: csvEncoder,
  jsonl: jsonLinesEncoder,
  parquet: parquetEncoder,
};
