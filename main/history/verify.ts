import type { ReadableDb } from '#main/database/operations.ts';
import type { Link } from '#shared/contract/history.ts';
import { chainStart, digestOf, linkHash } from './chain.ts';
import { payloadOf, type RecordRow } from './record-row.ts';

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

type Row = RecordRow & { readonly linkKey: string | null };

const linkFromKey = (key: string | null): Link | null => {
  if (key === null) return null;
  const [instrument, name, address, vendor, model, serial, firmware, driver] = JSON.parse(key) as string[];
  return { instrument, name, address, vendor, model, serial, firmware, driver } as Link;
};

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Recomputes the chain over at most `limit` rows, and names the first that does not hold. */
export function verifyChain(db: ReadableDb, { after, hash, limit }: VerifyQuestion): Verified {
  const rows = db
    .prepare(
      `SELECT record.*, link.key AS linkKey,
         json_array(link.instrument, link.name, link.address, link.vendor, link.model, link.serial, link.firmware,
           link.driver) AS linkNow
       FROM record LEFT JOIN link ON link.id = record.link WHERE record.seq > ? ORDER BY record.seq LIMIT ?`,
    )
    .all(after, limit) as (Row & { linkNow: string; link: number | null })[];
  let previous = hash ?? chainStart;
  let last = after;
  let line: number | null = null;
  for (const row of rows) {
    const fail = (why: string): Verified => ({
      after: last,
      hash: previous,
      broken: { seq: row.seq, why },
      done: false,
    });
    if (row.seq !== last + 1) return fail(`rows ${last + 1} to ${row.seq - 1} are missing`);
    if (row.link !== null && (row.linkKey === null || row.linkKey !== row.linkNow))
      return fail('the link it names was changed');
    const digest = digestOf(payloadOf(row, linkFromKey(row.linkKey)));
    if (!same(digest, row.digest)) return fail('its content is not what was written');
    if (!same(linkHash(previous, digest), row.hash)) return fail('it does not follow from the row before it');
    if (line !== null && row.line !== line + (row.kind === 'outcome' ? 0 : 1))
      return fail('its line number is wrong');
    previous = row.hash;
    last = row.seq;
    line = row.line;
  }
  return { after: last, hash: Uint8Array.from(previous), broken: null, done: rows.length < limit };
}
