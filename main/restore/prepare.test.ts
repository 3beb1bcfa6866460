import { deepStrictEqual } from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import { canonicalJson } from '#main/backups/format/canonical.ts';
import { manifestName } from '#main/backups/format/names.ts';
import { signWith, verifySignature } from '#main/history/signing/keys.ts';
import { signingLabel } from '#main/history/signing/open-signer.ts';
import { openVault } from '#main/vault/open-vault.ts';
import { restoreParts } from '#shared/contract/backups.ts';
import { applyRestore } from './apply.ts';
import {
  addFiles,
  callAt,
  makeAccount,
  makeBackup,
  makeSigner,
  never,
  signersOf,
  tester,
  withCore,
} from './backup.fixture.ts';
import { stagingOf } from './plan.ts';
import { drill, prepareRestore, type PrepareOptions } from './prepare.ts';
import { everything, remove, scratch, withDatabase } from './restore.fixture.ts';

let root: string;
let folder: string;
let account: Awaited<ReturnType<typeof makeAccount>>;
let made: Awaited<ReturnType<typeof makeBackup>>;
beforeAll(async () => {
  root = scratch();
  folder = join(root, 'old');
  account = await makeAccount(folder);
  addFiles(folder);
  made = await makeBackup(folder, join(root, 'stick'), { passphrase: 'a passphrase for tests' });
}, 60_000);
afterAll(() => remove(root));

let work: string;
let fresh: string;
beforeEach(() => {
  work = scratch();
  fresh = join(work, 'new');
  mkdirSync(fresh, { mode: 0o700 });
});
afterEach(() => remove(work));

const prepare = async (change: Partial<PrepareOptions> = {}) =>
  prepareRestore({
    folder: fresh,
    file: made.file,
    key: { identity: made.identity },
    signers: made.signers,
    signer: null,
    override: false,
    parts: restoreParts,
    vault: change.vault === null ? null : await openVault({ folder: fresh, keyring: null, mayCreate: true }),
    safety: async () => null,
    signal: never,
    ...change,
  });
const code = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (error: { code: unknown }) => error.code,
  );
/** A copy of the backup that may be spoilt. */
function copied(): string {
  const to = join(work, 'stick');
  cpSync(dirname(made.file), to, { recursive: true });
  return join(to, basename(made.file));
}

test('R-38: on another PC the old password and code sign in; tokens, recovery codes and the recovery secret are void', async () => {
  const { verdict, safety } = await prepare();
  expect(verdict).toMatchObject({ state: 'verified', signature: 'ok', host: 'bench', problems: [] });
  expect(safety).toBeNull();
  const vaultKey = readFileSync(join(fresh, 'vault.key'));
  await withCore(fresh, async (core) => {
    expect(core.trouble).toBeNull();
    const { accounts } = core.handlers;
    await accounts.signInPassword(tester, callAt(core, 's'));
    expect(
      await accounts.signInCode({ code: codeAt(account.totp, Date.now() + 30_000) }, callAt(core, 's')),
    ).toMatchObject({
      name: tester.name,
      role: 'administrator',
      recoveryCodesLeft: 0,
    });
    await accounts.signInPassword(tester, callAt(core, 'r'));
    const recover = (async () =>
      accounts.signInRecovery({ code: account.recoveryCodes[0]! }, callAt(core, 'r')))();
    expect(await code(recover)).toBe('AUTH_RECOVERY_WRONG');
    const token = (async () => accounts.signInToken({ token: account.token }, callAt(core, 't')))();
    expect(await code(token)).toBe('AUTH_TOKEN');
    const challenge = (async () => accounts.recoverChallenge({}, callAt(core, 'c')))();
    expect(await code(challenge)).toBe('AUTH_RECOVERY_WRONG');
    // What is made anew holds.
    const { recoveryCodes } = await accounts.renewRecoveryCodes(
      { password: tester.password },
      callAt(core, 's'),
    );
    expect(await accounts.signInRecovery({ code: recoveryCodes[3]! }, callAt(core, 'r'))).toMatchObject({
      recoveryCodesLeft: 9,
    });
  });
  // Sealed by the vault that was here, not by the one of the backup.
  expect(readFileSync(join(fresh, 'vault.key'))).toEqual(vaultKey);
  expect(vaultKey).not.toEqual(readFileSync(join(folder, 'vault.key')));
  expect(existsSync(join(fresh, 'transcripts/2026-11-25-134005-supply-a.txt'))).toBe(true);
  expect(readdirSync(fresh).some((name) => name.includes('age'))).toBe(false);
  // The history goes on under the key that it was signed with.
  const vault = await openVault({ folder: fresh, keyring: null, mayCreate: false });
  const key = withDatabase(join(fresh, 'lablink.db'), (db) =>
    db.prepare('SELECT public_key AS publicKey, sealed FROM signing_key').get(),
  ) as { publicKey: Uint8Array; sealed: Uint8Array };
  const signed = signWith(vault.open(signingLabel, key.sealed), Buffer.from('a head'));
  const publicKey = Buffer.from(key.publicKey).toString('base64');
  expect(verifySignature(publicKey, Buffer.from('a head'), signed)).toBe(true);
  withDatabase(join(fresh, 'lablink.db'), (db) => {
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'sqlar'").all()).toEqual([]);
    expect(db.prepare('SELECT json_extract(voided, ?) FROM restored').pluck().get('$[0]')).toBe(tester.name);
  });
});

