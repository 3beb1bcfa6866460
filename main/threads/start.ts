import { Worker } from 'node:worker_threads';
import { Fault, faultFrom } from '#shared/faults.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { type ThreadName, threadUrl } from './names.ts';
import type { Thread } from './thread.ts';

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Fault) => void;
}

export interface ThreadOptions {
  /** What the worker finds in `threadData()`. */
  readonly data?: unknown;
  /** Ceiling of the worker's JavaScript heap. */
  readonly maxHeapMb?: number;
}

const running = new Set<Thread>();

/** The workers that run now, by their names: for figures and profiles. Two of one kind have one name. */
export const runningThreads = (): readonly ({ readonly name: string } & Pick<Thread, 'worker' | 'heap'>)[] =>
  [...running].map((thread) => ({
    name: thread.worker.threadName ?? '',
    worker: thread.worker,
    heap: (step) => thread.heap(step),
  }));

/** Starts a worker. It ends when it is closed, or with this process: it never keeps the process alive by itself. */
export function startThread(name: ThreadName, options: ThreadOptions = {}): Thread {
  const { data, maxHeapMb = 512 } = options;
  const worker = new Worker(threadUrl(name, import.meta.url), {
    name,
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    // Flags of this process (a test runner's loader, an inspector) are not the worker's business.
    execArgv: [],
  });
  worker.unref();

  const pending = new Map<number, Pending>();
  const messageListeners = new Set<(message: unknown) => void>();
  const exitListeners = new Set<(why: string) => void>();
  let lastId = 0;
  let closing = false;
  let ended: string | null = null;
  let why: string | null = null;

  worker.on('message', (message: FromWorker) => {
    if (message.t === 'message') {
      for (const listener of messageListeners) listener(message.message);
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (pending.size === 0) worker.unref();
    if (message.t === 'answer') call?.resolve(message.value);
    else call?.reject(faultFrom(message.fault));
  });
  worker.on('messageerror', (error) => {
    // Nobody knows whose answer it was: with the thread, all who wait are answered.
    why = `The ${name} thread sent what cannot be read: ${error.message}`;
    void worker.terminate();
  });
  worker.on('error', (error) => {
    why = `The ${name} thread failed: ${error instanceof Error ? error.message : 'unknown reason'}`;
  });
  worker.on('exit', (code) => {
    running.delete(thread);
    const last = why ?? `The ${name} thread ended (${code}).`;
    ended = last;
    for (const call of pending.values()) call.reject(new Fault('INTERNAL', last));
    pending.clear();
    if (!closing) for (const listener of exitListeners) listener(last);
  });

  const ask = (
    messageOf: (id: number) => ToWorker,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<unknown> => {
    if (ended !== null || closing)
      return Promise.reject(new Fault('INTERNAL', ended ?? `The ${name} thread is closing.`));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = ++lastId;
    try {
      worker.postMessage(messageOf(id), [...transfer]);
    } catch (cause) {
      reject(new Fault('INTERNAL', `What was asked of the ${name} thread cannot be sent to it.`, { cause }));
      return promise;
    }
    // A call that waits keeps the process alive; an idle worker does not.
    if (pending.size === 0) worker.ref();
    pending.set(id, { resolve, reject });
    return promise;
  };

  const thread: Thread = {
    worker,
    call: (method, input, { transfer = [] } = {}) =>
      ask((id) => ({ t: 'call', id, method, input }), transfer),
    heap: (step) => ask((id) => ({ t: 'heap', id, step })),
    onMessage(listener) {
      messageListeners.add(listener);
      return () => messageListeners.delete(listener);
    },
    onExit(listener) {
      exitListeners.add(listener);
      return () => exitListeners.delete(listener);
    },
    async close(deadlineMs = 5000) {
      if (ended !== null) return;
      const exited = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
      if (!closing) {
        closing = true;
        worker.postMessage({ t: 'end' } satisfies ToWorker);
      }
      worker.ref();
      const timer = setTimeout(() => void worker.terminate(), deadlineMs);
      await exited;
      clearTimeout(timer);
    },
  };
  running.add(thread);
  return thread;
}
