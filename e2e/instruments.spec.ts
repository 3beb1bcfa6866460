import { expectAccessible } from './accessible.ts';
import { expect, test as base } from './fixtures.ts';
import { InstrumentPanel } from './pages/instrument.page.ts';
import { SimulatedDevice } from './simulated-device.ts';

const test = base.extend<{ device: SimulatedDevice }>({
  device: async ({ browserName: _ }, give) => {
    const device = new SimulatedDevice();
    await device.plugIn();
    await give(device);
    await device.unplug();
  },
});

test('the load draws from the supply and the meter reads it; the generator runs and the scope sees it', async ({
  work,
  page,
}, info) => {
  test.setTimeout(120_000);
  const picture = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) });
  const accessible = (name: string): Promise<void> => expectAccessible(page, name);
  await work.channel(2).set('current', '2', '2.000');
  await work.channel(2).set('voltage', '5', '5.000');
  await work.channel(2).holdPointer();

  const load = await InstrumentPanel.choose(page, 'Simulated load');
  await load.set('Current', '1', '1.000');
  await load.hold();
  await load.expectReading('A', 1, 0.01);
  await load.expectReading('V', 5, 0.05);
  await accessible('load');
  await picture('load');
  await load.choose('Constant resistance');
  await load.set('Resistance', '10', '10.00 Ω');
  await load.expectReading('A', 0.5, 0.01);

  const meter = await InstrumentPanel.choose(page, 'Simulated meter');
  await meter.expectReading('V', 5, 0.01);
  await accessible('meter');
  await picture('meter');
  await meter.choose('DC current');
  await meter.expectReading('m?A', 500, 499.6);
  await meter.choose('Resistance');
  await expect(meter.root).toContainText(/overload/i);
  await picture('meter-overload');

  const generator = await InstrumentPanel.choose(page, 'Simulated generator');
  await generator.set('Amplitude pp', '2', '2.000');
  await generator.hold();
  await accessible('generator');
  await picture('generator');
  const scope = await InstrumentPanel.choose(page, 'Simulated scope');
  await expect(scope.root.getByText(/^1[.,]\d+ kHz$/u).first()).toBeVisible();
  await accessible('scope');
  await picture('scope');

  // One stop for them all: what gives, and what takes.
  await work.stop.press();
  await work.stop.expectEngaged([
    /Simulated supply.*Off, read back/,
    /Simulated load.*Off, read back/,
    /Simulated generator.*Off, read back/,
  ]);
  await picture('stop');
});

test('R-28: what a hand changes at the front panel is said, with what it was, and recorded', async ({
  work,
  device,
}) => {
  await work.connect(device.address, 'Supply B');
  const channel = work.channel(1);
  await channel.set('voltage', '3.3', '3.300');
  device.supply.frontPanel.set(1, { volts: 4.5, on: true });
  await expect(channel.voltage).toHaveValue('4.500');
  await expect(channel.root).toContainText(/at the instrument \d/);
  await expect(channel.root).toContainText(/was 3\.300\s*V/u);
  await channel.expectOutput('on');
  const history = await work.history();
  await expect(history.row(/Changed at the instrument/i).first()).toBeVisible();
});

test('R-28: a released instrument is unknown and not driven, until it is taken back', async ({
  work,
  page,
  device,
}) => {
  await work.connect(device.address, 'Supply B');
  const channel = work.channel(1);
  await channel.set('voltage', '3.3', '3.300');
  const panel = work.panel('Supply B');
  await panel.getByRole('button', { name: 'Release to front panel' }).click();
  await expect(panel).toContainText('driven at its front panel');
  await channel.expectOutput('unknown');
  device.supply.frontPanel.set(1, { volts: 4.5 });
  await page.keyboard.press('F8');
  await panel.getByRole('button', { name: 'Take back' }).click();
  await expect(channel.voltage).toHaveValue('4.500');
  await channel.expectOutput('off');
});
