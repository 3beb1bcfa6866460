import type { Worker } from 'node:worker_threads';
import type { HeapStep } from './heap-sampling.ts';

/** A worker thread that answers calls. Made by `startThread` alone; see `threads/start.ts`. */
export interface Thread {
  /** Asks the worker and waits. Rejects with the worker's Fault, or INTERNAL when the worker has ended. */
  call(
    method: string,
    input: unknown,
    options?: { readonly transfer?: readonly ArrayBuffer[] },
  ): Promise<unknown>;
  /** A step of sampling its heap, beside the turn of calls: it waits only for what the worker does at once. Rejects as `call` does. */
  heap(step: HeapStep): Promise<unknown>;
  /** Messages that the worker sends by itself. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Called once, when the worker ended without being asked to. */
  onExit(listener: (why: string) => void): () => void;
  /** Lets the worker finish what it does, then ends it; after `deadlineMs` (5,000) it is terminated. */
  close(deadlineMs?: number): Promise<void>;
  /** For event-loop and CPU measurements alone. */
  readonly worker: Worker;
}