test('R-38: nothing of the void secrets is left in the bytes of the database', async () => {
  const macs = withDatabase(join(folder, 'lablink.db'), (db) =>
    db
      .prepare(
        'SELECT mac FROM recovery_code UNION ALL SELECT mac FROM token UNION ALL SELECT totp_secret FROM user UNION ALL SELECT sealed FROM signing_key',
      )
      .pluck()
      .all(),
  ) as Buffer[];
  expect(macs.length).toBe(13);
  await prepare();
  await applyRestore(fresh);
  const bytes = readFileSync(join(fresh, 'lablink.db'));
  expect(macs.filter((mac) => bytes.includes(mac))).toEqual([]);
});

test('with the passphrase of the wrapped identity beside it', async () => {
  expect(await code(prepare({ key: { passphrase: 'another passphrase' } }))).toBe('BACKUP_KEY_WRONG');
  await prepare({ key: { passphrase: 'a passphrase for tests' } });
  expect(existsSync(join(stagingOf(fresh), 'plan.json'))).toBe(true);
});

describe('what is refused touches nothing, and leaves nothing', () => {
  let before: readonly string[];
  beforeEach(async () => {
    await openVault({ folder: fresh, keyring: null, mayCreate: true });
    cpSync(join(folder, 'lablink.db'), join(fresh, 'lablink.db'));
    before = everything(fresh);
  });
  afterEach(() => {
    deepStrictEqual(everything(fresh), before);
  });

  test('another key', async () => {
    const other = await makeBackup(folder, join(work, 'other'));
    expect(await code(prepare({ key: { identity: other.identity } }))).toBe('BACKUP_KEY_WRONG');
  });
  test('an altered file', async () => {
    const file = copied();
    const bytes = readFileSync(file);
    bytes[bytes.length - 1000]! ^= 1;
    writeFileSync(file, bytes);
    expect(await code(prepare({ file }))).toBe('BACKUP_DAMAGED');
    expect(await code(prepare({ file, override: true }))).toBe('BACKUP_DAMAGED');
  });
  test('an altered manifest, override or not', async () => {
    const file = copied();
    const manifest = { ...made.manifest, host: 'elsewhere' };
    writeFileSync(manifestName(file), canonicalJson(manifest));
    expect(await code(prepare({ file }))).toBe('BACKUP_ALTERED');
    expect(await code(prepare({ file, override: true }))).toBe('BACKUP_ALTERED');
  });
  test('an unsigned one without override', async () => {
    const unsigned = await makeBackup(folder, join(work, 'other'), { signer: null });
    const { file, identity } = unsigned;
    expect(await code(prepare({ file, key: { identity } }))).toBe('BACKUP_UNSIGNED');
    // Without its manifest nobody says who made it, either.
    rmSync(manifestName(file));
    expect(await code(prepare({ file, key: { identity } }))).toBe('BACKUP_UNSIGNED');
  });
  test('one of a signer that nobody here knows, or of another than the sheet says', async () => {
    const signers = signersOf();
    expect(await code(prepare({ signers }))).toBe('BACKUP_UNSIGNED');
    const signer = makeSigner().fingerprint;
    expect(await code(prepare({ signers, signer }))).toBe('BACKUP_UNSIGNED');
    expect(await code(prepare({ signers, signer: '' }))).toBe('BACKUP_UNSIGNED');
  });
  test('a newer one, by its manifest or by its database alone', async () => {
    const live = join(work, 'newer');
    cpSync(folder, live, { recursive: true });
    withDatabase(join(live, 'lablink.db'), (db) => db.pragma('user_version = 99'));
    const newer = await makeBackup(live, join(work, 'other')).catch((error: { code: string }) => error.code);
    if (typeof newer === 'string') throw new Error(newer);
    const options = { file: newer.file, key: { identity: newer.identity }, signers: newer.signers };
    expect(await code(prepare(options))).toBe('BACKUP_NEWER');
    rmSync(manifestName(newer.file));
    expect(await code(prepare({ ...options, override: true }))).toBe('BACKUP_NEWER');
  });
  test('one whose database has something that no console makes', async () => {
    const live = join(work, 'strange');
    cpSync(folder, live, { recursive: true });
    withDatabase(join(live, 'lablink.db'), (db) =>
      db.exec('CREATE TRIGGER later AFTER INSERT ON token BEGIN DELETE FROM record; END'),
    );
    const strange = await makeBackup(live, join(work, 'other'));
    const options = { file: strange.file, key: { identity: strange.identity }, signers: strange.signers };
    expect(await code(prepare(options))).toBe('BACKUP_DAMAGED');
  });
  test('cancelled, at the first step or when everything but the marker is there', async () => {
    const early = new AbortController();
    const onProgress = (): void => early.abort();
    expect(await code(prepare({ signal: early.signal, onProgress }))).toBe('CANCELLED');
    const late = new AbortController();
    const safety = async (): Promise<null> => {
      late.abort();
      return null;
    };
    expect(await code(prepare({ signal: late.signal, safety }))).toBe('CANCELLED');
  });
  test('a safety backup that cannot be made', async () => {
    const safety = async (): Promise<never> => {
      throw Object.assign(new Error('planted'), { code: 'EIO' });
    };
    expect(await code(prepare({ safety }))).toBe('FOLDER_UNWRITABLE');
  });
  test('no such file', async () => {
    expect(await code(prepare({ file: join(work, 'nothing.age') }))).toBe('BACKUP_UNKNOWN');
  });
  test('a drill, of what holds and of what does not: it says what would come back', async () => {
    const { key, signers, file } = { key: { identity: made.identity }, ...made };
    const options = { key, signers, signer: null, override: false, signal: never };
    const verdict = await drill({ ...options, file, scratch: join(work, 'scratch') });
    expect(verdict).toMatchObject({ state: 'verified', signature: 'ok', problems: [] });
    expect(verdict.counts).toContainEqual({ what: 'accounts', count: 1, ok: true, note: null });
    expect(verdict.counts).toContainEqual(
      expect.objectContaining({ what: 'authenticators that would open', count: 1, ok: true }),
    );
    const spoilt = copied();
    writeFileSync(spoilt, readFileSync(spoilt).subarray(0, 5000));
    expect(await code(drill({ ...options, file: spoilt, scratch: join(work, 'scratch') }))).toBe(
      'BACKUP_DAMAGED',
    );
    expect(existsSync(join(work, 'scratch'))).toBe(false);
  });
});

