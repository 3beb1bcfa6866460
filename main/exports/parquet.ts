import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import {
  type Cell,
  type ColumnName,
  type ColumnType,
  columnNames,
  columns,
  type ExportRow,
} from './columns.ts';
import type { Encoder, Facts } from './encoder.ts';

/** A row group ends after so many rows, or so many characters of text. */
const groupRows = 20_000;
const groupText = 8_000_000;

const types: Readonly<Record<ColumnType, BasicType>> = {
  integer: 'INT64',
  number: 'DOUBLE',
  flag: 'BOOLEAN',
  text: 'STRING',
  json: 'STRING',
  time: 'TIMESTAMP',
};

const valueOf = (cell: Cell, type: ColumnType): unknown => {
  if (cell === null) return null;
  if (type === 'integer') return BigInt(cell);
  if (type === 'time') return new Date(cell as number);
  return cell;
};

const textOf = (row: ExportRow): number => {
  let length = 0;
  for (const name of columnNames) {
    const cell = row[name];
    if (typeof cell === 'string') length += cell.length;
  }
  return length;
};

/** Parquet in row groups of bounded size, Snappy inside; `facts` become its key-value metadata. source: parquet-format 2.11. */
export function parquetEncoder(facts: Facts): Encoder {
  const out = new ByteWriter();
  const column = (name: ColumnName, data: unknown[]) => ({ name, type: types[columns[name]], data });
  const writer = new ParquetWriter({
    writer: out,
    schema: schemaFromColumnData({ columnData: columnNames.map((name) => column(name, [])) }),
    createdBy: 'LabLink Console',
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key: `lablink.${key}`, value })),
  });
  let waiting: ExportRow[] = [];
  let text = 0;

  const group = (): void => {
    if (waiting.length === 0) return;
    const rows = waiting;
    void writer.write({
      columnData: columnNames.map((name) =>
        column(
          name,
          rows.map((row) => valueOf(row[name], columns[name])),
        ),
      ),
      rowGroupSize: rows.length,
    });
    waiting = [];
    text = 0;
  };
  /** What was written since; the writer goes on from there. */
  const taken = (): Uint8Array => {
    const bytes = new Uint8Array(out.getBytes());
    out.index = 0;
    return bytes;
  };
  return {
    rows(rows) {
      for (const row of rows) {
        waiting.push(row);
        text += textOf(row);
        if (waiting.length >= groupRows || text >= groupText) group();
      }
      return taken();
    },
    end() {
      group();
      void writer.finish();
      return writer.row_groups.length === 0 ? withoutGroups(taken()) : taken();
    },
  };
}

/** Of the footer: no rows (field 3, an i64 of 0), and a list of nothing (field 4) of what is no type. */
const listOfNothing = Buffer.of(0x16, 0x00, 0x19, 0x00);
/** The Thrift compact type of a structure. source: Thrift compact protocol, List and Set. */
const struct = 0x0c;

/**
 * The writer says of an empty list of row groups that it holds elements of type 0, which other programs refuse: it is one of
 * structures.
 */
function withoutGroups(file: Uint8Array): Uint8Array {
  const at = Buffer.from(file.buffer).lastIndexOf(listOfNothing);
  if (at < 0) throw new Error('the footer of an empty Parquet file is not as expected');
  file[at + 3] = struct;
  return file;
}
