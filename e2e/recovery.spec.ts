import { expectAccessible } from './accessible.ts';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Authenticator } from './authenticator.ts';
import { connectClient, firstRun, tester } from './console-client.ts';
import type { ConsoleProcess } from './console-process.ts';
import { expect, test } from './fixtures.ts';
import { RecoveryCodesPage } from './pages/first-run.page.ts';
import { NewCodesPage } from './pages/new-codes.page.ts';
import { expectRefused, SignInPage } from './pages/sign-in.page.ts';

const changed = { name: tester.name, password: 'nine copper teapots sleep' } as const;
const fileOf = (console: ConsoleProcess): string => join(console.folder, 'recovery-challenge.txt');
const readCode = (console: ConsoleProcess): string =>
  /^Code: (.*)$/m.exec(readFileSync(fileOf(console), 'utf8'))![1]!;

/** An account, a token of it, and nobody signed in. */
async function forgotten(console: ConsoleProcess) {
  const { client, close } = await connectClient(await console.start());
  const made = await firstRun(client);
  const { token } = await client.accounts.createToken({ hours: 24 });
  await client.accounts.signOut({ outputs: 'keep' });
  close();
  return { ...made, token };
}

test('a forgotten administrator is made anew with the data folder and the secret; what was before opens nothing', async ({
  page,
  console,
}) => {
  const { authenticator, recoveryCodes, recoverySecret, token } = await forgotten(console);
  await page.goto(await console.anotherAddress());
  const signIn = new SignInPage(page);
  await signIn.expectOpen();
  // Changed one's mind: nothing has happened.
  await (await signIn.recover()).back();
  expect(existsSync(fileOf(console))).toBe(false);

  const proof = await signIn.recover();
  await proof.stop.expectReady();
  const code = await proof.challenge(() => readCode(console));
  await expect(proof.file).toHaveText(/recovery-challenge\.txt$/);
  expect(statSync(fileOf(console)).mode & 0o777).toBe(0o600);

  // One letter read wrong on the paper is told from a wrong secret, and does not count as a try.
  const last = recoverySecret.at(-1) === '0' ? '1' : '0';
  let administrator = await proof.prove(code, recoverySecret.slice(0, -1) + last);
  await administrator.tryAccount(changed);
  await proof.expectOpen();
  await expect(page.getByText('The recovery secret has a typing error.')).toBeVisible();
  // The secret of another console.
  administrator = await proof.prove('0000-0000-0000-0000', recoverySecret);
  await administrator.tryAccount(changed);
  await expectRefused(administrator, /^The code, the recovery secret or the name is not right\./);

  administrator = await (await administrator.back()).prove(
    code.toLowerCase().replaceAll('-', ' '),
    recoverySecret.toLowerCase(),
  );
  const second = await administrator.begin(changed);
  await second.stop.expectReady();
  const app = await second.typeKey();
  await second.tryCode(authenticator.freshCode());
  await expectRefused(second, /not the code/);
  const third = await second.confirm(app.freshCode());
  const codes = await third.codes();
  const secret = await third.secret();
  expect([...codes, secret].filter((each) => [...recoveryCodes, recoverySecret].includes(each))).toEqual([]);
  await third.copy();
  const work = await third.finish();
  await expect(work.status).toContainText(tester.name);
  expect(existsSync(fileOf(console))).toBe(false);

  const history = await work.history();
  const deeds = (await history.rows()).map(({ operator, request }) => `${operator}: ${request}`);
  for (const deed of [
    /^console: .*accounts\.recovered/,
    /^nobody signed in: .*accounts\.recoverFailed/,
    /^nobody signed in: .*accounts\.recoverChallenge/,
    new RegExp(`^${tester.name}: .*accounts\\.createToken`),
  ])
    expect(
      deeds.some((each) => deed.test(each)),
      `${deed}\n${deeds.join('\n')}`,
    ).toBe(true);
  await (await history.bench()).signOut();

  // What was before opens nothing.
  await signIn.tryPassword(tester.name, tester.password);
  await expectRefused(signIn, /^The name or the password is not right\./);
  const { client, close } = await connectClient(await console.anotherAddress());
  await expect(client.accounts.signInToken({ token })).rejects.toThrow(/This token is not good/);
  close();
  const half = await signIn.givePassword(changed);
  await half.tryCode(authenticator.freshCode());
  await expectRefused(half, /not the code/);
  const list = await half.useRecovery();
  await list.tryCode(recoveryCodes[0]!);
  await expectRefused(list, /not on the list/);
  // What is new does.
  const again = await list.sendCode(codes[0]!);
  await again.signOut();
  await signIn.signIn(app.freshCode(), changed);
});