test('an unknown signer with the fingerprint of the sheet, or overridden: it is on record', async () => {
  const signers = signersOf();
  const typed = made.signer.fingerprint.replace('ed25519:', '').replaceAll('-', ' ').toUpperCase();
  expect((await prepare({ signers, signer: typed })).verdict.signature).toBe('ok');
  const { verdict } = await prepare({ signers, override: true });
  expect(verdict.signature).toBe('unknown-signer');
  const plan = JSON.parse(readFileSync(join(stagingOf(fresh), 'plan.json'), 'utf8')) as { about: unknown };
  expect(plan.about).toMatchObject({ override: true, signature: 'unknown-signer', host: 'bench' });
});

test('with a vault that cannot be read, a restore of everything brings a new key; one of parts is refused', async () => {
  writeFileSync(join(fresh, 'vault.wrapped'), 'of a keyring that is gone', { mode: 0o600 });
  expect(await code(prepare({ vault: null, parts: ['accounts'] }))).toBe('VAULT_FAILED');
  await prepare({ vault: null });
  const plan = await applyRestore(fresh);
  expect(readdirSync(join(fresh, plan!.before))).toContain('vault.wrapped');
  expect(statSync(join(fresh, 'vault.key')).mode & 0o777).toBe(0o600);
  await withCore(fresh, async (core) => {
    await core.handlers.accounts.signInPassword(tester, callAt(core, 's'));
    const code = codeAt(account.totp, Date.now() + 30_000);
    expect(await core.handlers.accounts.signInCode({ code }, callAt(core, 's'))).toMatchObject({
      name: tester.name,
    });
  });
});
