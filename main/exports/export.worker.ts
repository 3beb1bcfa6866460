import { databaseFault, openReadable } from '#main/database/connection.ts';
import { serveThread, threadData } from '#main/threads/serve.ts';
import type { ExportTask } from './task.ts';
import { Writing } from './writing.ts';

/** One export: reads with a connection of its own, encodes, writes. The thread that talks to instruments is only told how far it is. */
const { database, folder, make, origin } = threadData() as ExportTask;
let db: ReturnType<typeof openReadable> | null = null;
let writing: Writing | null = null;

const asked = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw databaseFault(error);
  }
};

serveThread(
  {
    begin: () =>
      asked(async () => {
        db = openReadable(database);
        writing = await Writing.begin(db, folder, make, origin);
      }),
    step: () => asked(() => writing!.step()),
    finish: () => asked(() => writing!.finish()),
    takeBack: () => writing?.takeBack(),
  },
  async () => {
    await writing?.giveUp();
    db?.close();
  },
);
