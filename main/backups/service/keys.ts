import { randomUUID } from 'node:crypto';
import {
  decryptAgeBytes,
  encryptAgeBytes,
  generateIdentity,
  recipientOf,
  tidyIdentity,
} from '#main/backups/format/age.ts';
import { unwrapIdentity, wrapIdentity } from '#main/backups/format/wrapped-identity.ts';
import type { BackupKey } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import type { StoredRecipient } from './records.ts';
import { sheetOf } from './sheet.ts';

/** An identity that was shown and not kept by anybody yet, as far as this console knows. */
interface Shown {
  readonly name: string;
  readonly recipient: string;
  readonly at: number;
}

/** So long somebody may take to print it and type it back, ms. */
const shownMs = 3_600_000;
const shownMax = 5;

/** Rejects with BACKUP_KEY_WRONG unless this identity opens what is encrypted to that recipient. Really does it. */
async function proveIdentity(identity: string, recipient: string): Promise<void> {
  const wrong = (): Fault =>
    new Fault('BACKUP_KEY_WRONG', 'This identity is not the one that belongs to this key.', {
      remedy: 'Compare it letter by letter with the sheet, or load it from the file that was saved.',
    });
  if ((await recipientOf(identity)) !== recipient) throw wrong();
  const test = crypto.getRandomValues(new Uint8Array(64));
  const sealed = await encryptAgeBytes(test, [recipient]);
  const opened = await decryptAgeBytes(sealed, [identity]);
  if (Buffer.compare(opened, test) !== 0) throw wrong();
}

/** The identities that were shown and wait for their proof. Nothing of them is stored, and none outlives the console. */
export class ShownIdentities {
  readonly #shown = new Map<string, Shown>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes an identity. It leaves this console with the answer, and stays nowhere: only its public half is remembered. */
  async create(
    name: string,
    signer: string,
  ): Promise<{ id: string; identity: string; recipient: string; signer: string; sheet: string }> {
    for (const [id, { at }] of this.#shown)
      if (this.#now() - at > shownMs || this.#shown.size >= shownMax) this.#shown.delete(id);
    const { identity, recipient } = await generateIdentity();
    const id = randomUUID();
    this.#shown.set(id, { name, recipient, at: this.#now() });
    return { id, identity, recipient, signer, sheet: sheetOf({ name, identity, recipient, signer }) };
  }

  /**
   * The recipient to store, once the identity was typed back and has opened a test. With a passphrase, the identity goes along under
   * it. Rejects with BACKUP_KEY_WRONG, BACKUP_UNKNOWN.
   */
  async confirm(id: string, identity: string, passphrase: string | null): Promise<StoredRecipient> {
    const shown = this.#shown.get(id);
    if (shown === undefined || this.#now() - shown.at > shownMs)
      throw new Fault('BACKUP_KEY_WRONG', 'This key was made too long ago, or before the console started.', {
        remedy: 'Make a new one, and throw away the sheet of this one.',
      });
    await proveIdentity(identity, shown.recipient);
    const wrapped = passphrase === null ? null : await wrapIdentity(tidyIdentity(identity), passphrase);
    this.#shown.delete(id);
    const at = this.#now();
    return { id, name: shown.name, recipient: shown.recipient, provedAt: at, wrapped, at };
  }
}

/** Shows that this key opens what is encrypted to a recipient. Rejects with BACKUP_KEY_WRONG. */
export async function proveRecipient(stored: StoredRecipient, key: BackupKey): Promise<void> {
  if ('identity' in key) {
    await proveIdentity(key.identity, stored.recipient);
    return;
  }
  if (stored.wrapped === null)
    throw new Fault('BACKUP_KEY_WRONG', 'No identity under a passphrase was kept of this key.', {
      remedy: 'Type the identity itself, from its sheet.',
    });
  await proveIdentity(await unwrapIdentity(stored.wrapped, key.passphrase), stored.recipient);
}
