import { serveThread, threadData } from '#main/threads/serve.ts';
import { faultShape, type FaultShape } from '#shared/faults.ts';
import { databaseFault, openWritable } from './connection.ts';
import { migrate, readMigrations, refuseNewer } from './migrate.ts';
import type { WriteOperations } from './operations.ts';

/** One operation on its way to the writer. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
}
/** What became of it. */
export type Done = { readonly value: unknown } | { readonly fault: FaultShape };

export interface WriterData {
  readonly file: string;
  /** Ceiling of the file in pages, for tests of a full disk. */
  readonly maxPages?: number;
}

/**
 * The body of the writer thread. A batch is one transaction, each operation a savepoint of it: one that throws undoes only
 * itself, and all that are answered well are on the disk.
 */
export function serveWriter(operations: WriteOperations): void {
  const { file, maxPages } = threadData() as WriterData;
  let db: ReturnType<typeof openWritable> | null = null;

  const one = (name: string, input: unknown): Done => {
    const connection = db!;
    connection.prepare('SAVEPOINT operation').run();
    try {
      if (!Object.hasOwn(operations, name)) throw new Error(`no operation ${name}`);
      const value = operations[name]!(connection, input as never);
      connection.prepare('RELEASE operation').run();
      return { value };
    } catch (error) {
      // A full disk rolls the whole transaction back by itself; there is no savepoint left then.
      if (connection.inTransaction) {
        connection.prepare('ROLLBACK TO operation').run();
        connection.prepare('RELEASE operation').run();
      } else throw error;
      return { fault: faultShape(databaseFault(error)) };
    }
  };

  serveThread(
    {
      open() {
        const migrations = readMigrations();
        refuseNewer(file, migrations);
        const connection = openWritable(file);
        try {
          migrate(connection, migrations);
        } catch (error) {
          connection.close();
          throw databaseFault(error);
        }
        if (maxPages !== undefined) connection.pragma(`max_page_count = ${maxPages}`);
        db = connection;
      },
      batch(asked: readonly Asked[]): readonly Done[] {
        const connection = db!;
        try {
          connection.prepare('BEGIN IMMEDIATE').run();
          const done = asked.map(({ name, input }) => one(name, input));
          connection.prepare('COMMIT').run();
          return done;
        } catch (error) {
          if (connection.inTransaction) connection.prepare('ROLLBACK').run();
          throw databaseFault(error);
        }
      },
    },
    () => {
      db?.pragma('optimize');
      db?.close();
    },
  );
}
