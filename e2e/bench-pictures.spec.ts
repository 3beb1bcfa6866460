import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { InstrumentPanel } from './pages/instrument.page.ts';
import { LayoutsPage } from './pages/layouts.page.ts';
import { de } from './german.ts';
import { BatteryTest } from './pages/battery-test.page.ts';
import { PinnedPage } from './pages/pinned.page.ts';
import { firstBench, folder, picture, readFor, test } from './pictures.ts';
import { ScriptedDevice } from './scripted-device.ts';
import { SimulatedBattery } from './simulated-battery.ts';

/** A picture in the dark and one in the light. */
async function both(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `bench/${name}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
}

test('the pictures of the bench', async ({ page, console }) => {
  test.setTimeout(240_000);
  mkdirSync(join(folder, 'bench'), { recursive: true });
  const bench = await firstBench(page, await console.start());
  await bench.addSimulatedBench();
  await bench.setEnvelope({ name: 'Sensor board, rev C', volts: '5.5', amps: '1.2', watts: '6' });
  const [one, two] = [bench.channel(1), bench.channel(2)];
  await one.set('voltage', '3.3', '3.300');
  await one.holdPointer();
  await two.set('voltage', '5', '5.000');
  await two.set('current', '1.2', '1.200');
  await two.holdKey();
  await readFor(page, 6);
  await both(page, 'supply');
  await bench.panel('Simulated supply').focus();
  await page.keyboard.press('b');
  await expect(page.getByRole('region', { name: /^Big digits/ })).toBeVisible();
  await picture(page, 'bench/big-dark');
  await page.keyboard.press('b');
  const load = await InstrumentPanel.choose(page, 'Simulated load');
  await load.set('Current', '500m', '0.500');
  await load.hold();
  await load.expectReading('A', 0.5, 0.01);
  await readFor(page, 6);
  await both(page, 'load');
  const meter = await InstrumentPanel.choose(page, 'Simulated meter');
  await meter.expectReading('V', 5, 0.1);
  await readFor(page, 6);
  await both(page, 'meter');
  const generator = await InstrumentPanel.choose(page, 'Simulated generator');
  await generator.set('Amplitude pp', '2', '2.000');
  await generator.choose('Ramp');
  await generator.hold();
  await both(page, 'generator');
  const scope = await InstrumentPanel.choose(page, 'Simulated scope');
  await scope.set('Time/div', '200u', '200.000 \u00b5s');
  await expect(scope.root.getByRole('figure', { name: /^Trace, triggered/ })).toBeVisible();
  await both(page, 'scope');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ch1 set 1.8');
  await expect(page.getByRole('dialog', { name: 'Find or do' }).getByRole('status')).toContainText(
    'to 1.800 V',
  );
  await picture(page, 'bench/palette-light');
  await page.keyboard.press('Escape');
  await InstrumentPanel.choose(page, 'Simulated supply');
  const layouts = new LayoutsPage(page);
  await layouts.make('Burn-in');
  await layouts.tab('Simulated scope').click();
  await layouts.arrange('Simulated scope', 'Split below');
  await layouts.tab('Simulated meter').click();
  await layouts.save('Burn-in').click();
  await readFor(page, 6);
  await both(page, 'layout');
});

test('the pictures of what needs a device of its own', async ({ page, console }) => {
  test.setTimeout(240_000);
  mkdirSync(join(folder, 'bench'), { recursive: true });
  const bench = await firstBench(page, await console.start());
  const device = new ScriptedDevice();
  await device.plugIn();
  const battery = new SimulatedBattery();
  battery.put(0.02);
  await battery.plugIn();
  try {
    device.answers.set('MEAS:VOLT?', '0.0123456').set('MODE?', 'CV').set('TEMP? (@1)', '21.5');
    await bench.connect(device.address, 'Heat chamber');
    const pinned = new PinnedPage(page, 'Heat chamber');
    await pinned.pinByKeys({ query: 'MEAS:VOLT?', name: 'Shunt', unit: 'V' });
    await pinned.pinByKeys({ query: 'TEMP? (@1)', name: 'Heat sink', unit: '\u00b0C', decimals: '1' });
    await pinned.pinByKeys({ query: 'MODE?', name: 'Mode' });
    await expect(pinned.reading('Mode')).toContainText('CV');
    await both(page, 'generic');

    await bench.connect(battery.address, 'Cell load');
    const load = await InstrumentPanel.choose(page, 'Cell load');
    const discharge = new BatteryTest(page, load.root);
    await discharge.open();
    await discharge.fill({ current: '2', cutOff: '3', time: '1 h', capacity: '2.5' });
    await discharge.hold();
    await readFor(page, 20);
    await both(page, 'battery-test');
    await expect(discharge.root).toContainText('The input was read back off.', { timeout: 60_000 });
  } finally {
    await battery.unplug();
    await device.unplug();
  }
});

test('the picture of a bench that speaks German', async ({ page, console }) => {
  const bench = await firstBench(page, await console.start());
  await bench.addSimulatedBench();
  await bench.setEnvelope({ name: 'Sensor board, rev C', volts: '5.5', amps: '1.2', watts: '6' });
  const one = bench.channel(1);
  await one.set('voltage', '3.3', '3.300');
  await one.holdPointer();
  await readFor(page, 6);
  await bench.menu.click();
  await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(page.getByText(de('Live'), { exact: true }).first()).toBeVisible();
  await page.emulateMedia({ colorScheme: 'light' });
  await readFor(page, 3);
  await picture(page, 'bench/german-light');
});
