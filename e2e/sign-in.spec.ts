import { connectClient, tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { expectRefused, SignInPage } from './pages/sign-in.page.ts';

test('R-19: a wrong password and an unknown name are told in the same words', async ({
  page,
  console,
  prepare,
}) => {
  const { authenticator } = await prepare({ simulated: false });
  await page.goto(await console.anotherAddress());
  const signIn = new SignInPage(page);
  const words: string[] = [];
  for (const [name, password] of [
    [tester.name, 'eight red lanterns sing'],
    ['nobody-here', tester.password],
  ] as const) {
    await signIn.tryPassword(name, password);
    await expectRefused(signIn, /^The name or the password is not right\./);
    words.push(await signIn.alert.innerText());
    await expect(signIn.goOn).toHaveText(/^Continue/);
  }
  expect(words[0]).toBe(words[1]);
  const bench = await signIn.signIn(authenticator.freshCode());
  await expect(bench.status).toContainText(tester.name);
});

test('R-18: a code that is wrong and a code that was used open nothing', async ({
  page,
  console,
  prepare,
  anotherPage,
}) => {
  const { authenticator, recoveryCodes } = await prepare({ simulated: false });
  await page.goto(await console.anotherAddress());
  const code = authenticator.freshCode();
  const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
  const first = await new SignInPage(page).givePassword();
  await first.tryCode(wrong);
  await expectRefused(first, /^That is not the code of this minute\./);
  const bench = await first.sendCode(code);
  await expect(bench.rail).toBeVisible();

  // Somebody looked over the shoulder.
  const second = await new SignInPage(await anotherPage()).givePassword();
  await second.tryCode(code);
  await expectRefused(second, /^That code, or a newer one, was used already\./);
  // The way back leads to the name and the password, and the whole of it has to be done again.
  const again = await second.back();
  const recovery = await (await again.givePassword()).useRecovery();
  // As people type it.
  await recovery.sendCode(recoveryCodes[3]!.toLowerCase().replaceAll('-', ' '));
});

test('locked, the bench is out of sight until the password is given again', async ({ work }) => {
  const lock = await work.lock();
  await expect(work.rail).toBeHidden();
  await lock.tryPassword('eight red lanterns sing');
  await expectRefused(lock, /^The password is not right\./);
  const bench = await lock.unlock();
  await bench.channel(1).expectLive();
});

test('a page that is loaded again is where it was; locked, it stays locked', async ({ work, page }) => {
  await page.reload();
  await work.channel(1).expectLive();
  const lock = await work.lock();
  await page.reload();
  await lock.expectHeading(`${tester.name} works here`);
  await lock.unlock();
});

test('signing out with an output on lists it, does what was chosen, and the history has it', async ({
  work,
  bench,
}) => {
  const signIn = new SignInPage(work.page);
  const channel = work.channel(1);
  await channel.holdPointer();

  await work.choose('Sign out…');
  const question = work.page.getByRole('alertdialog', { name: 'Sign out?' });
  await expect(question.getByRole('listitem')).toHaveText([/output 1.*On/]);
  await question.getByRole('button', { name: 'Stay' }).click();
  await channel.expectOutput('on');

  await work.signOut('keep');
  await expect(signIn.outputs).toContainText('1 on');
  const kept = await signIn.signInWithRecovery(bench.recoveryCodes[0]!);
  await channel.expectOutput('on');

  await kept.signOut('off');
  await expect(signIn.outputs).toContainText('No output is on');
  const off = await signIn.signInWithRecovery(bench.recoveryCodes[1]!);
  await channel.expectOutput('off');
  const history = await off.history();
  const rows = (await history.rows()).filter(({ request }) => request.includes('console.signOut'));
  expect(rows.map(({ operator }) => operator).slice(0, 2)).toEqual([tester.name, tester.name]);
  expect(rows[0]!.reply).toMatch(/off.*1: on/);
  expect(rows[1]!.reply).toMatch(/keep.*1: on/);
});

test('after too many tries one has to wait, and the time is shown', async ({ page, console, prepare }) => {
  await prepare({ simulated: false });
  const { client, close } = await connectClient(await console.anotherAddress());
  for (let tries = 0; tries < 4; tries++)
    await expect(
      client.accounts.signInPassword({ ...tester, password: `not this one ${tries}` }),
    ).rejects.toThrow(/not right/);
  // Three more, as soon as each is possible: the wait is then long enough for a page to meet it.
  for (let tries = 0; tries < 3; tries++)
    await expect(async () => {
      await expect(client.accounts.signInPassword({ ...tester, password: 'nor this' })).rejects.toThrow(
        /not right/,
      );
    }).toPass({ timeout: 20_000 });
  close();
  await page.goto(await console.anotherAddress());
  const signIn = new SignInPage(page);
  await signIn.tryPassword(tester.name, 'nor that');
  await expect(page.getByText('Too many tries.')).toBeVisible();
  await expect(page.getByText(/The next one is possible in \d+ s/)).toBeVisible();
  await expect(signIn.goOn).toBeDisabled();
});
