import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ByteQueue } from './byte-queue.ts';
import { damaged } from './damaged.ts';

// The payload of an age file, by the crypto of Node: five times as fast as the package's, which is JavaScript.
// source: age-encryption.org/v1, "Payload" (STREAM: chunks of 64 KiB, ChaCha20-Poly1305, an 11-byte counter and a last-chunk flag).
const chunkBytes = 64 * 1024;
const tagBytes = 16;
const nonceBytes = 16;
const cipher = 'chacha20-poly1305';
/** Bytes that go on together: a message to the disk a chunk would cost more than the encryption. */
const groupChunks = 16;

const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));

function chunkNonce(counter: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

function sealChunk(key: Buffer, counter: number, last: boolean, plain: Uint8Array): readonly Uint8Array[] {
  const sealing = createCipheriv(cipher, key, chunkNonce(counter, last), { authTagLength: tagBytes });
  return [sealing.update(plain), sealing.final(), sealing.getAuthTag()];
}

/** Throws when the chunk is not what was sealed. */
function openChunk(key: Buffer, counter: number, last: boolean, sealed: Uint8Array): Uint8Array {
  const opening = createDecipheriv(cipher, key, chunkNonce(counter, last), { authTagLength: tagBytes });
  opening.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = opening.update(sealed.subarray(0, sealed.length - tagBytes));
  opening.final();
  return plain;
}

/** Encrypts a stream under a file key: the nonce, then sealed chunks. */
export async function* sealPayload(
  source: AsyncIterable<Uint8Array>,
  fileKey: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const nonce = randomBytes(nonceBytes);
  const key = payloadKey(fileKey, nonce);
  const queue = new ByteQueue(source);
  try {
    yield nonce;
    let counter = 0;
    for (let last = false; !last; ) {
      const group: Uint8Array[] = [];
      while (!last && group.length < 3 * groupChunks) {
        const plain = await queue.upTo(chunkBytes);
        last = await queue.ended();
        group.push(...sealChunk(key, counter++, last, plain));
      }
      yield Buffer.concat(group);
    }
  } finally {
    await queue.close();
  }
}

/** Decrypts what `sealPayload` made. Rejects with BACKUP_DAMAGED at the first chunk that was altered, cut or moved. */
export async function* openPayload(
  queue: ByteQueue,
  fileKey: Uint8Array,
): AsyncGenerator<Uint8Array, void, undefined> {
  const key = payloadKey(fileKey, await queue.exactly(nonceBytes, 'its encrypted part'));
  let counter = 0;
  for (let last = false; !last; ) {
    const { at } = queue;
    const sealed = await queue.upTo(chunkBytes + tagBytes);
    last = await queue.ended();
    if (sealed.length < tagBytes) throw damaged('it ends in the middle of an encrypted chunk', at);
    let plain: Uint8Array;
    try {
      plain = openChunk(key, counter, last, sealed);
    } catch (cause) {
      throw damaged('an encrypted chunk was altered, or what follows it is missing', at, cause);
    }
    // Only an empty file ends with an empty chunk.
    if (last && counter > 0 && plain.length === 0) throw damaged('its last encrypted chunk is empty', at);
    counter++;
    yield plain;
  }
}
