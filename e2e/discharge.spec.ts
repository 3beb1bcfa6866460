import { readFile } from 'node:fs/promises';
import { accessibleInBoth } from './accessible.ts';
import { expect, test as base } from './fixtures.ts';
import { BatteryTest } from './pages/battery-test.page.ts';
import { InstrumentPanel } from './pages/instrument.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { SimulatedBattery } from './simulated-battery.ts';

const test = base.extend<{ battery: SimulatedBattery; load: InstrumentPanel }>({
  battery: async ({ browserName: _ }, give) => {
    const battery = new SimulatedBattery();
    battery.put(1);
    await battery.plugIn();
    await give(battery);
    await battery.unplug();
  },
  /** The panel of the load, at the bench of somebody who is signed in. */
  load: async ({ page, console, prepare, battery }, give) => {
    const { authenticator } = await prepare({ simulated: false });
    await page.goto(await console.anotherAddress());
    const bench = await new SignInPage(page).signIn(authenticator.freshCode());
    await bench.connect(battery.address, 'Cell load');
    await give(await InstrumentPanel.choose(page, 'Cell load'));
  },
});

test('a battery is discharged to its cut-off: held to start, watched, off and read back, and found in the history', async ({
  load,
  battery,
  page,
}, info) => {
  test.setTimeout(90_000);
  const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
  const discharge = new BatteryTest(page, load.root);
  await discharge.open();
  await expect(discharge.key).toHaveAccessibleName(/Type the current and the cut-off first/);
  await accessibleInBoth(page, 'battery test, empty');
  // What is refused says why where it was typed, and where it would be started.
  await discharge.fill({ current: '31', cutOff: '3', time: 'long' });
  await expect(discharge.root).toContainText('Over 30.00 A.');
  await expect(discharge.root).toContainText('Write it like 90 min, 2 h or 1:30.');
  await accessibleInBoth(page, 'battery test, refused');
  await discharge.fill({ current: '1', cutOff: '4.5' });
  await expect(discharge.key).toHaveAccessibleName(/The cut-off is not below the voltage at the input/);

  battery.put(0.004);
  await discharge.fill({ current: '1', cutOff: '3', time: '1 h' });
  // A press that is not held starts nothing.
  await discharge.key.press('Space');
  expect(battery.isOn).toBe(false);
  await discharge.hold();
  expect(battery.isOn).toBe(true);
  await expect(discharge.figure('Current')).toHaveText('1.000 A');
  await expect(discharge.figure('Voltage')).toHaveText(/^[34]\.\d{3} V$/);
  await expect(discharge.root.getByRole('figure', { name: /^Voltage of the battery over / })).toBeVisible();
  await expect(load.key).toHaveAccessibleName(/^Input is on/);
  await accessibleInBoth(page, 'battery test, running');
  await picture('running');

  await expect(discharge.root).toContainText('The cut-off voltage was reached.', { timeout: 30_000 });
  await expect(discharge.root).toContainText('The input was read back off.');
  expect(battery.isOn).toBe(false);
  await expect(load.key).toHaveAccessibleName(/^Input is off/);
  await expect(discharge.key).toHaveAccessibleName(/^Battery test is off/);
  await expect(discharge.figure('Charge')).toHaveText(/^3\.[5-9]\d\d mAh$|^4\.0\d\d mAh$/);
  await accessibleInBoth(page, 'battery test, over');
  await picture('over');

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await discharge.root.getByRole('button', { name: 'Copy the result' }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^Battery test, Cell load\n/);
  expect(copied).toContain('Input: read back off');
  const saving = page.waitForEvent('download');
  await discharge.root.getByRole('button', { name: 'Save the curve (CSV)' }).click();
  const saved = await saving;
  expect(saved.suggestedFilename()).toMatch(/^battery-test-cell-load-\d{4}-\d\d-\d\d-\d{6}\.csv$/);
  const rows = (await readFile(await saved.path(), 'utf8')).trim().split('\r\n');
  expect(rows[0]).toBe('seconds,volts,amperes,ampere hours');
  expect(rows.length).toBeGreaterThan(20);

  await discharge.root.getByRole('button', { name: /^Close battery test of / }).click();
  await expect(discharge.root).toContainText('mAh');
  await page.keyboard.press('F4');
  await page
    .getByRole('searchbox', { name: 'Search in requests, replies and names' })
    .fill('battery test ended');
  const row = page.getByRole('grid', { name: 'History, newest first' }).getByRole('row', {
    name: /Battery test ended.*The cut-off voltage was reached/,
  });
  await expect(row).toHaveCount(1);
  await expect(row).toContainText('Cell load');
});

test('R-7: one press stops it; a link that is lost says that the input is not known, until it is read back off', async ({
  load,
  battery,
  page,
}, info) => {
  test.setTimeout(90_000);
  const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
  const discharge = new BatteryTest(page, load.root);
  await discharge.open();
  await discharge.fill({ current: '500m', cutOff: '3' });
  await discharge.hold();
  await discharge.key.press('Enter');
  await expect(discharge.root).toContainText('It was stopped.');
  expect(battery.isOn).toBe(false);

  await discharge.hold();
  await battery.unplug();
  // There is no panel to look at while the link is down: the place where it was says what became of the test.
  await expect(load.root).toContainText(
    'Battery test: The link to the load was lost. The input is not known',
  );
  expect(battery.isOn).toBe(true);
  await picture('unreachable');
  await battery.plugIn();
  await expect.poll(() => battery.isOn, { timeout: 20_000 }).toBe(false);
  await expect(discharge.root).toContainText('The link to the load was lost.');
  await expect(discharge.root).toContainText('The input was read back off.');
  // What was typed is there for the next one.
  await expect(discharge.root.getByLabel('Current', { exact: true })).toHaveValue('500m');
  await accessibleInBoth(page, 'battery test, link lost');
  await picture('lost');
  await discharge.root.getByRole('button', { name: /^Close battery test of / }).click();
  await expect(discharge.root).toContainText('Ended early');
  await expect(discharge.root).toContainText('The link to the load was lost.');
});

test('R-4: the emergency stop ends a test, and says at its key what has to be done before another', async ({
  load,
  battery,
  page,
}) => {
  const discharge = new BatteryTest(page, load.root);
  await discharge.open();
  await discharge.fill({ current: '500m', cutOff: '3' });
  await discharge.hold();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect.poll(() => battery.isOn).toBe(false);
  await expect(discharge.root).toContainText('The emergency stop was set.');
  await expect(discharge.key).toHaveAccessibleName(/Reset the emergency stop first/);
});
