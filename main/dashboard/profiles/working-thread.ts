import { startThread } from '#main/threads/start.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { ProfileWork } from './profile.worker.ts';

/** The thread that works on profiles, by its methods. */
export interface ProfileThread {
  call<M extends keyof ProfileWork>(
    method: M,
    input: Parameters<ProfileWork[M]>[0],
  ): Promise<Awaited<ReturnType<ProfileWork[M]>>>;
  close(): Promise<void>;
}

/** A thread of its own for every piece of work: between two of them nothing runs. */
export function profileThread(): ProfileThread {
  const thread = startThread('profile', { maxHeapMb: 1024 });
  return {
    call: (method, input) => thread.call(method, input) as Promise<never>,
    close: () => thread.close(),
  };
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * Work in such a thread, which ends with it; one piece after the other, or a window that asks for several would take the memory of several.
 * Rejects with PROFILE_UNREADABLE when it takes more than a thread has.
 */
export function inProfileThread<R>(work: (thread: ProfileThread) => Promise<R>): Promise<R> {
  const done = turn.then(async () => {
    const thread = profileThread();
    try {
      return await work(thread);
    } catch (error) {
      throw /memory limit/.test(faultShape(error).message)
        ? new Fault('PROFILE_UNREADABLE', 'The profile takes more memory to read than there is for it.')
        : error;
    } finally {
      await thread.close();
    }
  });
  turn = done.catch(() => undefined);
  return done;
}
