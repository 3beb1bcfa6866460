import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Identity, Recipient } from 'age-encryption';
import { Fault } from '#shared/faults.ts';
import { decryptAgeBytes, encryptAgeBytes, recipientOf, tidyIdentity } from './age.ts';
import { damaged } from './damaged.ts';

// The passphrase of an age file with scrypt in libuv's pool: the package's runs for a second on the thread that asks.
// source: age-encryption.org/v1, "scrypt recipient type".
const derive = promisify<string, Uint8Array, number, object, Buffer>(scrypt);
const label = 'age-encryption.org/v1/scrypt';
/** 2^18, as `age` writes: about half a second and 256 MB. */
const workFactor = 18;
/** A file could ask for more work than anyone would wait for. */
const workFactorMax = 20;
const cipher = 'chacha20-poly1305';
const zeroNonce = Buffer.alloc(12);

const keyFor = async (passphrase: string, salt: Uint8Array, work: number): Promise<Buffer> =>
  await derive(passphrase, Buffer.concat([Buffer.from(label), salt]), 32, {
    N: 2 ** work,
    r: 8,
    p: 1,
    maxmem: 2 ** work * 1024 + 2 ** 20,
  });

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

const passphraseRecipient = (passphrase: string): Recipient => ({
  async wrapFileKey(fileKey) {
    const salt = randomBytes(16);
    const sealing = createCipheriv(cipher, await keyFor(passphrase, salt, workFactor), zeroNonce, {
      authTagLength: 16,
    });
    const body = Buffer.concat([sealing.update(fileKey), sealing.final(), sealing.getAuthTag()]);
    return [{ args: ['scrypt', unpadded(salt), String(workFactor)], body }];
  },
});

const passphraseIdentity = (passphrase: string): Identity => ({
  async unwrapFileKey(stanzas) {
    const stanza = stanzas.find(({ args }) => args[0] === 'scrypt');
    if (stanza === undefined) return null;
    const [, salt = '', work = ''] = stanza.args;
    if (stanzas.length !== 1 || !/^[1-9]\d?$/.test(work) || stanza.body.length !== 32)
      throw damaged('the wrapped identity has a header that age does not write');
    if (Number(work) > workFactorMax)
      throw damaged(`the wrapped identity asks for a work factor of ${work}, more than ${workFactorMax}`);
    const key = await keyFor(passphrase, Buffer.from(salt, 'base64'), Number(work));
    const opening = createDecipheriv(cipher, key, zeroNonce, { authTagLength: 16 });
    opening.setAuthTag(stanza.body.subarray(16));
    const fileKey = opening.update(stanza.body.subarray(0, 16));
    try {
      opening.final();
    } catch {
      // Not this passphrase: the one who asked says so.
      return null;
    }
    return fileKey;
  },
});

/** An identity under a passphrase: a file that `age -d` opens, and that `age -d -i` takes as it is. */
export const wrapIdentity = async (identity: string, passphrase: string): Promise<Uint8Array> =>
  await encryptAgeBytes(Buffer.from(`${tidyIdentity(identity)}\n`), [passphraseRecipient(passphrase)]);

/**
 * The identity inside a wrapped one, comments and empty lines left out. Rejects with BACKUP_KEY_WRONG for another passphrase, with
 * BACKUP_DAMAGED when the file was altered or asks for too much work.
 */
export async function unwrapIdentity(wrapped: Uint8Array, passphrase: string): Promise<string> {
  const bytes = await decryptAgeBytes(wrapped, [passphraseIdentity(passphrase)]).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'BACKUP_KEY_WRONG')
      throw new Fault('BACKUP_KEY_WRONG', 'This passphrase does not open the wrapped identity.', {
        cause: error,
      });
    throw error;
  });
  const line = Buffer.from(bytes)
    .toString('utf8')
    .split(/\r?\n/)
    .find((each) => each !== '' && !each.startsWith('#'));
  if (line === undefined) throw damaged('the wrapped identity is empty');
  await recipientOf(line);
  return tidyIdentity(line);
}
