import { accessibleInBoth } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { InstrumentPanel } from './pages/instrument.page.ts';

test('a generator sweeps, a meter changes its range, and each looks it', async ({ work, page }, info) => {
  const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
  await expect(work.rail).toBeVisible();
  const generator = await InstrumentPanel.choose(page, 'Simulated generator');
  const sweep = generator.root.getByRole('region', { name: 'Sweep' });
  await generator.set('Sweep from', '100', '100.000 Hz');
  await generator.set('Sweep to', '20k', '20.000 kHz');
  await generator.set('Sweep time', '500m', '500 ms');
  await sweep.getByRole('radio', { name: 'On' }).click();
  await expect(sweep.getByRole('radio', { name: 'On' })).toBeChecked();
  await generator.choose('Square');
  await generator.set('Duty cycle', '25', '25.0');
  await accessibleInBoth(page, 'generator with sweep');
  await picture('generator');
  // Noise has no sweep and no duty cycle: they go, and come back with what means something.
  await generator.choose('Noise');
  await expect(sweep).toHaveCount(0);
  await expect(generator.root.getByLabel('Duty cycle', { exact: true })).toHaveCount(0);

  const meter = await InstrumentPanel.choose(page, 'Simulated meter');
  const range = meter.root.getByRole('region', { name: 'Range and rate' });
  await range.getByRole('radio', { name: '100 V', exact: true }).click();
  await expect(range.getByRole('radio', { name: '100 V', exact: true })).toBeChecked();
  await expect(range.getByRole('radio', { name: 'Off' })).toBeChecked();
  await range.getByRole('radio', { name: '0.2 PLC' }).click();
  await expect(range.getByRole('radio', { name: '0.2 PLC' })).toBeChecked();
  await accessibleInBoth(page, 'meter with ranges');
  await picture('meter');
  await meter.choose('Frequency');
  await expect(range).toHaveCount(0);
});

test('R-40: a protection that trips says so until it is cleared, and clearing leaves the output off', async ({
  work,
  page,
}, info) => {
  const channel = work.channel(1);
  await channel.set('voltage', '3.3', '3.300');
  await channel.holdPointer();
  const fold = channel.root.getByRole('button', { name: / protection of CH1$/ });
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await fold.click();
  const level = channel.root.getByLabel('OVP level', { exact: true });
  await level.fill('2');
  await level.press('Enter');
  await channel.expectOutput('off');
  await expect(channel.root).toContainText('Over-voltage protection has switched the output off.');
  await accessibleInBoth(page, 'tripped');
  await page.screenshot({ path: info.outputPath('tripped.png') });
  await level.fill('5');
  await level.press('Enter');
  await expect(level).toHaveValue('5.000');
  await channel.root.getByRole('button', { name: 'Clear the over-voltage trip of CH1' }).click();
  await expect(channel.root).not.toContainText('has switched the output off');
  await channel.expectOutput('off');
  await fold.click();
  await expect(channel.root.getByRole('region', { name: 'Protection' })).toContainText('OVP 5.000 V');
});

test('a scope is set, run and stopped by keys, and its trace is the one that is there', async ({
  work,
  page,
}, info) => {
  await expect(work.rail).toBeVisible();
  const generator = await InstrumentPanel.choose(page, 'Simulated generator');
  await generator.set('Amplitude pp', '2', '2.000');
  await generator.hold();
  const scope = await InstrumentPanel.choose(page, 'Simulated scope');
  const trace = scope.root.getByRole('figure', { name: /^Trace, / });
  await expect(trace).toHaveAccessibleName(/^Trace, triggered: CH1 at /);
  const first = scope.root.getByRole('region', { name: /^Channel 1, / });
  const scale = first.getByLabel('Volts/div', { exact: true });
  await scale.fill('500m');
  await scale.press('Enter');
  await expect(trace).toHaveAccessibleName(/CH1 at 500 mV\/div/);
  await scope.set('Time/div', '200u', '200.000 \u00b5s');
  await expect(trace).toHaveAccessibleName(/200 \u00b5s\/div$/);
  await accessibleInBoth(page, 'scope with its trace');
  await page.screenshot({ path: info.outputPath('scope.png') });

  await scope.root.focus();
  await page.keyboard.press('Space');
  await expect(trace).toHaveAccessibleName(/^Trace, stopped/);
  await expect(scope.root.getByRole('radio', { name: 'Stop', exact: true })).toBeChecked();
  await page.keyboard.press('Space');
  await expect(trace).toHaveAccessibleName(/^Trace, triggered/);
  await page.keyboard.press('s');
  await expect(trace).toHaveAccessibleName(/^Trace, stopped/);
  // A channel that is hidden is not drawn.
  const shown = first.getByRole('radiogroup', { name: 'Shown' });
  await shown.getByRole('radio', { name: 'Off' }).click();
  await expect(trace).not.toHaveAccessibleName(/CH1/);
});

