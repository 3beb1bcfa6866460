import { serveThread, threadData } from '#main/threads/serve.ts';
import { faultShape, type FaultShape } from '#shared/faults.ts';
import { databaseFault, openWritable, type OwnConnection } from './connection.ts';
import { migrate, readMigrations, refuseNewer } from './migrate.ts';
import type { WriteOperations } from './operations.ts';

/** One operation on its way to a reader. */
export interface Asked {
  readonly name: string;
  readonly input: unknown;
}
/** Operations on their way to the writer: two lists side by side cross threads faster than one of objects. */
export interface Batch {
  readonly names: readonly string[];
  readonly inputs: readonly unknown[];
}
/** What became of a batch: the answers in its order, and which of them are faults instead. */
export interface Done {
  readonly values: readonly unknown[];
  readonly faults: readonly (readonly [index: number, fault: FaultShape])[];
}

export interface WriterData {
  readonly file: string;
  /** Ceiling of the file in pages, for tests of a full disk. */
  readonly maxPages?: number;
}

/** Undoes what is open, whether SQLite has done so by itself (a full disk) or not. */
function rollback(connection: OwnConnection): void {
  connection.undone++;
  if (connection.inTransaction) connection.prepare('ROLLBACK').run();
}

/** Runs a batch in one durable transaction. An operation that throws undoes only itself. Throws when nothing was committed. */
export function commitBatch(
  connection: OwnConnection,
  operations: WriteOperations,
  { names, inputs }: Batch,
): Done {
  const run = (index: number): unknown => {
    const name = names[index]!;
    if (!Object.hasOwn(operations, name)) throw new Error(`no operation ${name}`);
    return operations[name]!(connection, inputs[index] as never);
  };
  try {
    connection.prepare('BEGIN IMMEDIATE').run();
    const values = names.map((_name, index) => run(index));
    connection.prepare('COMMIT').run();
    return { values, faults: [] };
  } catch (error) {
    rollback(connection);
    if (names.length === 1) return { values: [undefined], faults: [[0, faultShape(databaseFault(error))]] };
  }
  // Rare: one of them failed. Once more, each with a savepoint to go back to.
  const faults: [number, FaultShape][] = [];
  const one = (index: number): unknown => {
    connection.prepare('SAVEPOINT operation').run();
    try {
      return run(index);
    } catch (error) {
      connection.undone++;
      // A full disk may have undone the whole transaction: then there is no savepoint left, and nothing to commit.
      if (!connection.inTransaction) throw error;
      connection.prepare('ROLLBACK TO operation').run();
      faults.push([index, faultShape(databaseFault(error))]);
      return undefined;
    } finally {
      if (connection.inTransaction) connection.prepare('RELEASE operation').run();
    }
  };
  try {
    connection.prepare('BEGIN IMMEDIATE').run();
    const values = names.map((_name, index) => one(index));
    connection.prepare('COMMIT').run();
    return { values, faults };
  } catch (error) {
    rollback(connection);
    throw databaseFault(error);
  }
}

/** How long a write waits for another program's lock, ms: less than a session waits for its journal, so that the reason is said. */
const patienceMs = 1500;
/** While that program goes on holding it: everything that follows would wait as long, one after the other. */
const heldPatienceMs = 50;

const isBusy = ({ details }: Pick<FaultShape, 'details'>): boolean =>
  String(details['sqlite']).startsWith('SQLITE_BUSY');

/** Waits for another program's lock once, and hardly again until a write has gone through. */
function patient(connection: OwnConnection): (commit: () => Done) => Done {
  let held = false;
  const wait = (ms: number): void => void connection.pragma(`busy_timeout = ${ms}`);
  const was = (busy: boolean): void => {
    if (busy !== held) wait(busy ? heldPatienceMs : patienceMs);
    held = busy;
  };
  wait(patienceMs);
  return (commit) => {
    try {
      const done = commit();
      was(done.faults.some(([, fault]) => isBusy(fault)));
      return done;
    } catch (error) {
      was(isBusy(faultShape(error)));
      throw error;
    }
  };
}

/** How long the writer looks out for the next batch before it sleeps. Longer would take a core from others on two cores. */
const lingerMs = 0.2;

/** The body of the writer thread. */
export function serveWriter(operations: WriteOperations): void {
  const { file, maxPages } = threadData() as WriterData;
  let db: OwnConnection | null = null;
  let patiently: ReturnType<typeof patient> | null = null;
  serveThread(
    {
      open() {
        const migrations = readMigrations();
        refuseNewer(file, migrations);
        const connection = openWritable(file);
        try {
          migrate(connection, migrations);
          if (maxPages !== undefined) connection.pragma(`max_page_count = ${maxPages}`);
        } catch (error) {
          connection.close();
          throw databaseFault(error);
        }
        db = connection;
        patiently = patient(connection);
      },
      batch: (batch: Batch): Done => patiently!(() => commitBatch(db!, operations, batch)),
    },
    () => {
      // No `PRAGMA optimize`: statistics of a nearly empty table would have the next run scan a big one.
      db?.close();
    },
    lingerMs,
  );
}
