import type { HistoryFilter } from '#shared/contract/history.ts';
import type { ExportFormat } from '#shared/contract/exports.ts';
import type { Lost } from './around-damage.ts';
import type { Facts } from './encoder.ts';
import type { Head } from './pages.ts';

/** Where an export comes from: known when it begins. */
export interface Origin {
  /** Version of the console. */
  readonly console: string;
  readonly host: string;
  readonly who: string;
  /** Epoch ms. */
  readonly at: number;
  readonly format: ExportFormat;
  readonly filter: HistoryFilter;
}

/** One row of the history by its number and its hash. */
export interface RowName {
  readonly seq: number;
  readonly hash: string;
}

/** What came of it. */
export interface Result {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly first: RowName | null;
  readonly last: RowName | null;
  /** What could not be read, because the database is damaged: lines, rows without their marks, and where; `more` stretches are not named. */
  readonly damage: {
    readonly lines: number;
    readonly withoutMarks: number;
    readonly stretches: readonly Lost[];
    readonly more: number;
  };
}

/** The form of the page, so that a program knows what it reads. */
const form = 'lablink-export-1';

/** The facts that stand inside the file, where its format has a place for them. */
export const factsOf = ({ console, host, who, at, filter }: Origin, head: Head): Facts => ({
  form,
  console,
  host,
  who,
  exported_at: new Date(at).toISOString(),
  filter: JSON.stringify(filter),
  chain_head_seq: String(head.seq),
  chain_head_hash: head.hash,
});

/** The page of provenance beside the file, as JSON. */
export function provenanceText(
  { console, host, who, at, format, filter }: Origin,
  head: Head,
  result: Result,
): string {
  const { file, rows, bytes, sha256, first, last, damage } = result;
  const page = {
    form,
    file,
    format,
    bytes,
    sha256,
    rows,
    first,
    last,
    damage: damage.lines === 0 && damage.withoutMarks === 0 ? null : damage,
    filter,
    chainHead: { seq: head.seq, hash: head.hash },
    exportedAt: new Date(at).toISOString(),
    who,
    console,
    host,
  };
  return `${JSON.stringify(page, null, 2)}\n`;
}
