import { Fault } from '#shared/faults.ts';
import type { Audit, AuditEntry } from './caller.ts';

/**
 * The audit trail as the bridge uses it; see docs/decisions/0002. One durable write a command, after it ran. A write that
 * fails shuts a gate: from then on a command runs only after a row could be written, so one command at most (and those
 * that were running beside it) ends unrecorded, and its caller is told.
 */
export class Recorder {
  readonly #audit: Audit;
  #shut = false;

  constructor(audit: Audit) {
    this.#audit = audit;
  }

  /** True when the last write failed. */
  get shut(): boolean {
    return this.#shut;
  }

  /** Tries a row before a command runs. Throws HISTORY_UNWRITABLE: then nothing was done. */
  async reopen(before: Omit<AuditEntry, 'result' | 'detail'>): Promise<void> {
    const { action, ...entry } = before;
    const written = await this.record({
      ...entry,
      action: 'console.historyWritable',
      detail: { before: action },
      result: 'ok',
    });
    if (!written)
      throw new Fault('HISTORY_UNWRITABLE', 'The history cannot be written, so nothing was done.');
  }

  /** Writes one row; false when it could not be written. Never throws. */
  async record(entry: AuditEntry): Promise<boolean> {
    try {
      await this.#audit.record(entry);
      this.#shut = false;
      return true;
    } catch {
      this.#shut = true;
      return false;
    }
  }
}

const recorders = new WeakMap<Audit, Recorder>();

/** The one recorder of an audit trail: every wire sees the same gate. */
export function recorderOf(audit: Audit): Recorder {
  let recorder = recorders.get(audit);
  if (recorder === undefined) {
    recorder = new Recorder(audit);
    recorders.set(audit, recorder);
  }
  return recorder;
}
