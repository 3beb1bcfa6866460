import { writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '#shared/faults.ts';
import { say, serveThread, threadData, Transferred } from './serve.ts';

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
    hang() {
      for (;;);
    },
  },
  () => {
    const data = threadData() as { file?: string } | undefined;
    if (data?.file !== undefined) writeFileSync(data.file, '');
  },
);
