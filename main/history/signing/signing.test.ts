import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '#main/database/database.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import { vaultOver } from '#main/vault/seal.ts';
import { historyFile } from '../history.fixture.ts';
import { fingerprintOf, newSigningKey, signWith, verifySignature } from './keys.ts';
import { openSigner } from './open-signer.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

test('what was signed is known by its key alone: not another key, other bytes, another signature', () => {
  const { publicKey, privateKey } = newSigningKey();
  const bytes = Buffer.from('row 7');
  const signature = signWith(privateKey, bytes);
  expect(verifySignature(base64(publicKey), bytes, signature)).toBe(true);
  expect(verifySignature(base64(newSigningKey().publicKey), bytes, signature)).toBe(false);
  expect(verifySignature(base64(publicKey), Buffer.from('row 8'), signature)).toBe(false);
  for (let at = 0; at < signature.length; at++) {
    const changed = Uint8Array.from(signature);
    changed[at]! ^= 1;
    expect(verifySignature(base64(publicKey), bytes, changed)).toBe(false);
  }
});

test('no key and no signature of the wrong form is taken, and none throws', () => {
  const bytes = Buffer.from('row 7');
  for (const key of [
    '',
    'AAAA',
    base64(randomBytes(31)),
    base64(randomBytes(33)),
    'not base64',
    `${base64(randomBytes(32))}\n`,
  ])
    expect(verifySignature(key, bytes, randomBytes(64))).toBe(false);
  const { publicKey } = newSigningKey();
  for (const length of [0, 1, 63, 65, 1000])
    expect(verifySignature(base64(publicKey), bytes, randomBytes(length))).toBe(false);
});

// source: RFC 8032, 7.1, test 2.
test('agrees with the test vector of RFC 8032', () => {
  const publicKey = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex');
  const secret = Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex');
  const signature = Buffer.from(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    'hex',
  );
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
  expect(Buffer.from(signWith(pkcs8, Buffer.of(0x72)))).toEqual(signature);
  expect(verifySignature(base64(publicKey), Buffer.of(0x72), signature)).toBe(true);
});

const noOpenssl = spawnSync('openssl', ['version']).status !== 0;
if (noOpenssl) process.stderr.write('skipped, the signature checked by OpenSSL: openssl is not installed\n');
test.skipIf(noOpenssl)('OpenSSL takes the signature', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-signing-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { publicKey, privateKey } = newSigningKey();
  const bytes = randomBytes(1000);
  const put = (name: string, content: Uint8Array): string => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]);
  const args = [
    '-pubin',
    '-keyform',
    'DER',
    '-inkey',
    put('key', spki),
    '-rawin',
    '-in',
    put('bytes', bytes),
  ];
  const said = execFileSync(
    'openssl',
    ['pkeyutl', '-verify', ...args, '-sigfile', put('signature', signWith(privateKey, bytes))],
    { encoding: 'utf8' },
  );
  expect(said).toContain('Verified Successfully');
});

test('R-21: the key of a console is made once, stays the same, and opens with its vault alone', async () => {
  const database = await openDatabase<WriteOps, ReadOps>({ file: historyFile() });
  onTestFinished(() => database.close());
  const vault = vaultOver(randomBytes(32));
  const [one, other] = await Promise.all([openSigner(database, vault), openSigner(database, vault)]);
  const again = await openSigner(database, vault);
  expect(new Set([one.publicKey, other.publicKey, again.publicKey]).size).toBe(1);
  expect(one.fingerprint).toBe(fingerprintOf(one.publicKey));
  expect(one.fingerprint).toMatch(/^ed25519:([0-9a-f]{4}-){7}[0-9a-f]{4}$/);
  const bytes = Buffer.from('row 7');
  expect(verifySignature(one.publicKey, bytes, await other.sign(bytes))).toBe(true);
  await expect(openSigner(database, vaultOver(randomBytes(32)))).rejects.toMatchObject({
    code: 'VAULT_FAILED',
  });
});
