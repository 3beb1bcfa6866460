import { runningThreads } from '#main/threads/start.ts';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import { Fault } from '#shared/faults.ts';
import { beginMain } from './main-recording.ts';

/** A thread that does not begin or end within this is missed, ms: it may be inside a long statement of the database. */
const answerMs = 10_000;

type Kind = ProfileSummary['kind'];

/** A recording that runs in one thread. */
export interface ThreadRecording {
  /** Ends it: the profile as V8 writes it. Rejects with OVERLOADED when it does not answer within 10 s. */
  stop(): Promise<string>;
  /** Ends it, and keeps nothing. Never rejects. */
  drop(): Promise<unknown>;
}

/** A thread that can be recorded. */
export interface RecordableThread {
  /** Two of one kind are told apart by a number. */
  readonly name: string;
  /** Rejects with OVERLOADED when it does not begin within 10 s; what begins later is ended at once. */
  begin(kind: Kind): Promise<ThreadRecording>;
}

/** The threads that run now, main first; not those that work on profiles. */
export const recordableThreads = (): readonly RecordableThread[] => [
  { name: 'main', begin: beginMain },
  ...workers(),
];

function workers(): readonly RecordableThread[] {
  const seen = new Map<string, number>();
  return runningThreads()
    .filter(({ name }) => name !== 'profile')
    .map(({ name, worker, heap }) => {
      const number = (seen.get(name) ?? 0) + 1;
      seen.set(name, number);
      const begin = async (kind: Kind): Promise<ThreadRecording> => {
        if (kind === 'heap') {
          await heap('start');
          return {
            stop: () => within(heap('stop') as Promise<string>),
            drop: () => within(heap('drop')).catch(() => undefined),
          };
        }
        const handle = await worker.startCpuProfile();
        return {
          stop: () => within(handle.stop() as unknown as Promise<string>),
          drop: () => within(Promise.resolve(handle.stop())).catch(() => undefined),
        };
      };
      return {
        name: number === 1 ? name : `${name} ${number}`,
        async begin(kind) {
          const begun = begin(kind);
          try {
            return await within(begun);
          } catch (error) {
            // It may begin after all, when nobody waits for it any more.
            begun.then(
              (recording) => recording.drop(),
              () => undefined,
            );
            throw error;
          }
        },
      };
    });
}

/** An answer of a thread, or that there was none in time. */
async function within<T>(answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Fault('OVERLOADED', `It did not answer within ${answerMs / 1000} s.`)),
    answerMs,
  );
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
