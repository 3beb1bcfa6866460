import type { ReadableDb, WritableDb } from '#main/database/operations.ts';

/** The key of this console, as it is stored: the private half is sealed by the vault. */
export interface StoredSigningKey {
  readonly publicKey: Uint8Array;
  readonly sealed: Uint8Array;
}

export const signingReads = {
  /** Every key that this history was ever signed with. */
  signingKeys: (db: ReadableDb, _input: null): StoredSigningKey[] =>
    (
      db
        .prepare('SELECT public_key AS publicKey, sealed FROM signing_key ORDER BY id')
        .all() as StoredSigningKey[]
    ).map(({ publicKey, sealed }) => ({
      publicKey: Uint8Array.from(publicKey),
      sealed: Uint8Array.from(sealed),
    })),

  /** The newest key; null before there is one. */
  signingKey(db: ReadableDb, _input: null): StoredSigningKey | null {
    const row = db
      .prepare('SELECT public_key AS publicKey, sealed FROM signing_key ORDER BY id DESC LIMIT 1')
      .get() as StoredSigningKey | undefined;
    return row === undefined
      ? null
      : { publicKey: Uint8Array.from(row.publicKey), sealed: Uint8Array.from(row.sealed) };
  },
};

export const signingWrites = {
  /** Stores the first key; one that is there stays, and is the answer. */
  keepSigningKey(db: WritableDb, input: StoredSigningKey & { readonly at: number }): StoredSigningKey {
    const there = signingReads.signingKey(db, null);
    if (there !== null) return there;
    db.prepare('INSERT INTO signing_key (public_key, sealed, created_at) VALUES (?, ?, ?)').run(
      input.publicKey,
      input.sealed,
      input.at,
    );
    return { publicKey: input.publicKey, sealed: input.sealed };
  },
};
