import type { Origin } from './provenance.ts';

/** What the thread of one export is started with. */
export interface ExportTask {
  /** The file of the database. */
  readonly database: string;
  readonly folder: string;
  /** The folder is made where it is missing. */
  readonly make: boolean;
  readonly origin: Origin;
}
