/** Seals secrets of this PC (TOTP secrets, keys): AES-256-GCM under a data key that leaves the vault for a backup alone, wrapped. */
export interface Vault {
  /** `label` is bound to the secret (`totp:<user id>`): sealed bytes moved to another row do not open. */
  seal(label: string, secret: Uint8Array): Uint8Array;
  /** Throws VAULT_FAILED when the bytes were altered, belong to another label, or to another PC. */
  open(label: string, sealed: Uint8Array): Uint8Array;
  /** HMAC-SHA-256 under a key derived from the data key, for recovery codes (compared in constant time). */
  mac(label: string, message: Uint8Array): Uint8Array;
  /**
   * Hands a copy of the data key to what wraps it for a backup, and overwrites the copy afterwards, whatever came of it.
   * Resolves with what `wrap` made of it. `wrap` keeps none of it and turns none of it into text.
   */
  exportKey(wrap: (key: Uint8Array) => Promise<Uint8Array>): Promise<Uint8Array>;
}

/**
 * Wraps the data key at rest. Electron's is `safeStorage` (asynchronous calls); elsewhere the data folder holds an
 * owner-only key file and there is no keyring.
 */
export interface Keyring {
  wrap(key: Uint8Array): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}