test('new recovery codes against the password: shown once, and those of before open nothing', async ({
  page,
  console,
  work,
  bench,
}) => {
  await work.stop.expectReady();
  await work.choose('New recovery codes…');
  const dialog = new NewCodesPage(page);
  await expect(dialog.root).toContainText('The 10 that are left become void.');
  await dialog.tryPassword(changed.password);
  await expect(dialog.refusal).toBeVisible();
  await expect(dialog.root.getByRole('list')).toHaveCount(0);
  const codes = await dialog.make(tester.password, () => expectAccessible(page, 'new codes'));
  expect(codes.filter((code) => bench.recoveryCodes.includes(code))).toEqual([]);
  const kept = await page.evaluate(() => document.documentElement.outerHTML);
  expect(codes.filter((code) => kept.includes(code))).toEqual([]);
  await work.choose('New recovery codes…');
  await expect(dialog.root.getByRole('list')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await work.stop.expectReady();
  await work.signOut();

  await page.goto(await console.anotherAddress());
  const list = await (await new SignInPage(page).givePassword()).useRecovery();
  await list.tryCode(bench.recoveryCodes[0]!);
  await expectRefused(list, /not on the list/);
  await list.sendCode(codes[9]!);
});

test('with nothing but the keyboard, over a page that was loaded again', async ({ page, console }) => {
  const { recoverySecret } = await forgotten(console);
  const { keyboard } = page;
  await page.goto(await console.anotherAddress());
  const signIn = new SignInPage(page);
  await expect(signIn.name).toBeFocused();
  await page.getByRole('button', { name: 'Nobody can sign in any more' }).focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(page.getByLabel('Code from the file')).toBeFocused();
  await keyboard.type(readCode(console));
  await keyboard.press('Tab');
  await keyboard.type(recoverySecret);
  await keyboard.press('Enter');
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await keyboard.type('second-bench');
  await keyboard.press('Tab');
  await keyboard.type(changed.password);
  await page.getByLabel('The same password again', { exact: true }).focus();
  await keyboard.type(changed.password);
  await keyboard.press('Enter');
  await expect(page.getByLabel('Code from the app')).toBeFocused();
  const app = new Authenticator(await page.getByLabel('No camera? Type this key').innerText());
  await keyboard.type(app.freshCode());
  const third = new RecoveryCodesPage(page);
  await third.expectOpen();
  const lost = await third.codes();

  await page.reload();
  await third.expectHeading('Type another code');
  await keyboard.type(app.freshCode());
  await third.expectOpen();
  expect((await third.codes()).filter((each) => lost.includes(each))).toEqual([]);
  await third.copy();
  const bench = await third.finish();
  await expect(bench.status).toContainText('second-bench');

  // The settings make yet another secret, against the password.
  await bench.choose('Idle and sleep…');
  await bench.dialog.getByLabel('Your password').fill(changed.password);
  await bench.dialog.getByRole('button', { name: 'Make a new one' }).click();
  await expect(bench.dialog.getByRole('code')).toHaveText(/^(\w{4}-){7}\w{4}$/);
});

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`WCAG 2.2 AA, ${colorScheme}`, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 720 } });

    test('recovery', async ({ page, console }) => {
      const { recoverySecret } = await forgotten(console);
      await page.goto(await console.anotherAddress());
      const signIn = new SignInPage(page);
      await signIn.expectOpen();
      await expectAccessible(page, 'sign in');
      const proof = await signIn.recover();
      await expectAccessible(page, 'proof');
      await proof.goOn.click();
      const code = await proof.challenge(() => readCode(console));
      await expectAccessible(page, 'proof, file written');
      const administrator = await proof.prove(code, recoverySecret);
      await administrator.goOn.click();
      await expectAccessible(page, 'administrator, refused');
      const second = await administrator.begin(changed);
      await expectAccessible(page, 'authenticator');
      const third = await second.confirm((await second.typeKey()).freshCode());
      await third.copy();
      await expectAccessible(page, 'codes and secret');
      const bench = await third.finish();
      await bench.choose('Idle and sleep…');
      await expectAccessible(page, 'settings');
    });
  });
