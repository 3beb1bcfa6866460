import type { Audit } from '#main/bridge/caller.ts';
import type { Database } from '#main/database/operations.ts';
import type { restoreReads, restoreWrites } from './operations.ts';

/** Writes a row of the history for each restore that has taken effect and has none yet. */
export async function tellRestores(
  database: Pick<Database<typeof restoreWrites, typeof restoreReads>, 'read' | 'write'>,
  audit: Audit,
): Promise<void> {
  for (const { id, madeAt, parts, about } of await database.read('restoresUntold', null)) {
    const detail = { ...JSON.parse(about), parts: JSON.parse(parts), from: madeAt };
    await audit.record({
      at: Date.now(),
      who: 'console',
      seat: '',
      action: 'console.restored',
      detail,
      result: 'ok',
    });
    await database.write('restoreTold', { id });
  }
}
