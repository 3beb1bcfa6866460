import type { ReadableDb } from '#main/database/operations.ts';
import { chainStart, digestOf } from '#main/history/chain.ts';
import { payloadOf, type RecordRow } from '#main/history/record-row.ts';
import { verifySignature } from '#main/history/signing/keys.ts';
import { checkpointsOf, type Signed, signatureReads, type SignedCheckpoint } from './signatures.ts';
import { checkpointBytes, headBytes, type HeadFacts } from './statements.ts';

/** What the signed statements come to, without the rows between them. */
export interface Statements {
  readonly heads: number;
  readonly checkpoints: number;
  /** What does not fit, in words. At most 100. */
  readonly wrong: readonly string[];
  /** The newest head that the chain still has. */
  readonly signedTo: Signed<HeadFacts> | null;
  /** Where the rows that are left begin. */
  readonly begin: { readonly after: number; readonly hash: Uint8Array };
}

const wrongMax = 100;
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Keys that the database says this console has signed with. */
const ownKeys = (db: ReadableDb): ReadonlySet<string> =>
  new Set(
    (db.prepare('SELECT public_key AS key FROM signing_key').all() as { key: Uint8Array }[]).map(({ key }) =>
      base64(key),
    ),
  );

function wrongSignature(
  { publicKey, signature }: { readonly publicKey: Uint8Array; readonly signature: Uint8Array },
  bytes: Uint8Array,
  own: ReadonlySet<string>,
): string | null {
  const key = base64(publicKey);
  if (!verifySignature(key, bytes, signature)) return 'is not what was signed';
  return own.has(key) ? null : 'is signed by a key that is not of this console';
}

/** The digest of a row as its content gives it now; null when there is no such row, or its link is gone. */
function digestNow(db: ReadableDb, seq: number): Uint8Array | null {
  const row = db.prepare('SELECT * FROM record WHERE seq = ?').get(seq) as
    | (RecordRow & { readonly link: number | null })
    | undefined;
  if (row === undefined) return null;
  if (row.link === null) return digestOf(payloadOf(row, null));
  const link = db.prepare('SELECT key FROM link WHERE id = ?').get(row.link) as { key: string } | undefined;
  return link === undefined ? null : digestOf(payloadOf(row, JSON.parse(link.key) as string[]));
}

function* wrongCheckpoints(
  db: ReadableDb,
  checkpoints: readonly SignedCheckpoint[],
  own: ReadonlySet<string>,
): Generator<string> {
  let expected: { after: number; hash: Uint8Array } = { after: 0, hash: chainStart };
  for (const each of checkpoints) {
    const name = `the checkpoint of rows ${each.first} to ${each.last} (${day(each.at)})`;
    const wrong = wrongSignature(each, checkpointBytes(each), own);
    if (wrong !== null) yield `${name} ${wrong}`;
    if (each.first !== expected.after + 1 || !same(each.before, expected.hash) || each.last < each.first)
      yield `${name} does not follow from what was before it`;
    for (const { seq, digest } of each.pinned) {
      const now = digestNow(db, seq);
      if (now === null) yield `row ${seq}, which was pinned, is missing`;
      else if (!same(now, digest)) yield `row ${seq}, which was pinned, is not what was written`;
    }
    expected = { after: each.last, hash: each.hash };
  }
  const stray = db
    .prepare(
      `SELECT seq FROM record WHERE seq <= ? AND seq NOT IN (SELECT seq FROM checkpoint_pin)
         AND NOT EXISTS (SELECT 1 FROM cutting WHERE record.seq BETWEEN first AND last) LIMIT 1`,
    )
    .get(expected.after) as { seq: number } | undefined;
  if (stray !== undefined) yield `row ${stray.seq} stands where rows were deleted`;
}

/**
 * Checks every signature, and that heads and checkpoints fit the rows that there are. `keys`: those that the vault vouches for; null when
 * it cannot, then those that the database names are taken.
 */
export function statementsOf(db: ReadableDb, keys: readonly string[] | null): Statements {
  const own = keys === null ? ownKeys(db) : new Set(keys);
  const checkpoints = checkpointsOf(db);
  const heads = signatureReads.heads(db, null);
  const wrong = [...wrongCheckpoints(db, checkpoints, own)];
  const last = checkpoints.at(-1);
  const begin = last === undefined ? { after: 0, hash: chainStart } : { after: last.last, hash: last.hash };
  const hashAt = db.prepare('SELECT hash FROM record WHERE seq = ?');
  let signedTo: Signed<HeadFacts> | null = null;
  for (const head of heads) {
    const name = `the head of row ${head.seq} (${day(head.at)})`;
    const not = wrongSignature(head, headBytes(head), own);
    if (not !== null) wrong.push(`${name} ${not}`);
    else if (head.seq > begin.after) {
      const row = hashAt.get(head.seq) as { hash: Uint8Array } | undefined;
      if (row === undefined) wrong.push(`${name} is of a row that is missing`);
      else if (!same(row.hash, head.hash)) wrong.push(`${name} is of another row than the one there`);
      else if (head.seq >= (signedTo?.seq ?? 0)) signedTo = head;
    }
    if (wrong.length >= wrongMax) break;
  }
  return {
    heads: heads.length,
    checkpoints: checkpoints.length,
    wrong: wrong.slice(0, wrongMax),
    signedTo,
    begin,
  };
}
