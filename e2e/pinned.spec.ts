import { accessibleInBoth } from './accessible.ts';
import { expect, test as base } from './fixtures.ts';
import { BenchPage } from './pages/bench.page.ts';
import { PinnedPage } from './pages/pinned.page.ts';
import { railItem } from './pages/rail.ts';
import { TerminalPage } from './pages/terminal.page.ts';
import { ScriptedDevice } from './scripted-device.ts';

const test = base.extend<{ device: ScriptedDevice; pinned: PinnedPage }>({
  device: async ({ browserName: _ }, give) => {
    const device = new ScriptedDevice();
    await device.plugIn();
    await give(device);
    await device.unplug();
  },
  pinned: async ({ work, device, page }, give) => {
    await work.connect(device.address, 'Odd box');
    await give(new PinnedPage(page, 'Odd box'));
  },
});

test('an instrument that no driver knows gets readings, by the keyboard alone', async ({
  device,
  pinned,
  page,
}, info) => {
  const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
  device.answers.set('MEAS:VOLT?', '0.0123456').set('MODE?', 'CV').set('TEMP? (@1)', '21.5');
  await expect(pinned.panel).toContainText('None yet.');
  await accessibleInBoth(page, 'nothing pinned', 'whole');
  await picture('none');
  await pinned.pinByKeys({ query: 'MEAS:VOLT?', name: 'Shunt', unit: 'V' });
  await expect(pinned.reading('Shunt')).toContainText('12.346 mV');
  await expect(pinned.reading('Shunt')).toContainText('Live');
  await pinned.pinByKeys({ query: 'MODE?' });
  await expect(pinned.reading('MODE?')).toContainText('CV');
  await pinned.pinByKeys({ query: 'TEMP? (@1)', name: 'Heat sink', unit: '°C', decimals: '1' });
  await expect(pinned.reading('Heat sink')).toContainText('21.5 °C');
  await accessibleInBoth(page, 'pinned readings', 'whole');
  await picture('readings');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('readings-dark');
  await page.emulateMedia({ colorScheme: 'light' });
  device.answers.set('MEAS:VOLT?', '3.30021');
  await expect(pinned.reading('Shunt')).toContainText('3.3002 V');

  // What is pinned is changed and taken away from the reading itself.
  await pinned.reading('Shunt').getByRole('button', { name: 'Change Shunt…' }).press('Enter');
  await expect(pinned.field('Query')).toHaveValue('MEAS:VOLT?');
  await accessibleInBoth(page, 'dialog of a pinned query', 'whole');
  await picture('dialog');
  await pinned.field('Name').fill('Rail');
  await pinned.field('Times').fill('10');
  await pinned.field('Times').press('Enter');
  await expect(pinned.reading('Rail')).toContainText('33.002 V');
  await page.reload();
  await railItem(page, 'Odd box').click();
  await expect(pinned.reading('Rail')).toContainText('33.002 V');
  await pinned.reading('Heat sink').getByRole('button', { name: 'Change Heat sink…' }).press('Enter');
  await pinned.dialog.getByRole('button', { name: 'Unpin' }).press('Enter');
  await expect(pinned.dialog).toBeHidden();
  await expect(pinned.reading('Heat sink')).toHaveCount(0);
  expect(device.lines).not.toContain('OUTP ON');
});

test('what does more than ask is not pinned, and says why', async ({ device, pinned, page }) => {
  await pinned.panel.getByRole('button', { name: 'Pin a query…' }).click();
  await pinned.field('Query').fill('OUTP ON');
  await pinned.field('Query').press('Enter');
  await expect(pinned.dialog).toContainText('Only a query can be pinned');
  for (const [query, why] of [
    ['MEAS?;OUTP ON', 'it holds several messages'],
    ['*TST?', 'it starts the self-test'],
  ] as const) {
    await pinned.field('Query').fill(query);
    await pinned.field('Query').press('Enter');
    await expect(pinned.dialog.getByRole('alert')).toContainText(why);
  }
  await accessibleInBoth(page, 'pin refused', 'whole');
  await page.keyboard.press('Escape');
  await expect(pinned.dialog).toBeHidden();
  expect(device.lines.filter((line) => /OUTP|TST/.test(line))).toEqual([]);
});

