import { Fault } from '#shared/faults.ts';

/** Why something cannot be recorded, as one fault for whoever wanted to change something. */
export const unwritable = (cause: unknown): Fault =>
  cause instanceof Fault && cause.code === 'HISTORY_UNWRITABLE'
    ? cause
    : new Fault(
        'HISTORY_UNWRITABLE',
        `The history cannot be written: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
        cause instanceof Fault ? { remedy: cause.remedy, cause } : { cause },
      );
