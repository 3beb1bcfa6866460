import { databaseFault } from '#main/database/connection.ts';
import type { ReadableDb } from '#main/database/operations.ts';
import { chainStart, digestOf, linkHash } from './chain.ts';
import { payloadOf, type RecordRow } from './record-row.ts';
import { t } from '#shared/language/t.ts';

export interface VerifyQuestion {
  /** Start behind this row (0 for the beginning), whose hash is `hash`. */
  readonly after: number;
  readonly hash: Uint8Array | null;
  readonly limit: number;
}
export interface Verified {
  /** The last row that holds, and its hash: pass them on to continue. */
  readonly after: number;
  readonly hash: Uint8Array;
  /** The first row that does not hold, and why; null when all looked at do. */
  readonly broken: { readonly seq: number; readonly why: string } | null;
  /** True when the end was reached. */
  readonly done: boolean;
}

type Row = RecordRow & {
  readonly link: number | null;
  readonly link_key: string | null;
  readonly instrument: string | null;
  readonly name: string | null;
  readonly address: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly firmware: string | null;
  readonly driver: string | null;
};

/** The fields of a row's link; throws when there is none, or when it does not say the same twice. */
function linkFieldsOf(row: Row): readonly string[] | null {
  if (row.link === null) return null;
  const { instrument, name, address, vendor, model, serial, firmware, driver } = row;
  const fields = [instrument, name, address, vendor, model, serial, firmware, driver];
  if (JSON.stringify(fields) !== row.link_key) throw new Error('link');
  return fields as string[];
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Why a row does not hold behind the one before it; null when it does. */
function wrong(row: Row, previous: { seq: number; hash: Uint8Array; line: number | null }): string | null {
  if (row.seq !== previous.seq + 1)
    return row.seq === previous.seq + 2
      ? t`row ${previous.seq + 1} is missing before it`
      : t`rows ${previous.seq + 1} to ${row.seq - 1} are missing before it`;
  let link: readonly string[] | null;
  try {
    link = linkFieldsOf(row);
  } catch {
    return t`the link it names was changed`;
  }
  const digest = digestOf(payloadOf(row, link));
  if (!same(digest, row.digest)) return t`its content is not what was written`;
  if (!same(linkHash(previous.hash, digest), row.hash)) return t`it does not follow from the row before it`;
  if (previous.line !== null && row.line !== previous.line + (row.kind === 'outcome' ? 0 : 1))
    return t`its line number is wrong`;
  return null;
}

/**
 * Recomputes the chain over at most `limit` rows, and names the first that does not hold. Rows that are missing at the end
 * are only found as far back as the running console's first row: nothing that follows names them.
 */
export function verifyChain(db: ReadableDb, { after, hash, limit }: VerifyQuestion): Verified {
  let previous: { seq: number; hash: Uint8Array; line: number | null } = {
    seq: after,
    hash: hash ?? chainStart,
    line: after === 0 ? 0 : null,
  };
  let looked = 0;
  const answer = (broken: Verified['broken']): Verified => ({
    after: previous.seq,
    hash: Uint8Array.from(previous.hash),
    broken,
    done: broken === null && looked < limit,
  });
  const early = db.prepare('SELECT seq FROM record WHERE seq <= 0 LIMIT 1').get() as
    | { seq: number }
    | undefined;
  if (early !== undefined) return answer({ seq: early.seq, why: t`it stands before the beginning` });
  const rows = db
    .prepare(
      `SELECT record.*, link.key AS link_key, link.instrument, link.name, link.address, link.vendor, link.model,
         link.serial, link.firmware, link.driver
       FROM record LEFT JOIN link ON link.id = record.link WHERE record.seq > ? ORDER BY record.seq LIMIT ?`,
    )
    .iterate(after, limit) as IterableIterator<Row>;
  try {
    for (const row of rows) {
      const why = wrong(row, previous);
      if (why !== null) return answer({ seq: row.seq, why });
      previous = row;
      looked++;
    }
  } catch (error) {
    const fault = databaseFault(error);
    if (fault.code !== 'DATABASE_CORRUPT') throw fault;
    return answer({ seq: previous.seq + 1, why: t`it cannot be read: the database is damaged there` });
  }
  const begun = db.prepare('SELECT value FROM run_start').get() as { value: number } | undefined;
  if (looked < limit && begun !== undefined && begun.value > previous.seq)
    return answer({
      seq: previous.seq + 1,
      why: t`rows up to ${begun.value} at least are missing at the end`,
    });
  return answer(null);
}
