import type { Audit } from '#main/bridge/caller.ts';

/** Something the console did by itself, for the audit trail. */
export interface Deed {
  readonly action: string;
  readonly who: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly result: string;
}

/**
 * Records beside what happens: never throws, and says whether it is on the disk. A history that cannot be written says
 * so by itself (`system.health`), and nothing that concerns safety waits for it.
 */
export async function recordBeside(audit: Audit, at: number, deed: Deed): Promise<boolean> {
  try {
    await audit.record({ at, seat: '', ...deed });
    return true;
  } catch {
    return false;
  }
}
