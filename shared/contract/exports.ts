import { z } from '#shared/schema.ts';
import { stream } from './declare.ts';
import { HistoryFilter } from './history.ts';
import { working } from './work.ts';

export const exportFormats = ['csv', 'jsonl', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A finished export. */
export const Exported = z.object({
  /** Where it lies, and the page of provenance beside it. */
  file: z.string(),
  provenance: z.string(),
  rows: z.number().int(),
  bytes: z.number().int(),
  /** SHA-256 of the file, hex. */
  sha256: z.string(),
  /** Lines that the file lacks because the database is damaged where they were, whatever the filter; the page of provenance says which. */
  unreadable: z.number().int(),
  /** Rows whose notes, tags and pins could not be read. */
  withoutMarks: z.number().int(),
});
export type Exported = z.infer<typeof Exported>;

/** The history as files for other programs. */
export const exports = {
  /**
   * Writes the lines that fit a filter, oldest first, to a new file; nothing of that name is ever overwritten, and a cancelled
   * export leaves no file. Pages of the database that are damaged are gone around. `folder`: null for `exports` in the data folder. Faults: FOLDER_UNWRITABLE, DISK_FULL, INPUT_INVALID.
   */
  write: stream({
    needs: 'history:export',
    input: z.strictObject({
      filter: HistoryFilter,
      format: z.enum(exportFormats),
      folder: z.string().max(1000).nullable(),
    }),
    output: working(Exported),
    audit: ['filter', 'format', 'folder'],
  }),
};
