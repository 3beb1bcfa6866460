import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabLinkContract } from '#shared/contract/index.ts';
import type { Client } from '#shared/rpc/client-types.ts';
import { lablink } from './command-line.ts';
import { connectClient, firstRun, tester } from './console-client.ts';
import { ConsoleProcess } from './console-process.ts';
import { expect, test } from './fixtures.ts';
import { BackupsPage } from './pages/backups.page.ts';
import { NewCodesPage } from './pages/new-codes.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';

/** A key for backups, shown once and proved, and a backup that is encrypted to it. */
async function backUp({ backups }: Client<LabLinkContract>, folder: string) {
  await backups.addDestination({ name: 'Stick', path: folder, kind: 'removable' });
  const { id, identity, signer } = await backups.createIdentity({ name: 'Safe' });
  await backups.confirmIdentity({ id, identity, passphrase: null });
  for await (const item of backups.create({ destinations: null }))
    if (item.kind === 'result') return { identity, signer, ...item.result };
  throw new Error('the backup ended without a result');
}

test('a backup and its key alone, on a second, empty PC: the old password and code sign in, and the history is there', async ({
  console: old,
  page,
}) => {
  test.setTimeout(180_000);
  const away = mkdtempSync(join(tmpdir(), 'lablink-e2e-away-'));
  try {
    const stick = join(away, 'stick');
    mkdirSync(stick);
    const { client, close } = await connectClient(await old.start());
    const { authenticator } = await firstRun(client);
    await client.instruments.addSimulatedBench({});
    await client.instruments.send({ id: await simulatedSupply(client), text: 'SYST:ERR?', confirm: false });
    const made = await backUp(client, stick);
    expect(made.failed).toEqual([]);
    expect(made.copies).toMatchObject([{ state: 'verified' }]);
    close();
    expect(await old.interrupt()).toBe(0);

    // Nothing of the first PC but the stick and the sheet of paper.
    const other = join(away, 'other');
    mkdirSync(other);
    for (const name of readdirSync(stick)) copyFileSync(join(stick, name), join(other, name));
    const identity = join(away, 'identity.txt');
    writeFileSync(identity, `${made.identity}\n`, { mode: 0o600 });
    const folder = join(away, 'data');
    const file = join(other, made.copies[0]!.name);
    const unknown = await lablink(folder, ['backup', 'restore', file, '--identity', identity]);
    expect(unknown).toMatchObject({ code: 1, out: '' });
    const restored = await lablink(folder, [
      'backup',
      'restore',
      file,
      '--identity',
      identity,
      '--signer',
      made.signer,
    ]);
    expect(restored.code, restored.err).toBe(0);

    await using second = new ConsoleProcess({ folder });
    await page.goto(await second.start());
    const bench = await new SignInPage(page).signIn(authenticator.freshCode());
    const history = await bench.history();
    await expect(history.row(new RegExp(`${tester.name}.*SYST:ERR\\?`)).first()).toBeVisible();
    await expect(history.row(/Restored from a backup/).first()).toBeVisible();

    // What the restore has left to do is said, and done from there.
    const backups = await BackupsPage.open(page);
    await expect(backups.afterRestore).toContainText(`Recovery codes of before are void: ${tester.name}`);
    await backups.button('New recovery codes…', backups.afterRestore).click();
    await new NewCodesPage(page).make(tester.password);
    await expect(backups.afterRestore).not.toContainText('Recovery codes');
    await backups.button('New recovery secret…', backups.afterRestore).click();
    await backups.dialog.getByLabel('Your password').fill(tester.password);
    await backups.button('Make a new one', backups.dialog).click();
    await expect(backups.dialog).toContainText('Shown once.');
    await backups.button('Cancel', backups.dialog).click();
    // The page hears of it when the console looks at its places again.
    await expect(backups.afterRestore).toBeHidden({ timeout: 45_000 });
    expect(readFileSync(join(folder, 'bench.json'), 'utf8')).toContain('Simulated supply');
    expect(readFileSync(join(folder, 'vault.key'))).not.toEqual(readFileSync(join(old.folder, 'vault.key')));
  } finally {
    rmSync(away, { recursive: true, force: true });
  }
});

async function simulatedSupply({ instruments }: Client<LabLinkContract>): Promise<string> {
  for await (const list of instruments.list({})) {
    const found = list.find(({ name, link }) => name === 'Simulated supply' && link === 'ready');
    if (found !== undefined) return found.id;
  }
  throw new Error('there is no simulated supply');
}