test('a query that was answered in the terminal is pinned from there', async ({ device, pinned, page }) => {
  device.answers.set('FAN?', '1200');
  const terminal = await TerminalPage.open(page);
  await terminal.ask('FAN?', '1200');
  await terminal.entry('FAN?').getByRole('button', { name: 'Pin FAN? as a reading…' }).press('Enter');
  await expect(pinned.field('Query')).toHaveValue('FAN?');
  await pinned.field('Unit').fill('rpm');
  await accessibleInBoth(page, 'pinning from the terminal', 'whole');
  await pinned.field('Unit').press('Enter');
  await expect(pinned.dialog).toBeHidden();
  await expect(pinned.reading('FAN?')).toContainText(/1\s200 rpm/);
});

test('R-7: one that is never answered is paused and stops no other; a stop and an unplugged cable leave no number', async ({
  work,
  device,
  pinned,
  page,
}, info) => {
  test.setTimeout(120_000);
  const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
  device.answers.set('A?', '1.5');
  await pinned.pinByKeys({ query: 'A?', name: 'Good', unit: 'V' });
  await pinned.pinByKeys({ query: 'BAD?', name: 'Mute' });
  const mute = pinned.reading('Mute');
  await expect(mute).toContainText('Paused', { timeout: 40_000 });
  await expect(mute).toContainText('The instrument did not answer "BAD?" within 2000 ms.');
  await expect(mute).toContainText('unknown');
  await expect(pinned.reading('Good')).toContainText('1.5000 V', { timeout: 20_000 });
  await expect(pinned.reading('Good')).toContainText('Live', { timeout: 20_000 });
  await accessibleInBoth(page, 'a paused query', 'whole');
  await picture('paused');
  device.answers.set('BAD?', '7');
  await mute.getByRole('button', { name: 'Ask Mute again' }).press('Enter');
  await expect(mute).toContainText('7');

  await work.stop.press();
  await work.stop.expectEngaged();
  await work.stop.putAside();
  await expect(mute).toContainText('The emergency stop is set.');
  await expect(mute).toContainText('unknown');
  const asked = device.count('BAD?');
  await picture('stopped');
  await work.stop.reset();
  await expect(mute).toContainText('Live');
  expect(device.count('BAD?')).toBeGreaterThan(asked);

  await device.unplug();
  await expect(pinned.panel).toContainText('It does not answer');
  await expect(pinned.panel).not.toContainText('1.5000');
  await device.plugIn();
  await expect(pinned.reading('Good')).toContainText('1.5000 V', { timeout: 30_000 });
});

test('the rail is put into order by keys, by the menu and by dragging, and everybody sees it', async ({
  work,
  page,
  console: running,
}, info) => {
  const items = work.rail.getByRole('listitem');
  const names = items.locator('b');
  const item = (name: string) => railItem(page, name);
  const status = work.rail.getByRole('status');
  await expect(items).toHaveCount(5);
  const [supply = '', load = '', meter = '', generator = '', scope = ''] = await names.allTextContents();
  await expect(item(supply)).toHaveAttribute('aria-current', 'true');

  await item(load).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(names).toHaveText([supply, meter, load, generator, scope]);
  await expect(item(load)).toBeFocused();
  await expect(status).toHaveText(`${load}: place 3 of 5.`);
  // Keys that come faster than the answers.
  for (let times = 0; times < 2; times++) await page.keyboard.press('Alt+ArrowUp');
  await expect(names).toHaveText([load, supply, meter, generator, scope]);
  await expect(item(load)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(status).toHaveText(`${load} is first already.`);
  await expect(item(supply), 'whoever looks at it keeps it').toHaveAttribute('aria-current', 'true');

  await work.rail.getByRole('button', { name: `Move ${supply}` }).click();
  await accessibleInBoth(page, 'the menu that moves', 'whole');
  await page.screenshot({ path: info.outputPath('menu.png') });
  await page.getByRole('menuitem', { name: 'Up' }).click();
  await expect(names).toHaveText([supply, load, meter, generator, scope]);

  await item(scope).dragTo(item(supply), { targetPosition: { x: 40, y: 6 } });
  await expect(names).toHaveText([scope, supply, load, meter, generator]);
  await accessibleInBoth(page, 'rail', 'whole');

  // The same for everybody, and after the console was started anew.
  await page.goto(await running.anotherAddress());
  const again = await BenchPage.open(page);
  await expect(again.rail.getByRole('listitem').locator('b')).toHaveText([
    scope,
    supply,
    load,
    meter,
    generator,
  ]);
});
