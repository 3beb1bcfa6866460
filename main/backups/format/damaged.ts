import { Fault } from '#shared/faults.ts';

/** BACKUP_DAMAGED: what does not hold, and at which byte of the layer that is named (`of the compressed data`). */
export const damaged = (what: string, at: number | null = null, cause?: unknown): Fault =>
  new Fault('BACKUP_DAMAGED', `The backup is damaged: ${what}${at === null ? '' : `, at byte ${at}`}.`, {
    details: { at },
    ...(cause !== undefined && { cause }),
  });
