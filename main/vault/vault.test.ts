import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { openVault } from './open-vault.ts';
import { keyringOver, type SafeStorage } from './safe-storage.ts';
import { vaultOver } from './seal.ts';
import type { Keyring } from './vault.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lablink-vault-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const posix = process.platform !== 'win32';
const secret = Buffer.from('the secret');
const vaultFailed = expect.objectContaining({ code: 'VAULT_FAILED' });
const failure = async (work: Promise<unknown>): Promise<Fault> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Fault)) throw new Error('no fault was thrown', { cause: error });
  return error;
};

/** A keyring as a platform has one: what it wraps, only it unwraps. */
function keyringFake(): Keyring {
  const inner = vaultOver(randomBytes(32));
  return {
    wrap: async (key) => inner.seal('keyring', key),
    unwrap: async (wrapped) => inner.open('keyring', wrapped),
  };
}

test('whatever is sealed opens under its label, and two seals of it differ', () => {
  const vault = vaultOver(randomBytes(32));
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ maxLength: 300 }), (label, bytes) => {
      const sealed = vault.seal(label, bytes);
      expect(vault.open(label, sealed)).toEqual(Uint8Array.from(bytes));
      expect(vault.seal(label, bytes)).not.toEqual(sealed);
    }),
  );
});

test('R-21: a single altered bit, a cut or a longer seal never opens', () => {
  const vault = vaultOver(randomBytes(32));
  const sealed = vault.seal('totp:1', secret);
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const altered = Uint8Array.from(sealed);
    altered[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => vault.open('totp:1', altered)).toThrow(vaultFailed);
  }
  for (let length = 0; length < sealed.length; length++)
    expect(() => vault.open('totp:1', sealed.subarray(0, length))).toThrow(vaultFailed);
  expect(() => vault.open('totp:1', Uint8Array.from([...sealed, 0]))).toThrow(vaultFailed);
});

test('R-21: a secret moved to another label, or to another PC, does not open', () => {
  const key = randomBytes(32);
  const sealed = vaultOver(key).seal('totp:1', secret);
  expect(() => vaultOver(key).open('totp:2', sealed)).toThrow(vaultFailed);
  expect(() => vaultOver(randomBytes(32)).open('totp:1', sealed)).toThrow(vaultFailed);
  expect(vaultOver(key).open('totp:1', sealed)).toEqual(Uint8Array.from(secret));
});

test('mac is HMAC-SHA-256 under a derived key, and label and message cannot be shifted into each other', () => {
  const key = randomBytes(32);
  const macKey = Buffer.from(hkdfSync('sha256', key, '', 'lablink/vault/1/mac', 32));
  const expected = createHmac('sha256', macKey).update(Buffer.from('\0\0\0\x02ab')).update('c').digest();
  const vault = vaultOver(key);
  expect(Buffer.from(vault.mac('ab', Buffer.from('c')))).toEqual(expected);
  expect(vault.mac('a', Buffer.from('bc'))).not.toEqual(vault.mac('ab', Buffer.from('c')));
});

test('without a keyring, the key is in an owner-only file and the vault survives a restart', async () => {
  const first = await openVault({ folder, keyring: null, mayCreate: true });
  expect(first.keptIn).toBe('file');
  expect(readdirSync(folder)).toEqual(['vault.key']);
  const { mode, size } = statSync(join(folder, 'vault.key'));
  expect(size).toBe(32);
  expect(posix ? mode & 0o777 : 0o600).toBe(0o600);
  const again = await openVault({ folder, keyring: null, mayCreate: false });
  expect(again.open('a', first.seal('a', secret))).toEqual(Uint8Array.from(secret));
});

test('never makes a new key beside sealed secrets', async () => {
  for (const keyring of [null, keyringFake()]) {
    expect(await failure(openVault({ folder, keyring, mayCreate: false }))).toMatchObject({
      code: 'VAULT_FAILED',
      message: expect.stringContaining('missing'),
    });
    expect(readdirSync(folder)).toEqual([]);
  }
});

test.runIf(posix).each([0o640, 0o604, 0o620, 0o601])(
  'refuses a key file of mode %o and says what to do',
  async (mode) => {
    await openVault({ folder, keyring: null, mayCreate: true });
    chmodSync(join(folder, 'vault.key'), mode);
    const fault = await failure(openVault({ folder, keyring: null, mayCreate: true }));
    expect(fault).toMatchObject({ code: 'VAULT_FAILED', remedy: expect.stringContaining('chmod 600') });
  },
);

test.runIf(posix)('refuses a key file that is a link', async () => {
  writeFileSync(join(folder, 'elsewhere'), randomBytes(32), { mode: 0o600 });
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'vault.key'));
  expect((await failure(openVault({ folder, keyring: null, mayCreate: true }))).code).toBe('VAULT_FAILED');
});

