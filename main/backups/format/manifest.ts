import { Fault } from '#shared/faults.ts';
import { z } from '#shared/schema.ts';
import { canonicalJson } from './canonical.ts';

/** Number of this format. It goes up when an older console could not restore what a newer one writes. */
export const manifestFormat = 1;
/** A manifest has some thousand bytes. */
export const manifestMax = 1024 * 1024;

const Count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a backup says of itself, beside the encrypted file and not encrypted. Fields that a later console adds are kept and are under
 * the signature: what is added without a new format number does no harm to who does not know it.
 */
export const Manifest = z.looseObject({
  format: Count,
  /** Version of the console that made it. */
  version: z.string().max(100),
  /** Schema version of the database inside. */
  schema: Count,
  host: z.string().max(300),
  /** Epoch ms of the snapshot. */
  made_at: Count,
  why: z.enum(['person', 'schedule', 'shutdown', 'before-restore', 'caught-up']),
  /** The encrypted file. */
  file: z.object({ name: z.string().max(300), bytes: Count, sha256: Sha256 }),
  /** The SQLite database inside. */
  plain: z.object({ bytes: Count, sha256: Sha256 }),
  /** Rows by table. */
  counts: z.record(z.string().max(100), Count),
  /** The last row of the history's chain; null when there is none. */
  chain: z.object({ seq: Count, hash: Sha256 }).nullable(),
  /** Whom it is encrypted to, without the one-time identity. */
  recipients: z.array(z.string().max(200)).max(100),
  /** Public key that the signature belongs to, base64 of 32 bytes. Null with the signature: unsigned. */
  signer: z.string().max(100).nullable(),
  /** Ed25519, base64, over everything else. */
  signature: z.string().max(200).nullable(),
});
export type Manifest = z.infer<typeof Manifest>;

/** What signs: `openSigner` of the history's keys. */
export interface ManifestSigner {
  /** Base64. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}
/** What checks a signature: `verifySignature` of the history's keys. */
export type VerifySignature = (publicKey: string, bytes: Uint8Array, signature: Uint8Array) => boolean;

/** What is signed: a line that says what it is, so that no other signature of this key fits, and the manifest without its signature. */
function signedBytes(manifest: Manifest): Uint8Array {
  const { signature: _left, ...rest } = manifest;
  return Buffer.concat([Buffer.from('lablink backup manifest\n'), canonicalJson(rest)]);
}

/** The bytes of the file. */
export const manifestBytes = (manifest: Manifest): Uint8Array => canonicalJson(manifest);

/** Signs a manifest; with no signer it stays unsigned. */
export async function signManifest(
  manifest: Omit<Manifest, 'signer' | 'signature'>,
  signer: ManifestSigner | null,
): Promise<Manifest> {
  const unsigned = Manifest.parse({ ...manifest, signer: signer?.publicKey ?? null, signature: null });
  if (signer === null) return unsigned;
  const signature = await signer.sign(signedBytes(unsigned));
  return { ...unsigned, signature: Buffer.from(signature).toString('base64') };
}

/**
 * `ok`: signed by the key it names (whether anybody knows that key is another question); `unsigned`; `wrong`: it is not what was
 * signed.
 */
export function signatureOf(
  manifest: Manifest,
  verifySignature: VerifySignature,
): 'ok' | 'unsigned' | 'wrong' {
  if (manifest.signer === null && manifest.signature === null) return 'unsigned';
  if (manifest.signer === null || manifest.signature === null) return 'wrong';
  const signature = Buffer.from(manifest.signature, 'base64');
  // Base64 can be written in more than one way; a manifest cannot.
  if (signature.toString('base64') !== manifest.signature) return 'wrong';
  return verifySignature(manifest.signer, signedBytes(manifest), signature) ? 'ok' : 'wrong';
}

const altered = (why: string, cause?: unknown): Fault =>
  new Fault('BACKUP_ALTERED', `The manifest of the backup ${why}.`, cause === undefined ? {} : { cause });

/**
 * Reads the file of a manifest. Throws BACKUP_NEWER when a later console wrote it, BACKUP_ALTERED when it is not one, or is written
 * otherwise than a console writes it (one space more, a key twice).
 */
export function readManifest(bytes: Uint8Array, knownSchema: number): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw altered('cannot be read', cause);
  }
  // First of all: what a newer one has besides may look wrong to this one.
  const { format } = z.looseObject({ format: Count }).catch({ format: 0 }).parse(json);
  const newer = (what: string, has: number, known: number): Fault =>
    new Fault('BACKUP_NEWER', `The backup has ${what} ${has}; this console knows ${what}s up to ${known}.`, {
      details: { has, known },
    });
  if (format > manifestFormat) throw newer('format', format, manifestFormat);
  const read = Manifest.safeParse(json);
  if (!read.success || read.data.format < 1)
    throw altered('does not say what a manifest says', read.success ? undefined : read.error);
  if (Buffer.compare(manifestBytes(read.data), bytes) !== 0)
    throw altered('is not written as a console writes it');
  if (read.data.schema > knownSchema) throw newer('database version', read.data.schema, knownSchema);
  return read.data;
}
