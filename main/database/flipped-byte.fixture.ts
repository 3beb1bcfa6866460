import { readFileSync } from 'node:fs';
import { bareHistory } from '#main/history/search/search.fixture.ts';
import { link, outcome, request } from '#main/history/history.fixture.ts';
import { integrityReads } from '#main/history/keeping/integrity.ts';
import { keepingReads, keepingWrites } from '#main/history/keeping/operations.ts';
import { headBytes } from '#main/history/keeping/statements.ts';
import { summedTables, type ValuesChecked } from '#main/history/keeping/values.ts';
import { detail } from '#main/history/detail.ts';
import { page } from '#main/history/page.ts';
import { newSigningKey, signWith } from '#main/history/signing/keys.ts';
import { verifyChain, type Verified } from '#main/history/verify.ts';
import { historyWrites } from '#main/history/write-operations.ts';
import { everything, type HistoryFilter } from '#shared/contract/history.ts';
import { faultShape } from '#shared/faults.ts';
import { databaseFault, openReadable } from './connection.ts';
import { readMigrations, refuseNewer } from './migrate.ts';
import type { ReadableDb } from './operations.ts';

/** Commands in the history of the database that is damaged. */
const commands = 1200;
const t0 = Date.UTC(2027, 0, 15, 8);

/** A database as a bench has it, closed cleanly: history with its index, readings, marks, accounts, signed heads. */
export function soundDatabase(): Buffer {
  const bare = bareHistory();
  const { db } = bare;
  try {
    db.exec('BEGIN');
    for (let n = 0; n < commands; n++) {
      const at = t0 + n * 1000;
      const over = link(`i${n % 3}`, `Supply ${n % 3}`);
      const intent = bare.intend(at, over, request(`SOUR1:VOLT ${n % 30}.${n}`, n % 2 === 0 ? 'Ada' : 'Bo'));
      bare.settle(intent, at + 2, outcome(n % 100 === 0 ? `#${'0123456789'.repeat(900)}` : `+${n}.25E-3`));
      if (n % 4 === 0) bare.note(at + 5, over, request('MEAS:CURR?'), outcome(`${n * 7919}`));
      if (n % 10 === 0) bare.audit(at + 6, 'Ada', 'desk.connect', { instrument: `i${n % 3}`, n });
      if (n % 100 === 0)
        historyWrites.mark(db, {
          seq: intent,
          pinned: true,
          note: `look at ${n}`,
          tags: ['odd'],
          who: 'Ada',
          at,
        });
    }
    const times = Float64Array.from({ length: 600 }, (_, n) => t0 + n * 100);
    for (let block = 0; block < 60; block++)
      historyWrites.readings(db, [
        {
          instrument: `i${block % 3}`,
          channel: 1,
          quantity: 'voltage',
          times,
          values: times.map((at) => Math.sin(at + block)),
        },
      ]);
    for (const name of ['Ada', 'Bo', 'Cy'])
      db.prepare("INSERT INTO user VALUES (?, ?, ?, 'operator', ?, zeroblob(60), 3, 1, NULL)").run(
        name,
        name,
        name.toLowerCase(),
        `$argon2id$v=19$m=65536,t=3,p=1$${name.repeat(20)}`,
      );
    const { publicKey, privateKey } = newSigningKey();
    db.prepare('INSERT INTO signing_key (public_key, sealed, created_at) VALUES (?, zeroblob(60), 1)').run(
      publicKey,
    );
    const head = keepingReads.headNow(db, null)!;
    const facts = { at: t0, seq: head.seq, hash: head.hash };
    keepingWrites.addHead(db, { ...facts, publicKey, signature: signWith(privateKey, headBytes(facts)) });
    db.exec('COMMIT');
    bare.index();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return readFileSync(db.name);
  } finally {
    bare.close();
  }
}

/** Questions of the history, by index, by words and by a look at every line. */
const questions: readonly Partial<HistoryFilter>[] = [
  {},
  { text: 'VOLT 17' },
  { text: '+777.25' },
  { text: 'CURR' },
  { text: '79' },
  { instrument: 'i1' },
  { operator: 'Bo', text: 'SOUR1' },
];

/** Rows by table, as JSON with bytes in hex; null where the table cannot be read. */
export type Answers = ReadonlyMap<string, readonly string[] | null>;

const json = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    each instanceof Uint8Array ? Buffer.from(each).toString('hex') : each,
  );

