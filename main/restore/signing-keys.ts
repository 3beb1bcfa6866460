import type { ReadableDb, WritableDb } from '#main/database/operations.ts';

/** The key that signs heads and backups, sealed, and the label that it is sealed under. */
export interface SealedKey {
  readonly label: string;
  readonly sealed: Uint8Array;
}

export const signingKeysOf = (_db: ReadableDb): SealedKey[] => [];

export function putSigningKeys(_db: WritableDb, _keys: readonly SealedKey[]): void {
  return;
}
