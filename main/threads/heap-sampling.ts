import { Session } from 'node:inspector/promises';

/** Bytes between two samples of the heap, on average. */
export const heapIntervalBytes = 32_768;

let session: Session | null = null;

/**
 * V8's sampling of the heap of the thread that runs this, main or a worker. Not `worker.startHeapProfile()`: in Node 24 that samples every 512 KB, 16 frames
 * deep, and cannot be told otherwise.
 */
export const heapSampling = {
  /** Begins it; anew where it ran already. */
  async start(): Promise<null> {
    heapSampling.drop();
    session = new Session();
    session.connect();
    await session.post('HeapProfiler.enable');
    await session.post('HeapProfiler.startSampling', { samplingInterval: heapIntervalBytes });
    return null;
  },
  /** Ends it: the profile as V8 writes it. */
  async stop(): Promise<string> {
    if (session === null) throw new Error('no sampling runs');
    const { profile } = await session.post('HeapProfiler.stopSampling');
    heapSampling.drop();
    return JSON.stringify(profile);
  },
  /** Ends it, if it runs, and keeps nothing. */
  drop(): null {
    session?.disconnect();
    session = null;
    return null;
  },
};
/** What a worker can be asked about its heap, beside its own methods. */
export type HeapStep = keyof typeof heapSampling;
