/** How the values of a column are to be taken. `time`: epoch ms, which a format may write in its own way. `json`: JSON text. */
export type ColumnType = 'integer' | 'number' | 'flag' | 'text' | 'json' | 'time';

/** What every format of an export holds, in this order. docs/exports.md says what each one means; a test holds the two together. */
export const columns = {
  seq: 'integer',
  kind: 'text',
  time: 'time',
  at_ms: 'integer',
  operator: 'text',
  instrument: 'text',
  instrument_name: 'text',
  lane: 'text',
  request: 'text',
  request_base64: 'text',
  status: 'text',
  reply: 'text',
  reply_base64: 'text',
  reply_bytes: 'integer',
  reply_sha256: 'text',
  fault: 'text',
  queue_ms: 'number',
  wire_ms: 'number',
  interrupted: 'flag',
  address: 'text',
  vendor: 'text',
  model: 'text',
  serial: 'text',
  firmware: 'text',
  driver: 'text',
  seat: 'text',
  detail: 'json',
  outcome_seq: 'integer',
  pinned: 'flag',
  note: 'text',
  tags: 'json',
  hash: 'text',
} as const satisfies Readonly<Record<string, ColumnType>>;

export type ColumnName = keyof typeof columns;
export const columnNames = Object.keys(columns) as ColumnName[];

/** A value as it is exported: a number, a text, a flag, or nothing. */
export type Cell = string | number | boolean | null;
export type ExportRow = Readonly<Record<ColumnName, Cell>>;
