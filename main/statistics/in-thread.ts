import { startThread } from '#main/threads/start.ts';
import type { Compared, CompareOptions } from './compare.ts';
import type { Source } from './statistics.worker.ts';

/** `compareSets` on a thread of its own, which is gone afterwards. Rejects with BASELINE_UNKNOWN for a file that cannot be read. */
export async function compareInThread(
  old: Source,
  now: Source,
  options: CompareOptions = {},
): Promise<Compared> {
  const thread = startThread('statistics');
  try {
    return (await thread.call('compare', { old, now, options })) as Compared;
  } finally {
    await thread.close(0);
  }
}
