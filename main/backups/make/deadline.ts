import { Fault } from '#shared/faults.ts';

/** A destination that takes or gives nothing for so long is given up, ms: a share that hangs answers never. */
export const patienceMs = 60_000;
/** A question that needs no data (is it there, how much is free) may take so long, ms. */
export const questionMs = 10_000;

/** A destination did not answer in time. What was asked of it goes on unseen, and holds one of the few threads for file calls: it is asked nothing more. */
export class Hangs extends Fault {
  constructor(folder: string, ms: number) {
    super('FOLDER_UNWRITABLE', `${folder} did not answer for ${Math.round(ms / 1000)} s.`, {
      remedy: 'Check the network share or the disk; backups go to the other destinations meanwhile.',
      details: { hangs: true },
    });
  }
}

/** Did a destination hang? Also of a fault that came from another thread. */
export const hangs = (error: unknown): boolean => error instanceof Fault && error.details['hangs'] === true;

/** What is asked of a folder, within a deadline. Rejects with `Hangs`, and as `work` does. */
export async function answering<T>(work: Promise<T>, folder: string, ms = questionMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Hangs(folder, ms)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
