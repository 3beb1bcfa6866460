import { safeStorage } from 'electron';
import { type KeyringFound, keyringOver } from './safe-storage.ts';

/** Electron's keyring; null with the reason where it would protect nothing. Call it after the app is ready. */
export const electronKeyring = (): Promise<KeyringFound> => keyringOver(safeStorage, process.platform);
