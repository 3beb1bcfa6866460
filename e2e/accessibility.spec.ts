import { expectAccessible } from './accessible.ts';
import { tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { BackupsPage, placeIn } from './pages/backups.page.ts';
import { BenchPage } from './pages/bench.page.ts';
import { FirstRunPage } from './pages/first-run.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`WCAG 2.2 AA, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('first run', async ({ page, console }) => {
      await page.goto(await console.start());
      const first = new FirstRunPage(page);
      await first.expectOpen();
      await expectAccessible(page, 'administrator', 'contrast');
      await first.password.fill('short');
      await expect(first.strength).toBeVisible();
      await first.goOn.click();
      await expectAccessible(page, 'administrator, refused', 'contrast');
      const second = await first.begin(tester);
      await expectAccessible(page, 'authenticator', 'contrast');
      const third = await second.confirm((await second.typeKey()).freshCode());
      await third.copy();
      await expectAccessible(page, 'recovery codes', 'contrast');
      const bench = await third.finish();
      await expect(page.getByRole('heading', { name: 'Add the first instrument' })).toBeVisible();
      await expectAccessible(page, 'empty bench', 'contrast');
      await bench.openConnect();
      await expectAccessible(page, 'connect dialog', 'contrast');
    });

    test('signing in, the bench, the history, the stop, the lock', async ({ page, console, bench }) => {
      await page.goto(await console.anotherAddress());
      const signIn = new SignInPage(page);
      await signIn.expectOpen();
      await expectAccessible(page, 'sign in', 'contrast');
      await signIn.tryPassword(tester.name, 'eight red lanterns sing');
      await expect(signIn.alert).toBeVisible();
      await expectAccessible(page, 'sign in, refused', 'contrast');
      const code = await signIn.givePassword();
      await expectAccessible(page, 'code', 'contrast');
      const recovery = await code.useRecovery();
      await expectAccessible(page, 'recovery code', 'contrast');
      const work = await recovery.sendCode(bench.recoveryCodes[0]!);

      await work.channel(1).expectLive();
      await work.setEnvelope({ name: 'Logic board', volts: '5', watts: '20' });
      await work.channel(1).set('voltage', '3.3', '3.300');
      await work.channel(1).holdPointer();
      await work.channel(1).expectReading('V', 3.3, 0.1);
      await expectAccessible(page, 'bench', 'contrast');
      await work.channel(2).type('voltage', '9');
      await expect(work.channel(2).root).toContainText('Not sent.');
      await expectAccessible(page, 'bench, refused', 'contrast');
      await work.menu.click();
      await expect(page.getByRole('menu')).toBeVisible();
      await expectAccessible(page, 'menu', 'contrast');
      await page.keyboard.press('Escape');
      await work.choose('Sign out…');
      await expectAccessible(page, 'sign out', 'contrast');
      await work.dialog.getByRole('button', { name: 'Stay' }).click();
      await work.choose('All keys');
      await expectAccessible(page, 'keys', 'contrast');
      await work.dialog.press('Escape');
      await expect(work.dialog).toHaveCount(0);
      await work.choose('Idle and sleep…');
      await expectAccessible(page, 'settings', 'contrast');
      await work.dialog.getByRole('button', { name: 'Cancel' }).click();

      const history = await work.history();
      await history
        .row(/VOLT 3\.3/)
        .first()
        .click();
      await expect(page.getByRole('region', { name: /^Row \d/ })).toBeVisible();
      await expectAccessible(page, 'history', 'contrast');
      await history.stop.press();
      await history.stop.expectEngaged([/Off, read back/]);
      await expectAccessible(page, 'stop report', 'contrast');
      await history.stop.putAside();
      const again = await history.bench();
      await expectAccessible(page, 'bench, stopped', 'contrast');
      await again.lock();
      await expectAccessible(page, 'lock', 'contrast');
    });

    test('the backups', async ({ page, console, work }) => {
      await work.stop.expectReady();
      const backups = await BackupsPage.open(page);
      await expectAccessible(page, 'no backups', 'contrast');
      const key = await backups.makeKey('Lab safe', () => expectAccessible(page, 'the key, shown once'));
      await backups.setUp.getByText('Also lay a copy of the key').click();
      await backups.proveKey(key.identity.slice(0, -1));
      await expectAccessible(page, 'proving, refused', 'contrast');
      await backups.setUp.getByText('Also lay a copy of the key').click();
      await backups.proveKey(key.identity);
      await expectAccessible(page, 'a place', 'contrast');
      await backups.addFirstPlace('Second disk', placeIn(console.folder));
      await backups.button('Back up now', backups.setUp).click();
      await backups.expectEnd('Backed up to 1 place, verified');
      await expectAccessible(page, 'backed up', 'contrast');
      await backups.chooseNewest();
      await expectAccessible(page, 'copies', 'contrast');
      await backups.button('Restore…').first().click();
      await expectAccessible(page, 'restore', 'contrast');
      await backups.dialog.getByRole('button', { name: 'Cancel' }).click();
      await backups
        .button(/^Rehearse now/)
        .first()
        .click();
      await backups.openWith(key.identity, 'Rehearse now');
      await expect(backups.dialog.getByRole('table')).toBeVisible({ timeout: 60_000 });
      await expectAccessible(page, 'rehearsed', 'contrast');
      await backups.button('Close', backups.dialog).click();
      await backups.button(/^Change/).click();
      await expectAccessible(page, 'schedule', 'contrast');
    });
  });

test('signing in and driving an output with nothing but the keyboard', async ({ page, console, bench }) => {
  const { keyboard } = page;
  await page.goto(await console.anotherAddress());
  const signIn = new SignInPage(page);
  await expect(signIn.name).toBeFocused();
  await keyboard.type(tester.name);
  await keyboard.press('Tab');
  await expect(signIn.password).toBeFocused();
  await keyboard.type(tester.password);
  await keyboard.press('Enter');
  await expect(page.getByLabel('Code from the app')).toBeFocused();
  await keyboard.type(bench.authenticator.freshCode());

  const work = await BenchPage.open(page);
  const channel = work.channel(1);
  await channel.expectLive();
  // F8 goes to the panel of the supply; its keys work from there.
  await expect(async () => {
    await keyboard.press('F8');
    await expect(page.locator('[data-panel]:focus').getByRole('region', { name: /^Channel 1/ })).toBeVisible({
      timeout: 500,
    });
  }).toPass();
  await keyboard.press('v');
  await expect(channel.voltage).toBeFocused();
  await keyboard.type('3.3');
  await keyboard.press('Enter');
  await expect(channel.voltage).toHaveValue('3.300');
  // Out of the field, so that the keys of the panel work again; one Esc stops nothing.
  await keyboard.press('Escape');
  await expect(channel.voltage).not.toBeFocused();
  await work.stop.expectReady();
  // It has no envelope: the console asks, and what has the focus says so.
  await keyboard.down('1');
  await expect(page.getByRole('button', { name: 'Switch on without' })).toBeFocused();
  await keyboard.up('1');
  await keyboard.press('Enter');
  await channel.expectOutput('on');
  await channel.expectReading('V', 3.3, 0.1);
  await keyboard.press('0');
  await channel.expectOutput('off');

  await keyboard.press('F4');
  await expect(page.getByRole('grid', { name: /^History/ })).toBeVisible();
  await keyboard.press('/');
  await keyboard.type('VOLT');
  await expect(page.getByRole('row', { name: /VOLT 3\.3/ }).first()).toBeVisible();
});