test('big digits are read across the room, for every channel, and nothing is set from there', async ({
  work,
  page,
}, info) => {
  const channel = work.channel(1);
  await channel.set('voltage', '3.3', '3.300');
  await channel.holdPointer();
  await channel.expectReading('V', 3.3, 0.01);
  await work.panel('Simulated supply').focus();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('c');
  await expect(work.panel('Simulated supply')).toContainText(/Copied 3\.\d+ V, 0\.\d+ A/);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^3\.\d+ V\t0\.\d+ A$/);
  await page.keyboard.press('b');
  const big = page.getByRole('region', { name: 'Big digits: Simulated supply, CH1' });
  await expect(big).toContainText(/3\.\d+ V/);
  await expect(big).toBeFocused();
  const height = await big
    .locator('.ui-q-digits')
    .first()
    .evaluate((each) => each.getBoundingClientRect().height);
  expect(height, 'px of a digit line').toBeGreaterThan(140);
  await accessibleInBoth(page, 'big digits');
  await page.screenshot({ path: info.outputPath('big.png') });
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('region', { name: 'Big digits: Simulated supply, CH2' })).toBeFocused();
  await page.keyboard.press('b');
  await channel.expectOutput('on');
  await expect(work.panel('Simulated supply')).toBeFocused();
});

test('find or do: a value is set from anywhere, with what it was and the envelope said first; off, never on', async ({
  work,
  page,
}, info) => {
  const channel = work.channel(1);
  await work.setEnvelope({ name: 'Logic board', volts: '5' });
  await channel.set('voltage', '3.3', '3.300');
  await channel.holdPointer();
  await page.keyboard.press('F4');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Find or do' });
  const line = palette.getByRole('combobox', { name: 'Find or do' });
  await expect(line).toBeFocused();
  await accessibleInBoth(page, 'palette');
  await line.fill('ch1 set 1.8');
  await expect(palette.getByRole('status')).toContainText(/from 3\.300 V to 1\.800 V/);
  await expect(palette.getByRole('status')).toContainText('Inside the envelope');
  await accessibleInBoth(page, 'palette with a value');
  await page.screenshot({ path: info.outputPath('palette.png') });
  await line.press('Enter');
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await line.fill('ch1 set 9');
  await expect(palette.getByRole('status')).toContainText('Over 5.00 V, the envelope.');
  await page.screenshot({ path: info.outputPath('palette-refused.png') });
  await line.press('Enter');
  await expect(palette).toBeVisible();
  await line.fill('output 1 off');
  await expect(palette.getByRole('option', { selected: true })).toContainText('Turn output 1 off');
  await line.press('Enter');
  await expect(palette).toBeHidden();
  await page.keyboard.press('Control+k');
  await line.fill('simulated supply');
  await line.press('Enter');
  await channel.expectOutput('off');
  await expect(channel.voltage).toHaveValue('1.800');
  // What was set from here is taken back in the panel.
  await work.panel('Simulated supply').focus();
  await page.keyboard.press('Control+z');
  await expect(channel.voltage).toHaveValue('3.300');
});
