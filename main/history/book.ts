import type { AuditEntry } from '#main/bridge/caller.ts';
import type { Database } from '#main/database/operations.ts';
import type { HistoryRow } from '#shared/contract/history.ts';
import { Gap } from './gap.ts';
import type { GapFile } from './gap-file.ts';
import { auditLine } from './live-lines.ts';
import type { historyReads } from './read-operations.ts';
import { unwritable } from './unwritable.ts';
import type { historyWrites } from './write-operations.ts';

export type HistoryDatabase = Database<typeof historyWrites, typeof historyReads>;

/** What all parts of the history share: who listens, whether it can be written, and what could not be. */
export class Book {
  readonly database: HistoryDatabase;
  readonly now: () => number;
  readonly health = { rows: 0, writable: true };
  /** Called whenever something is on the disk. */
  onWritten: () => void = () => undefined;
  readonly #listeners = new Set<(row: HistoryRow) => void>();
  readonly #gap: Gap;

  /** `gapFile`: keeps how much is missing, also over a kill; null where there is none. */
  constructor(database: HistoryDatabase, now: () => number, gapFile: GapFile | null = null) {
    this.database = database;
    this.now = now;
    this.#gap = new Gap(gapFile);
    this.health.writable = !this.#gap.open;
  }

  /** Calls `listener` with every line that is written or changed, until the answer is called. */
  listen(listener: (row: HistoryRow) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The line is only made when somebody listens. */
  tell(line: () => HistoryRow): void {
    if (this.#listeners.size === 0) return;
    const row = line();
    for (const listener of this.#listeners) listener(row);
  }

  /** One more line is on the disk. */
  wrote(line: () => HistoryRow): void {
    this.health.rows++;
    this.succeeded();
    this.tell(line);
  }

  /** Something could be written. */
  succeeded(): void {
    this.health.writable = !this.#gap.open;
    this.onWritten();
  }

  /** Something could not be written, and whoever asked for it knows. */
  failed(): void {
    this.health.writable = false;
  }

  /** Records, of this time, could not be written, and never will be: a row about them has to follow. */
  lost(at: number, count = 1): void {
    this.failed();
    this.#gap.widen(at, count);
  }

  /** Writes an audit row. Rejects with HISTORY_UNWRITABLE; what it says has happened, so it counts as lost then. */
  async record(entry: AuditEntry): Promise<void> {
    try {
      await this.#write(entry);
    } catch (error) {
      this.lost(entry.at);
      throw unwritable(error);
    }
  }

  /** Writes the row about what was lost, if there is any and if it can be written now. */
  async confess(): Promise<void> {
    if (!this.#gap.open) return;
    const said = await this.#gap.confess((detail) =>
      this.#write({
        at: this.now(),
        who: 'console',
        seat: '',
        action: 'history.gap',
        detail: { ...detail },
        result: 'ok',
      }),
    );
    if (said) this.succeeded();
    else this.failed();
  }

  async #write(entry: AuditEntry): Promise<void> {
    const { at, who, seat, action, result } = entry;
    const detail = JSON.stringify(entry.detail);
    const appended = await this.database.write('audit', { at, who, seat, action, detail, result });
    this.wrote(() => auditLine(appended, entry, detail));
  }
}
