import v8 from 'node:v8';
import { heapSampling } from '#main/threads/heap-sampling.ts';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import type { ThreadRecording } from './recordable.ts';

/**
 * Begins to record the thread that runs this: the main thread. By V8 itself on this thread, and not by an inspector session of another one:
 * ending such a session takes the whole process down now and then; see docs/decisions/0026.
 */
export async function beginMain(kind: ProfileSummary['kind']): Promise<ThreadRecording> {
  if (kind === 'heap') {
    await heapSampling.start();
    return { stop: () => heapSampling.stop(), drop: () => Promise.resolve(heapSampling.drop()) };
  }
  const handle = v8.startCpuProfile();
  let text: string | null = null;
  // V8 writes the text itself: no object of it is made on this thread, and it is read on another one.
  const stop = (): Promise<string> => Promise.resolve((text ??= handle.stop() as unknown as string));
  return { stop, drop: stop };
}
