import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { seeded } from '#main/database/seeded.fixture.ts';
import { seed } from './bytes.fixture.ts';
import { type Manifest, manifestBytes, readManifest, signatureOf, signManifest } from './manifest.ts';
import { backupName, isBackupName, manifestName } from './names.ts';

const keys = generateKeyPairSync('ed25519');
const signer = {
  publicKey: 'key-1',
  sign: async (bytes: Uint8Array) => new Uint8Array(sign(null, bytes, keys.privateKey)),
};
const check = (_key: string, bytes: Uint8Array, signature: Uint8Array): boolean =>
  verify(null, bytes, keys.publicKey, signature);
const sha256 = 'ab'.repeat(32);
const facts: Omit<Manifest, 'signer' | 'signature'> = {
  format: 1,
  version: '0.5.0',
  schema: 6,
  host: 'bench',
  made_at: 1_800_000_000_000,
  why: 'person',
  file: { name: 'lablink-bench-20270115-080000-abcdef.age', bytes: 1000, sha256 },
  plain: { bytes: 4096, sha256 },
  counts: { user: 2, record: 1000 },
  chain: { seq: 1000, hash: sha256 },
  recipients: ['age1x'],
};

test('a manifest is read as it was written, and its signature holds', async () => {
  const manifest = await signManifest(facts, signer);
  const read = readManifest(manifestBytes(manifest), 6);
  expect(read).toEqual(manifest);
  expect(signatureOf(read, check)).toBe('ok');
  expect(signatureOf(readManifest(manifestBytes(await signManifest(facts, null)), 6), check)).toBe(
    'unsigned',
  );
});

test('what a later console adds without a new format is read, and is under the signature', async () => {
  const manifest = await signManifest({ ...facts, more: { of: 'it' } }, signer);
  const read = readManifest(manifestBytes(manifest), 6);
  expect(signatureOf(read, check)).toBe('ok');
  expect(signatureOf({ ...read, more: { of: 'that' } }, check)).toBe('wrong');
});

test('half a signature is a wrong one, and so is another one', async () => {
  const manifest = await signManifest(facts, signer);
  expect(signatureOf({ ...manifest, signature: null }, check)).toBe('wrong');
  expect(signatureOf({ ...manifest, signer: null }, check)).toBe('wrong');
  expect(signatureOf({ ...manifest, signer: 'key-2' }, check)).toBe('wrong');
  expect(signatureOf({ ...manifest, signature: 'AAAA' }, check)).toBe('wrong');
});

test('a newer format or database is BACKUP_NEWER, whatever else it has', async () => {
  const code = (more: object, known = 6): unknown => {
    try {
      return readManifest(Buffer.from(JSON.stringify({ ...facts, ...more })), known);
    } catch (error) {
      return (error as { code: unknown }).code;
    }
  };
  expect(code({ format: 2, file: 'elsewhere' })).toBe('BACKUP_NEWER');
  expect(() =>
    readManifest(manifestBytes({ ...facts, signer: null, signature: null } as Manifest), 5),
  ).toThrow(expect.objectContaining({ code: 'BACKUP_NEWER' }));
  expect(code({ format: 0 })).toBe('BACKUP_ALTERED');
  for (const bytes of ['', '{', '[]', 'null', '{"format":1}'])
    expect(() => readManifest(Buffer.from(bytes), 6)).toThrow(
      expect.objectContaining({ code: 'BACKUP_ALTERED' }),
    );
});

test(`no byte of a manifest can be changed, added or left out unseen (seed ${seed})`, async () => {
  const bytes = Buffer.from(manifestBytes(await signManifest(facts, signer)));
  const next = seeded(seed);
  const seen = (changed: Buffer): boolean => {
    try {
      return signatureOf(readManifest(changed, 6), check) !== 'ok';
    } catch (error) {
      return ['BACKUP_ALTERED', 'BACKUP_NEWER'].includes((error as { code: string }).code);
    }
  };
  expect(seen(bytes)).toBe(false);
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 + Math.floor(next() * 255);
    expect(seen(changed), `byte ${at}`).toBe(true);
    expect(seen(bytes.subarray(0, at)), `cut at ${at}`).toBe(true);
    expect(seen(Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])), `without ${at}`).toBe(true);
    expect(seen(Buffer.concat([bytes.subarray(0, at), Buffer.from(' '), bytes.subarray(at)]))).toBe(true);
  }
});

test('names never collide, say host and time, and are names everywhere', () => {
  const at = Date.UTC(2026, 10, 25, 17, 5, 9);
  const name = backupName('Bench PC/2.local', at);
  expect(name).toMatch(/^lablink-Bench-PC-2-local-20261125-170509-[a-z2-9]{6}\.age$/);
  expect(isBackupName(name)).toBe(true);
  expect(isBackupName(`${name}.partial`)).toBe(false);
  expect(isBackupName(backupName('…', at))).toBe(true);
  expect(manifestName(name)).toBe(name.replace(/\.age$/, '.manifest.json'));
  expect(new Set(Array.from({ length: 500 }, () => backupName('a', at))).size).toBe(500);
});