test.each([0, 31, 33])('refuses a key file of %i bytes instead of making another', async (length) => {
  writeFileSync(join(folder, 'vault.key'), randomBytes(length), { mode: 0o600 });
  const fault = await failure(openVault({ folder, keyring: null, mayCreate: true }));
  expect(fault.message).toContain(`${length} bytes`);
  expect(statSync(join(folder, 'vault.key')).size).toBe(length);
});

test('the leftover of a start that was killed is replaced', async () => {
  writeFileSync(join(folder, 'vault.key.new'), 'half');
  await openVault({ folder, keyring: null, mayCreate: true });
  expect(readdirSync(folder)).toEqual(['vault.key']);
});

test('a folder that cannot be written says so', async () => {
  const fault = await failure(openVault({ folder: join(folder, 'missing'), keyring: null, mayCreate: true }));
  expect(fault.code).toBe('FOLDER_UNWRITABLE');
});

test('with a keyring, only the wrapped key is on the disk', async () => {
  const keyring = keyringFake();
  const first = await openVault({ folder, keyring, mayCreate: true });
  expect(first.keptIn).toBe('keyring');
  expect(readdirSync(folder)).toEqual(['vault.wrapped']);
  expect(readFileSync(join(folder, 'vault.wrapped')).length).toBeGreaterThan(32);
  const again = await openVault({ folder, keyring, mayCreate: false });
  expect(again.open('a', first.seal('a', secret))).toEqual(Uint8Array.from(secret));
});

test('a wrapped key opens neither without a keyring nor with that of another user', async () => {
  await openVault({ folder, keyring: keyringFake(), mayCreate: true });
  const without = await failure(openVault({ folder, keyring: null, mayCreate: true }));
  expect(without).toMatchObject({ code: 'VAULT_FAILED', message: expect.stringContaining('keyring') });
  expect((await failure(openVault({ folder, keyring: keyringFake(), mayCreate: true }))).code).toBe(
    'VAULT_FAILED',
  );
  expect(readdirSync(folder)).toEqual(['vault.wrapped']);
});

test('a folder begun without a keyring goes on working with one', async () => {
  const first = await openVault({ folder, keyring: null, mayCreate: true });
  const later = await openVault({ folder, keyring: keyringFake(), mayCreate: false });
  expect(later.keptIn).toBe('file');
  expect(later.open('a', first.seal('a', secret))).toEqual(Uint8Array.from(secret));
});

/** safeStorage's calls over a real cipher. */
function storage(backend: string, available: boolean): SafeStorage {
  const inner = vaultOver(randomBytes(32));
  return {
    getSelectedStorageBackend: () => backend,
    isAsyncEncryptionAvailable: async () => available,
    encryptStringAsync: async (text) => Buffer.from(inner.seal('', Buffer.from(text))),
    decryptStringAsync: async (bytes) => ({ result: Buffer.from(inner.open('', bytes)).toString() }),
  };
}

test('the basic_text backend is not taken for a keyring, and the person is told', async () => {
  for (const [backend, available] of [
    ['basic_text', true],
    ['unknown', true],
    ['gnome_libsecret', false],
  ] as const) {
    const found = await keyringOver(storage(backend, available), 'linux');
    expect(found.keyring).toBeNull();
    expect(found.why).toMatch(/keyring.*file that only you can read/);
  }
});

test('a real backend wraps and unwraps the key byte for byte', async () => {
  const { keyring } = await keyringOver(storage('gnome_libsecret', true), 'linux');
  const key = Uint8Array.from(randomBytes(32));
  expect(await keyring?.unwrap((await keyring?.wrap(key)) ?? key)).toEqual(key);
  expect((await keyringOver(storage('basic_text', true), 'win32')).keyring).not.toBeNull();
});

test('R-21: the data key leaves wrapped alone, the copy is overwritten, and it opens what was sealed', async () => {
  const key = randomBytes(32);
  const vault = vaultOver(key);
  const sealed = vault.seal('totp:1', secret);
  const outer = vaultOver(randomBytes(32));
  let lent: Uint8Array | null = null;
  const wrapped = await vault.exportKey(async (copy) => {
    lent = copy;
    return outer.seal('backup', copy);
  });
  expect(lent).toEqual(new Uint8Array(32));
  expect(vaultOver(outer.open('backup', wrapped)).open('totp:1', sealed)).toEqual(Uint8Array.from(secret));
  // The caller's own copy may be overwritten, and a wrapper that fails leaves nothing of the key either.
  key.fill(0);
  const failed = vault.exportKey(async (copy) => {
    lent = copy;
    throw new Fault('VAULT_FAILED', 'planted');
  });
  await expect(failed).rejects.toMatchObject({ message: 'planted' });
  expect(lent).toEqual(new Uint8Array(32));
  expect(await vault.exportKey(async (copy) => outer.seal('backup', copy))).not.toEqual(wrapped);
});
