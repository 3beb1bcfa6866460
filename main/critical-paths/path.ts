/** How much the critical paths work on. */
export interface PathSizes {
  /** Lines of the large history; the small one always has 100. */
  readonly historyLines: number;
  /** Bytes that the database has at least that is backed up. */
  readonly backupBytes: number;
  /** Real backups that are listed. */
  readonly backups: number;
}

/** Where a path works. Both folders are scratch. */
export interface PathPlace {
  /** What `prepareData` has made: shared by all paths, and by all starts. */
  readonly data: string;
  /** For what this path writes itself; empty at the beginning. */
  readonly folder: string;
  readonly sizes: PathSizes;
}

/** A path that is ready to be measured: real services with real worker threads, over scratch folders. */
export interface OpenPath {
  /** Operations of one sample: what takes less than a clock can tell is timed together. */
  readonly batch: number;
  /** Does it `batch` times. Resolves with how long one of them took, ms: the mean of the batch. Rejects when it did not happen. */
  sample(): Promise<number>;
  /** Looks whether everything that was sampled has really happened. Resolves with what was looked at; rejects when it has not. */
  prove(): Promise<string>;
  /** Ends its services. */
  close(): Promise<void>;
}

/** One of the ten critical paths of the console. */
export interface CriticalPath {
  /** `history.query.large`: stays the same over versions, since reports are compared by it. */
  readonly id: string;
  readonly name: string;
  /** What it does, how durable it is, over how much data, at these sizes. */
  what(sizes: PathSizes): string;
  open(place: PathPlace): Promise<OpenPath>;
}

/** Half a minute of filling, at most: what the button in the console takes. */
export const buttonSizes: PathSizes = { historyLines: 100_000, backupBytes: 5_000_000, backups: 30 };
/** What the goals are stated for; filling takes minutes. */
export const fullSizes: PathSizes = { historyLines: 1_000_000, backupBytes: 100_000_000, backups: 1000 };
