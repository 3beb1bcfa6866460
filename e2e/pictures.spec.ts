import { mkdirSync, rmSync } from 'node:fs';
import { expect } from './fixtures.ts';
import { BackupsPage } from './pages/backups.page.ts';
import { ConnectPage } from './pages/connect.page.ts';
import { FirstRunPage } from './pages/first-run.page.ts';
import { ProfilingPage } from './pages/profiling.page.ts';
import { railItem } from './pages/rail.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { TerminalPage } from './pages/terminal.page.ts';
import { account, folder, picture, readFor, test } from './pictures.ts';

/** A place for backups, by a name that says nothing of the machine. */
const share = '/tmp/lab-share';
test('the pictures of the README', async ({ page, console }) => {
  test.setTimeout(240_000);
  mkdirSync(folder, { recursive: true });
  rmSync(share, { recursive: true, force: true });
  mkdirSync(share);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(await console.start());
  const firstRun = new FirstRunPage(page);
  // The first step, not the second: a key for an authenticator is no picture, not even one that is thrown away.
  await firstRun.fill(account);
  await picture(page, 'first-run-dark');
  const second = await firstRun.begin(account);
  const app = await second.typeKey();
  const third = await second.confirm(app.freshCode());
  await third.copy();
  const bench = await third.finish();

  await bench.addSimulatedBench();
  await bench.setEnvelope({ name: 'Sensor board, rev C', volts: '5.5', amps: '1.2', watts: '5' });
  const [one, two] = [bench.channel(1), bench.channel(2)];
  await one.set('voltage', '3.3', '3.300');
  await one.set('current', '1', '1.000');
  await two.set('voltage', '5', '5.000');
  await two.set('current', '200m', '0.200');
  await one.holdPointer();
  await one.expectReading('V', 3.3, 0.005);
  await two.holdKey();
  // A trend worth looking at: a few steps, each read for a while.
  const levels: readonly (readonly [string, string, number])[] = [
    ['1.8', '1.800', 1.8],
    ['2.5', '2.500', 2.5],
    ['3.3', '3.300', 3.3],
  ];
  for (const [typed, held, volts] of levels) {
    await one.set('voltage', typed, held);
    await one.expectReading('V', volts, 0.01);
    await readFor(page, 6);
  }
  await one.voltage.press('Escape');
  await readFor(page, 8);
  await picture(page, 'bench-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(page, 'bench-light');
  await bench.openConnect();
  const connect = new ConnectPage(page);
  await connect.protocol('HiSLIP');
  await connect.field('Host name or IP address').fill('192.168.1.20');
  await picture(page, 'connect-light');
  // By its button: an Escape here and one soon after are the emergency stop.
  await connect.root.getByRole('button', { name: /^Cancel/ }).click();
  await expect(connect.root).toBeHidden();

  // More than the envelope allows in watts: refused by the guard, and kept in the history.
  await two.type('current', '1.1');
  await expect(two.root).toContainText('was not sent');
  await two.current.press('Escape');
  await two.set('voltage', '4.8', '4.800');
  const history = await bench.history();
  await expect(history.row(/VOLT 4\.8/).first()).toBeVisible();
  await history
    .row(/Refused, not sent/)
    .first()
    .click();
  await picture(page, 'history-light');

  await history.bench();
  await page.emulateMedia({ colorScheme: 'dark' });
  const terminal = await TerminalPage.open(page);
  await terminal.talkTo('Simulated scope');
  await terminal.ask('*IDN?', 'SIM-DS2');
  await terminal.ask('MEAS:VPP? CHAN1', /E[+-]?\d/);
  await terminal.ask('DISP:DATA?', 'PNG picture');
  await picture(page, 'terminal-dark');

  const backups = await BackupsPage.open(page);
  const key = await backups.makeKey('Lab safe');
  await backups.proveKey(key.identity);
  await backups.addFirstPlace('Second disk', share);
  await backups.button('Back up now', backups.setUp).click();
  await backups.expectEnd('Backed up to 1 place, verified');
  await backups.button('Rehearse now', backups.drill).click();
  await backups.openWith(key.identity, 'Rehearse now');
  await expect(backups.dialog.getByRole('table', { name: 'What is in it' })).toBeVisible({ timeout: 60_000 });
  await backups.button('Close', backups.dialog).click();
  await expect(backups.drill.getByText('Passed')).toBeVisible();
  await picture(page, 'backups-dark');

  const profiling = await ProfilingPage.open(page);
  await expect(profiling.row(/exchange.*Simulated supply/).first()).toBeVisible();
  await profiling.button('Show: Slowest').click();
  await expect(profiling.histogram).toBeVisible();
  await picture(page, 'profiling-dark');
  await profiling.view('Instruments').click();
  await expect(profiling.histogram).toBeVisible();
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(page, 'profiling-instrument-light');
  await page.emulateMedia({ colorScheme: 'dark' });

  await page.keyboard.press('F1');
  await railItem(page, 'Simulated supply').click();
  await bench.stop.press();
  await bench.stop.expectEngaged([/Off, read back/]);
  await one.expectOutput('off');
  await picture(page, 'stop-dark');
  await bench.stop.putAside();
  await bench.stop.reset();

  await one.holdPointer();
  await page.emulateMedia({ colorScheme: 'light' });
  await bench.signOut('keep');
  const signIn = new SignInPage(page);
  await expect(signIn.outputs).toContainText('1 on');
  await signIn.name.fill(account.name);
  await signIn.password.fill(account.password);
  await picture(page, 'sign-in-light');
});
