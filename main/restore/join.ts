import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { span } from '#main/profiling/span.ts';
import { startThread } from '#main/threads/start.ts';
import { incomingOf, type Plan, takenOf } from './plan.ts';
import type { BeforeStep } from './apply.ts';

/** Runs the work with a thread that has opened this database; it is closed, and its log with it, when this resolves. */
export async function withRestoreThread<T>(
  file: string,
  work: (call: (method: string, input: unknown) => Promise<unknown>) => Promise<T>,
): Promise<T> {
  const thread = startThread('restore', { data: { file } });
  try {
    await thread.call('open', null);
    const answer = await work((method, input) =>
      span(`backup:restore, ${method}`, () => thread.call(method, input)),
    );
    await thread.call('close', null);
    return answer;
  } finally {
    await thread.close(60_000);
  }
}

/**
 * Brings together, in the database that will be the live one, what comes from the backup and what stays as it is. One
 * transaction, which a second run finds done.
 */
export async function joinParts(folder: string, plan: Plan, step: BeforeStep): Promise<void> {
  const live = join(folder, 'lablink.db');
  const incoming = join(incomingOf(folder), 'lablink.db');
  const taken = takenOf(folder);
  const { id, parts } = plan;
  if (parts.includes('history')) {
    // Gone from there: it has come in already, so everything was joined.
    if (!existsSync(incoming)) return;
    step('join what stays into the database that comes');
    const here = existsSync(live) ? live : null;
    await withRestoreThread(incoming, (call) => call('keep', { id, parts, here }));
    return;
  }
  if (!existsSync(taken)) return;
  step('compare with the accounts that are here');
  await withRestoreThread(taken, (call) => call('keep', { id, parts: [...parts, 'history'], here: live }));
  step('join what comes into the database that stays');
  await withRestoreThread(live, (call) => call('take', { id, parts, from: taken }));
}
