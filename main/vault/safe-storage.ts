import type { Keyring } from './vault.ts';

/** The part of Electron's `safeStorage` that is used: its asynchronous calls (the others end with Electron 46). */
export interface SafeStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(plainText: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string }>;
  getSelectedStorageBackend(): string;
}

/** The keyring, or null with the reason in a sentence for the person. */
export type KeyringFound =
  | { readonly keyring: Keyring; readonly why: null }
  | { readonly keyring: null; readonly why: string };

const without = (why: string): KeyringFound => ({
  keyring: null,
  why: `${why} The key of the console is kept in a file that only you can read.`,
});

/**
 * The platform's keyring behind `safeStorage`, which must be asked after the app is ready. On Linux without a keyring, Chromium
 * would encrypt with a password that everybody knows (`basic_text`): that is no protection and is not taken for one.
 */
export async function keyringOver(storage: SafeStorage, platform: NodeJS.Platform): Promise<KeyringFound> {
  if (platform === 'linux') {
    const backend = storage.getSelectedStorageBackend();
    if (backend === 'basic_text' || backend === 'unknown') return without('This desktop has no keyring.');
  }
  if (!(await storage.isAsyncEncryptionAvailable()))
    return without("The desktop's keyring is not available.");
  return {
    why: null,
    keyring: {
      async wrap(key) {
        return Uint8Array.from(await storage.encryptStringAsync(Buffer.from(key).toString('base64')));
      },
      async unwrap(wrapped) {
        const { result } = await storage.decryptStringAsync(Buffer.from(wrapped));
        return Uint8Array.from(Buffer.from(result, 'base64'));
      },
    },
  };
}
