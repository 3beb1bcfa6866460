import type { ReadableDb, WritableDb } from '#main/database/operations.ts';

/** A key that signs heads, checkpoints and backups; its private half is sealed. */
export interface SealedKey {
  readonly id: number;
  readonly sealed: Uint8Array;
}

/** Every key that a history was ever signed with. */
export function signingKeysOf(db: ReadableDb): SealedKey[] {
  const rows = db.prepare('SELECT id, sealed FROM signing_key').all() as SealedKey[];
  return rows.map(({ id, sealed }) => ({ id, sealed: Uint8Array.from(sealed) }));
}

/** Their private halves, as another vault has sealed them. */
export function putSigningKeys(db: WritableDb, keys: readonly SealedKey[]): void {
  const put = db.prepare('UPDATE signing_key SET sealed = ? WHERE id = ?');
  for (const { id, sealed } of keys) put.run(sealed, id);
}
