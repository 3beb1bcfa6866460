import { accessibleInBoth } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { InstrumentPanel } from './pages/instrument.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';

test('energy and charge are counted while an output is on, stand still while it is off, and begin anew', async ({
  work,
  page,
}, info) => {
  const channel = work.channel(1);
  const counters = channel.root.getByRole('region', { name: 'Counters' });
  await expect(counters).toContainText(/0\.000 ?Wh/);
  await expect(counters).toContainText(/Not on since \d\d:\d\d:\d\d/);
  await channel.set('current', '2', '2.000');
  await channel.set('voltage', '5', '5.000');
  await channel.holdPointer();
  await expect(counters).toContainText(/On for [3-9] s since/);
  await channel.turnOff();
  // What was told last before the output went off comes a quarter of a second later at the most.
  await page.waitForTimeout(600);
  // 5 V over 5 Ω: 1 A and 5 W, for as many seconds as it says.
  const said = await counters.innerText();
  const energy = Number(/([\d.]+)\s*mWh/.exec(said)?.[1]);
  const charge = Number(/([\d.]+)\s*(?:µ|m)Ah/.exec(said)?.[1]);
  expect(energy, said).toBeGreaterThan((5 * 3) / 3.6 - 1);
  expect(energy / (charge < 50 ? charge : charge / 1000), said).toBeCloseTo(5, 0);
  await page.waitForTimeout(600);
  expect(await counters.innerText()).toBe(said);
  await expect(counters).not.toContainText('gaps');
  await accessibleInBoth(page, 'supply with counters');
  await page.screenshot({ path: info.outputPath('supply.png') });

  // By keyboard, as everything is.
  const reset = counters.getByRole('button', { name: 'Reset the counters of CH1' });
  await reset.focus();
  await page.keyboard.press('Enter');
  await expect(counters).toContainText(/0\.000 ?Wh/);
  await expect(counters).toContainText(/Not on since/);
  await expect(reset).toBeFocused();

  // What was counted of a load is counted of it, too; and nobody knows what flows at a front panel.
  const load = await InstrumentPanel.choose(page, 'Simulated load');
  const taken = load.root.getByRole('region', { name: 'Counters' });
  await expect(taken).toContainText(/0\.000 ?Ah/);
  await load.root.getByRole('button', { name: 'Release to front panel' }).click();
  await expect(taken).toContainText(/gaps of [1-9]\d* s/);
  await accessibleInBoth(page, 'load with a gap');
  await page.screenshot({ path: info.outputPath('load.png') });
  await load.root.getByRole('button', { name: 'Take back' }).click();
});

test('a meter has statistics of its function, and shows the difference from a reading by a key, in every window', async ({
  work,
  page,
  bench,
  anotherPage,
}, info) => {
  const second = work.channel(2);
  await second.set('voltage', '5', '5.000');
  await second.holdPointer();
  const meter = await InstrumentPanel.choose(page, 'Simulated meter');
  await meter.expectReading('V', 5, 0.01);
  const statistics = meter.root.getByRole('region', { name: 'Statistics' });
  await statistics.getByRole('button', { name: 'Reset the statistics' }).press('Enter');
  const bars = statistics.getByRole('figure');
  await expect(bars).toHaveAccessibleName(
    /^Histogram of \d\d readings, most of them, \d+, around [45]\.\d{5} V$/,
  );
  await expect(meter.root.locator('.bench-ends')).toContainText(/Min\s*[45]\.\d{5} V/i);
  await expect(meter.root.locator('.bench-ends')).toContainText(/Standard deviation\s*[\d.]+ [µn]V/);
  await accessibleInBoth(page, 'meter with statistics');
  await page.screenshot({ path: info.outputPath('meter.png') });

  const other = await anotherPage();
  await new SignInPage(other).signInWithRecovery(bench.recoveryCodes[0]!);
  const there = await InstrumentPanel.choose(other, 'Simulated meter');
  await meter.root.focus();
  await page.keyboard.press('d');
  await expect(meter.root).toContainText(/From [45]\.\d{5} V, reads [45]\.\d{5} V/);
  await expect(there.root).toContainText(/From [45]\.\d{5} V, reads [45]\.\d{5} V/);
  await meter.expectReading('V', 0, 0.0002);
  await expect(meter.root.locator('[data-quantity]')).toContainText(/Δ\s*Difference/);
  // What is counted is what is read, not the difference.
  await expect(meter.root.locator('.bench-ends')).toContainText(/Min\s*[45]\.\d{5} V/i);
  await accessibleInBoth(page, 'relative');
  await page.screenshot({ path: info.outputPath('relative.png') });
  await page.keyboard.press('b');
  await expect(page.getByRole('region', { name: 'Big digits: Simulated meter' })).toContainText(
    /From [45]\.\d{5} V/,
  );
  await accessibleInBoth(page, 'relative, big digits');
  await page.screenshot({ path: info.outputPath('big.png') });
  await page.keyboard.press('b');
  await expect(meter.root).toContainText(/From [45]\.\d{5} V, reads/);
  await meter.root.focus();
  await page.keyboard.press('d');
  await expect(meter.root).not.toContainText(/From \d/);
  await meter.expectReading('V', 5, 0.01);

  // Another function is another quantity: it is counted anew, and relative to nothing.
  await page.keyboard.press('d');
  await expect(meter.root).toContainText(/From [45]\.\d{5} V/);
  await meter.choose('Resistance');
  await expect(meter.root).not.toContainText(/From \d/);
  await expect(bars).not.toHaveAccessibleName(/ V$/);
  await meter.choose('DC voltage');
  await meter.expectReading('V', 5, 0.01);
  await expect(meter.root).not.toContainText(/From \d/);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText(
    'the difference from what it reads now',
  );
});
