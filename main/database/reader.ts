import { setPriority } from 'node:os';
import { serveThread, threadData } from '#main/threads/serve.ts';
import { databaseFault, openReadable } from './connection.ts';
import type { ReadOperations } from './operations.ts';
import type { Asked } from './writer.ts';

/** Searches give way to the threads that talk to instruments and keep records. On Linux this is of the calling thread alone. */
const giveWay = (): void => {
  if (process.platform === 'linux') setPriority(10);
};

/** How long a reader looks out for the next question before it sleeps: whoever pages through the history asks again at once. */
const lingerMs = 0.1;

/** The body of a reader thread: its connection is read-only. */
export function serveReader(operations: ReadOperations): void {
  const { file } = threadData() as { file: string };
  let db: ReturnType<typeof openReadable> | null = null;
  serveThread(
    {
      open() {
        giveWay();
        db = openReadable(file);
      },
      read({ name, input }: Asked): unknown {
        if (!Object.hasOwn(operations, name)) throw new Error(`no operation ${name}`);
        try {
          return operations[name]!(db!, input as never);
        } catch (error) {
          throw databaseFault(error);
        }
      },
    },
    () => {
      db?.close();
    },
    lingerMs,
  );
}
