import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#main/database/database.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import { openVault } from '#main/vault/open-vault.ts';
import { restoreParts } from '#shared/contract/backups.ts';
import { callAt, makeAccount, makeBackup, never, tester, withCore } from './backup.fixture.ts';
import { openRestoring } from './open-restoring.ts';
import { remove, scratch } from './restore.fixture.ts';

let root: string;
let folder: string;
let made: Awaited<ReturnType<typeof makeBackup>>;
beforeAll(async () => {
  root = scratch();
  folder = join(root, 'data');
  await makeAccount(folder);
  made = await makeBackup(folder, join(root, 'stick'));
}, 60_000);
afterAll(() => remove(root));

test('prepared, said to wait, given up, prepared again; after it, what is left to do until it is done', async () => {
  const database = await openDatabase<WriteOps, ReadOps>({ file: join(folder, 'lablink.db') });
  const vault = await openVault({ folder, keyring: null, mayCreate: false });
  const restoring = openRestoring({ folder, vault, database });
  const opening = { ...made, key: { identity: made.identity }, signer: null, override: false, signal: never };
  const prepare = () =>
    restoring.prepare({ ...opening, parts: restoreParts, safety: async () => 'lablink-safe.age' });
  expect(await restoring.waits()).toBeNull();
  expect(await restoring.after()).toBeNull();

  const both = await Promise.allSettled([prepare(), prepare()]);
  expect(both).toMatchObject([
    { status: 'fulfilled', value: { safety: 'lablink-safe.age' } },
    { status: 'rejected', reason: { code: 'BACKUP_BUSY' } },
  ]);
  expect(await restoring.waits()).toMatchObject({ from: made.manifest.made_at, parts: restoreParts });
  await restoring.abandon();
  expect(await restoring.waits()).toBeNull();
  expect(existsSync(join(folder, 'restore'))).toBe(false);

  expect(await restoring.drill(opening)).toMatchObject({ state: 'verified' });
  expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  await prepare();
  await database.close();
  await withCore(folder, async (core) => {
    expect(core.trouble).toBeNull();
    expect(await restoring.waits()).toBeNull();
    const { accounts } = core.handlers;
    await accounts.signInPassword(tester, callAt(core, 's'));
  });
  const restored = await openDatabase<WriteOps, ReadOps>({ file: join(folder, 'lablink.db') });
  const again = openRestoring({ folder, vault, database: restored });
  expect(await again.after()).toMatchObject({
    from: made.manifest.made_at,
    voided: [tester.name],
    secretVoid: true,
    disabledSince: [],
  });
  const user = await restored.read('accountByName', { nameKey: tester.name });
  await restored.write('recoveryCodesPut', { userId: user!.id, macs: [new Uint8Array(32)] });
  expect(await again.after()).toMatchObject({ voided: [], secretVoid: true });
  await restored.write('recoverySecretPut', { mac: new Uint8Array(32), at: 1 });
  expect(await again.after()).toBeNull();
  await restored.close();
}, 60_000);
