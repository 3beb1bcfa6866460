import { readFileSync } from 'node:fs';
import { ParquetFile, readParquet, wasmMemory } from 'parquet-wasm';

/** Arrow formats of columns, and how a value of each is read. source: Arrow C Data Interface, Data type description. */
type Value = string | number | bigint | boolean | null;

/**
 * Every row of a Parquet file, as another program reads it: Rust's parquet crate, whose columns are taken out of its memory as the
 * Arrow C Data Interface lays them out (structures of a 32-bit machine). Times are epoch ms.
 */
export function parquetRows(file: string): Record<string, Value>[] {
  const stream = readParquet(new Uint8Array(readFileSync(file))).intoFFI();
  const memory = (wasmMemory() as { readonly buffer: ArrayBuffer }).buffer;
  const view = new DataView(memory);
  const pointer = (at: number): number => view.getUint32(at, true);
  const long = (at: number): number => Number(view.getBigInt64(at, true));
  const cString = (at: number): string => {
    const bytes = new Uint8Array(memory, at);
    return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString();
  };
  const schema = stream.schemaAddr();
  const fields = Array.from({ length: long(schema + 24) }, (_, index) => {
    const field = pointer(pointer(schema + 32) + 4 * index);
    return { format: cString(pointer(field)), name: cString(pointer(field + 4)) };
  });
  const bit = (at: number, index: number): boolean =>
    ((view.getUint8(at + (index >> 3)) >> (index & 7)) & 1) === 1;

  function column(array: number, format: string): Value[] {
    const [length, offset] = [long(array), long(array + 16)];
    const [valid = 0, data = 0, text = 0] = Array.from({ length: long(array + 24) }, (_, index) =>
      pointer(pointer(array + 40) + 4 * index),
    );
    return Array.from({ length }, (_, row) => {
      const at = row + offset;
      if (valid !== 0 && !bit(valid, at)) return null;
      if (format === 'u') {
        const [from, to] = [view.getInt32(data + 4 * at, true), view.getInt32(data + 4 * at + 4, true)];
        return Buffer.from(new Uint8Array(memory, text + from, to - from)).toString();
      }
      if (format === 'l') return view.getBigInt64(data + 8 * at, true);
      if (format === 'g') return view.getFloat64(data + 8 * at, true);
      if (format === 'b') return bit(data, at);
      if (format === 'tsm:UTC') return Number(view.getBigInt64(data + 8 * at, true));
      throw new Error(`a column of the format ${format}`);
    });
  }

  const rows: Record<string, Value>[] = [];
  for (let batch = 0; batch < stream.numArrays(); batch++) {
    const array = stream.arrayAddr(batch);
    const columns = fields.map(({ format }, index) =>
      column(pointer(pointer(array + 44) + 4 * index), format),
    );
    for (let row = 0; row < long(array); row++)
      rows.push(Object.fromEntries(fields.map(({ name }, index) => [name, columns[index]![row]!])));
  }
  stream.free();
  return rows;
}

/** What a Parquet file says of itself: its key-value metadata, and the rows of each row group. */
export async function parquetFacts(file: string): Promise<{ facts: Map<string, string>; groups: number[] }> {
  const opened = await ParquetFile.fromFile(new Blob([new Uint8Array(readFileSync(file))]));
  const metadata = opened.metadata();
  const groups = Array.from({ length: metadata.numRowGroups() }, (_, index) =>
    metadata.rowGroup(index).numRows(),
  );
  return { facts: metadata.fileMetadata().keyValueMetadata() as Map<string, string>, groups };
}
