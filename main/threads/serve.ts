import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { faultShape } from '#shared/faults.ts';
import type { FromWorker, ToWorker } from './messages.ts';

/** An answer whose buffers are handed over instead of copied. */
export class Transferred {
  readonly value: unknown;
  readonly transfer: readonly ArrayBuffer[];
  constructor(value: unknown, transfer: readonly ArrayBuffer[]) {
    this.value = value;
    this.transfer = transfer;
  }
}

/** What `startThread` was given as `data`. */
export const threadData = (): unknown => workerData;

/** Says something to the side that started this worker. */
export function say(message: unknown): void {
  parentPort?.postMessage({ t: 'message', message } satisfies FromWorker);
}

/**
 * Answers the calls of `startThread`'s side, in the order in which they came, one after the other. Call it once, in a
 * `*.worker.ts`. `onEnd` runs after the last answer, before the thread ends.
 */
export function serveThread(
  methods: Readonly<Record<string, (input: never) => unknown>>,
  onEnd: () => void | Promise<void> = () => undefined,
  lingerMs = 0,
): void {
  const port = parentPort;
  if (port === null) throw new Error('serveThread runs in a worker that startThread started');
  const called = (method: string, input: unknown): unknown => {
    if (!Object.hasOwn(methods, method)) throw new Error(`no method ${method}`);
    return methods[method]!(input as never);
  };
  const answer = async (id: number, work: () => unknown): Promise<void> => {
    try {
      const value = await work();
      if (value instanceof Transferred)
        port.postMessage({ t: 'answer', id, value: value.value } satisfies FromWorker, [...value.transfer]);
      else port.postMessage({ t: 'answer', id, value } satisfies FromWorker);
    } catch (error) {
      port.postMessage({ t: 'fault', id, fault: faultShape(error) } satisfies FromWorker);
    }
  };
  // Without this, whoever sent it would wait for ever: the thread ends, and all who wait are told.
  port.on('messageerror', (error) => {
    throw error;
  });
  let turn = Promise.resolve();
  let waiting = 0;
  const take = (message: ToWorker): void => {
    if (message.t === 'heap')
      // Loaded by those who are asked alone.
      return void answer(message.id, async () =>
        (await import('./heap-sampling.ts')).heapSampling[message.step](),
      );
    waiting++;
    if (message.t === 'call')
      turn = turn.then(async () => {
        await answer(message.id, () => called(message.method, message.input));
        waiting--;
        linger();
      });
    else
      turn = turn.then(async () => {
        try {
          await onEnd();
        } finally {
          port.close();
        }
      });
  };
  // Falling asleep and being woken costs more than a small batch; whoever was just answered often asks again at once.
  const linger = (): void => {
    if (lingerMs === 0 || waiting > 0) return;
    const until = performance.now() + lingerMs;
    do {
      const next = receiveMessageOnPort(port) as { message: ToWorker } | undefined;
      if (next !== undefined) return take(next.message);
    } while (performance.now() < until);
  };
  port.on('message', take);
}
