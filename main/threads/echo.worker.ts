import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '#shared/faults.ts';
import { say, serveThread, threadData, Transferred } from './serve.ts';

/** Busy half of the time, so that whoever wants something of this thread gets it. */
async function burn(ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    burning();
    await wait(10);
  }
}
function burning(): void {
  const until = performance.now() + 10;
  while (performance.now() < until);
}

const kept: string[][] = [];
/** Keeps more and more, forty calls deep. */
async function allocate(ms: number): Promise<void> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    allocating(40);
    await wait(10);
  }
}
function allocating(deep: number): void {
  if (deep > 0) return allocating(deep - 1);
  kept.push(Array.from({ length: 5000 }, (_, at) => `text ${at} ${kept.length}`));
}

// The worker that the tests of this room talk to.
serveThread(
  {
    later: async ({ ms, value }: { ms: number; value: unknown }) => {
      await wait(ms);
      return value;
    },
    fault() {
      throw new Fault('RANGE_EXCEEDED', 'Too much.', { details: { limit: 5 } });
    },
    throw(text: string) {
      throw new Error(text);
    },
    data: () => threadData(),
    say: (text: string) => say(text),
    transfer(bytes: Uint8Array<ArrayBuffer>) {
      const copy = new Uint8Array(bytes);
      return new Transferred({ bytes: copy, left: 0 }, [copy.buffer]);
    },
    uncloneable: () => () => 1,
    crash() {
      queueMicrotask(() => {
        throw new Error('planted');
      });
      return new Promise(() => undefined);
    },
    exit: () => process.exit(3),
    burn,
    allocate,
    hang() {
      for (;;);
    },
  },
  () => {
    const data = threadData() as { file?: string } | undefined;
    if (data?.file !== undefined) writeFileSync(data.file, '');
  },
);
