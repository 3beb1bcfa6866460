import { access } from 'node:fs/promises';

/**
 * Whether there is something of this name. Never synchronously: a share that is gone answers after minutes, and the emergency stop runs
 * on the thread that would wait.
 */
export const isThere = async (path: string): Promise<boolean> =>
  await access(path).then(
    () => true,
    () => false,
  );
