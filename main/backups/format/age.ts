import {
  Decrypter,
  Encrypter,
  generateX25519Identity,
  type Identity,
  identityToRecipient,
  type Recipient,
} from 'age-encryption';
import { Fault } from '#shared/faults.ts';
import { openPayload, sealPayload } from './age-stream.ts';
import { ByteQueue } from './byte-queue.ts';
import { damaged } from './damaged.ts';

/** A key pair for backups: `identity` opens (AGE-SECRET-KEY-1...), `recipient` is what is encrypted to (age1...). */
export interface AgeIdentity {
  readonly identity: string;
  readonly recipient: string;
}

/** source: age-encryption.org/v1; a header of some stanzas has some hundred bytes. */
const headerMax = 64 * 1024;

const wrongKey = (message: string, cause?: unknown): Fault =>
  new Fault('BACKUP_KEY_WRONG', message, cause === undefined ? {} : { cause });

/** Makes a new X25519 identity. */
export async function generateIdentity(): Promise<AgeIdentity> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The recipient of an identity as a person types it. Rejects with BACKUP_KEY_WRONG. */
export async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(tidyIdentity(identity));
  } catch (cause) {
    throw wrongKey('That is not an age identity: one begins with AGE-SECRET-KEY-1.', cause);
  }
}

/** As it is printed: spaces and line ends that came with it are gone, letters are capitals. */
export const tidyIdentity = (identity: string): string => identity.replaceAll(/\s/g, '').toUpperCase();

/** The header of a new file, by the package, and the file key behind it. */
async function newHeader(
  recipients: readonly (string | Recipient)[],
): Promise<{ header: Uint8Array; fileKey: Uint8Array }> {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  let fileKey: Uint8Array | null = null;
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  const empty = await encrypter.encrypt(new Uint8Array(0));
  // Its own nonce and its one empty chunk, 16 bytes each, are left out: the payload brings its own.
  return { header: empty.subarray(0, empty.length - 32), fileKey: fileKey! };
}

/** Encrypts a stream to X25519 recipients (and to recipients of other kinds, as objects). The result is an age v1 file. */
export async function* encryptAge(
  source: AsyncIterable<Uint8Array>,
  recipients: readonly (string | Recipient)[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const { header, fileKey } = await newHeader(recipients);
  yield header;
  yield* sealPayload(source, fileKey);
}

/** Reads a header: every byte up to the end of the line that begins with `---`. */
async function readHeader(queue: ByteQueue): Promise<Uint8Array> {
  const lines: Uint8Array[] = [];
  let length = 0;
  for (let last = false; !last; ) {
    const line: number[] = [];
    while (line.at(-1) !== 0x0a) {
      const [byte] = await queue.exactly(1, 'its header');
      line.push(byte!);
      if (++length > headerMax) throw damaged('its header has no end');
    }
    const text = Buffer.from(line);
    lines.push(text);
    if (lines.length === 1 && text.toString('latin1') !== 'age-encryption.org/v1\n')
      throw damaged('it does not begin as an age file does', 0);
    last = text.toString('latin1').startsWith('---');
  }
  return Buffer.concat(lines);
}

/**
 * Decrypts an age file. Rejects with BACKUP_KEY_WRONG when none of the identities opens it (a header whose part for them was altered
 * looks the same), with BACKUP_DAMAGED when it was altered or cut short.
 */
export async function* decryptAge(
  source: AsyncIterable<Uint8Array>,
  identities: readonly (string | Identity)[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const queue = new ByteQueue(source);
  try {
    const header = await readHeader(queue);
    const decrypter = new Decrypter();
    for (const identity of identities) {
      if (typeof identity === 'string') await recipientOf(identity);
      decrypter.addIdentity(typeof identity === 'string' ? tidyIdentity(identity) : identity);
    }
    const fileKey = await decrypter.decryptHeader(header).catch((cause: unknown) => {
      if (cause instanceof Fault) throw cause;
      if (cause instanceof Error && cause.message.startsWith('no identity matched'))
        throw wrongKey('This key does not open the backup.', cause);
      throw damaged('its header was altered', null, cause);
    });
    yield* openPayload(queue, fileKey);
  } finally {
    await queue.close();
  }
}

/** All of a short stream. */
async function gathered(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Encrypts something short, as `encryptAge` does. */
export const encryptAgeBytes = async (
  bytes: Uint8Array,
  recipients: readonly (string | Recipient)[],
): Promise<Uint8Array> => await gathered(encryptAge(once(bytes), recipients));

/** Decrypts something short, as `decryptAge` does. */
export const decryptAgeBytes = async (
  bytes: Uint8Array,
  identities: readonly (string | Identity)[],
): Promise<Uint8Array> => await gathered(decryptAge(once(bytes), identities));
