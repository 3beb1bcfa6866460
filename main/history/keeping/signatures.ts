import type { ReadableDb, WritableDb } from '#main/database/operations.ts';
import type { CheckpointFacts, HeadFacts, PinnedRow } from './statements.ts';

/** A statement with its signature. */
export type Signed<T> = T & { readonly publicKey: Uint8Array; readonly signature: Uint8Array };
export type SignedCheckpoint = Signed<CheckpointFacts> & { readonly id: number };

/** Signed statements that are read at once. */
const atOnce = 10_000;

const bytes = (value: Uint8Array): Uint8Array => Uint8Array.from(value);

/** Checkpoints, oldest first, with what stayed of their rows. */
export function checkpointsOf(db: ReadableDb): SignedCheckpoint[] {
  const rows = db
    .prepare(
      `SELECT id, at, who, reason, first, last, line, before, hash, public_key AS publicKey, signature
       FROM checkpoint ORDER BY id LIMIT ${atOnce}`,
    )
    .all() as Omit<SignedCheckpoint, 'pinned'>[];
  const pins = db.prepare('SELECT seq, digest FROM checkpoint_pin WHERE checkpoint = ? ORDER BY seq');
  return rows.map((row) => ({
    ...row,
    before: bytes(row.before),
    hash: bytes(row.hash),
    publicKey: bytes(row.publicKey),
    signature: bytes(row.signature),
    pinned: (pins.all(row.id) as PinnedRow[]).map(({ seq, digest }) => ({ seq, digest: bytes(digest) })),
  }));
}

/** Where the chain begins now: behind the last row that retention took. Null: at its first row. */
export function chainBegin(db: ReadableDb): { after: number; hash: Uint8Array } | null {
  const row = db.prepare('SELECT last, hash FROM checkpoint ORDER BY id DESC LIMIT 1').get() as
    | { last: number; hash: Uint8Array }
    | undefined;
  return row === undefined ? null : { after: row.last, hash: bytes(row.hash) };
}

export const signatureReads = {
  chainBegin: (db: ReadableDb, _input: null) => chainBegin(db),

  checkpoints: (db: ReadableDb, _input: null) => checkpointsOf(db),

  /** Signed heads, oldest first. */
  heads: (db: ReadableDb, _input: null): Signed<HeadFacts>[] =>
    (
      db
        .prepare(
          `SELECT at, seq, hash, public_key AS publicKey, signature FROM signed_head ORDER BY id DESC LIMIT ${atOnce}`,
        )
        .all() as Signed<HeadFacts>[]
    )
      .map((row) => ({
        ...row,
        hash: bytes(row.hash),
        publicKey: bytes(row.publicKey),
        signature: bytes(row.signature),
      }))
      .toReversed(),

  /** The newest row, and when the newest head was signed. */
  headNow(
    db: ReadableDb,
    _input: null,
  ): { readonly seq: number; readonly hash: Uint8Array; readonly signedAt: number | null } | null {
    const row = db.prepare('SELECT seq, hash FROM record ORDER BY seq DESC LIMIT 1').get() as
      | { seq: number; hash: Uint8Array }
      | undefined;
    if (row === undefined) return null;
    const signed = db.prepare('SELECT at FROM signed_head ORDER BY id DESC LIMIT 1').get() as
      | { at: number }
      | undefined;
    return { seq: row.seq, hash: bytes(row.hash), signedAt: signed?.at ?? null };
  },
};

export const signatureWrites = {
  addHead(db: WritableDb, { at, seq, hash, publicKey, signature }: Signed<HeadFacts>): void {
    db.prepare('INSERT INTO signed_head (at, seq, hash, public_key, signature) VALUES (?, ?, ?, ?, ?)').run(
      at,
      seq,
      hash,
      publicKey,
      signature,
    );
  },
};