/** Everything that reads back: every table, and the answers to questions of the history. */
function answers(db: ReadableDb, names: readonly string[]): Answers {
  const got = new Map<string, readonly string[] | null>();
  const ask = (name: string, work: () => readonly unknown[]): void => {
    try {
      got.set(name, work().map(json));
    } catch (error) {
      // A column of another type than it has is refused, too; a connection that is stuck in a transaction would refuse all that follows.
      if (String(error).includes('transaction')) throw error;
      got.set(name, null);
    }
  };
  for (const name of names) ask(name, () => db.prepare(`SELECT * FROM "${name}" NOT INDEXED`).all());
  for (const [index, question] of questions.entries())
    ask(`question ${index}`, () => {
      const rows: unknown[] = [];
      for (let before: number | null = null, pages = 0; pages < 200; pages++) {
        const found: ReturnType<typeof page> = page(db, { ...everything, ...question, before, limit: 200 });
        rows.push(...found.rows);
        if (found.next === null) break;
        before = found.next;
      }
      return rows;
    });
  return got;
}

/** What somebody who looks is told: SQLite's refusals as a Fault of the database; anything else is thrown on. */
function faultsOf(error: unknown): string {
  const fault = databaseFault(error);
  const { code, message } = faultShape(fault);
  // A check that ends in a mistake of its own says nothing.
  if (fault.cause instanceof TypeError || fault.cause instanceof RangeError) throw fault.cause;
  return `${code}: ${message} ${fault.cause instanceof Error ? fault.cause.message : ''}`.trim();
}

/** Each line by its number, asked for alone; null where it cannot be read. */
function lineByLine(db: ReadableDb, lines: readonly number[]): ReadonlyMap<number, string | null> {
  const one = (seq: number): string | null => {
    try {
      return json(detail(db, { seq }));
    } catch {
      return null;
    }
  };
  return new Map(lines.map((seq) => [seq, one(seq)]));
}

/** What the checks say of a database, and what reads back of it. */
export interface Looked {
  readonly found: readonly string[];
  readonly answers: Answers;
  readonly lines: ReadonlyMap<number, string | null>;
}

/** Every table with SQLite's check, and every sum. */
function integrityOf(db: ReadableDb): string[] {
  const { parts } = integrityReads.integrityParts(db, null);
  const problems = parts.flatMap(({ table }) => integrityReads.integrityOf(db, table));
  for (const table of summedTables)
    for (let after: number | null = null, more = true; more; more = after !== null) {
      const step: ValuesChecked = integrityReads.checkValues(db, { table, after });
      problems.push(...step.problems);
      ({ after } = step);
    }
  return problems;
}

/** Looks at a database as the checks of the console do: every page, every signed statement, every row of the chain. */
export function lookAt(file: string, { names, lines }: Mapped): Looked {
  const found: string[] = [];
  const told = <T>(work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      found.push(faultsOf(error));
      return null;
    }
  };
  told(() => refuseNewer(file, readMigrations()));
  const db = told(() => openReadable(file));
  if (db === null) return { found, answers: new Map(), lines: new Map() };
  try {
    found.push(...(told(() => integrityOf(db)) ?? []));
    const statements = told(() => keepingReads.statements(db, null));
    found.push(...(statements?.wrong ?? []));
    told(() => {
      let state: Verified = { after: 0, hash: new Uint8Array(32), broken: null, done: false };
      while (!state.done && state.broken === null)
        state = verifyChain(db, { after: state.after, hash: state.hash, limit: 1000 });
      if (state.broken !== null) found.push(`row ${state.broken.seq}: ${state.broken.why}`);
    });
    return { found, answers: answers(db, names), lines: lineByLine(db, lines) };
  } finally {
    db.close();
  }
}

/** Whose a page is. source: SQLite, The DBSTAT Virtual Table. */
export interface Owner {
  readonly name: string;
  readonly type: string;
  readonly cells: number;
}

/** What there is in a sound database. */
export interface Mapped {
  /** Tables with content. */
  readonly names: readonly string[];
  /** Numbers of the lines of the history. */
  readonly lines: readonly number[];
  /** Whose each page is; one that is not named is free, or holds pointers between pages. */
  readonly owners: ReadonlyMap<number, Owner>;
}

export function mapOf(file: string): Mapped {
  const db = openReadable(file);
  const list = (sql: string): unknown[] => db.prepare(sql).pluck().all();
  try {
    const pages = db
      .prepare('SELECT pageno, name, pagetype AS type, ncell AS cells FROM dbstat')
      .all() as (Owner & { readonly pageno: number })[];
    return {
      names: list(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
      ) as string[],
      lines: list("SELECT seq FROM record WHERE kind <> 'outcome' ORDER BY seq") as number[],
      owners: new Map(pages.map(({ pageno, ...owner }) => [pageno, owner])),
    };
  } finally {
    db.close();
  }
}
