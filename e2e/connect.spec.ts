import { expectAccessible } from './accessible.ts';
import { type SimulatedSupply, startSimulatedSupply } from '#main/simulator/supply.ts';
import { openHislip } from '#main/simulator/wires/hislip-server.ts';
import { openPrologix } from '#main/simulator/wires/prologix.ts';
import { openVxi11 } from '#main/simulator/wires/vxi11.ts';
import type { Wire } from '#main/simulator/wires/wire.ts';
import { expect, test as base } from './fixtures.ts';
import { ConnectPage } from './pages/connect.page.ts';
import { TerminalPage } from './pages/terminal.page.ts';

/** A supply that is cabled up in every way that needs no port of this PC. */
interface Cabled {
  readonly supply: SimulatedSupply;
  readonly urls: { readonly vxi11: string; readonly hislip: string; readonly gpib: string };
}

const test = base.extend<{ cabled: Cabled; dialog: ConnectPage }>({
  cabled: async ({ browserName: _ }, give) => {
    const wires: Wire[] = [await openVxi11({ portmap: false }), await openHislip(), await openPrologix()];
    const supply = await startSimulatedSupply({ serial: 'SIM0003', wires });
    const [vxi11 = '', hislip = '', gpib = ''] = supply.wires.map(({ url }) => url);
    await give({ supply, urls: { vxi11, hislip, gpib } });
    for (const wire of wires) await wire.close();
    await supply.close();
  },
  dialog: async ({ work, page }, give) => {
    await work.openConnect();
    await give(new ConnectPage(page));
  },
});

const portOf = (url: string): string => /:(\d+)\//.exec(url)?.[1] ?? '';

test('an instrument on HiSLIP is driven, cleared, polled and given back to its keys', async ({
  work,
  dialog,
  cabled,
  page,
}) => {
  await dialog.protocol('HiSLIP');
  await dialog.field('Host name or IP address').fill('127.0.0.1');
  await dialog.field('Port').fill(portOf(cabled.urls.hislip));
  await expect(dialog.address).toHaveText(
    `${cabled.urls.hislip}TCPIP::127.0.0.1::hislip0,${portOf(cabled.urls.hislip)}::INSTR`,
  );
  await dialog.finish('Supply H');
  const one = work.channel(1);
  await one.expectLive();
  await one.set('voltage', '3.3', '3.300');
  await one.holdPointer();
  await one.expectReading('V', 3.3, 0.01);
  expect(cabled.supply.channels[0]?.source.on).toBe(true);

  const terminal = await TerminalPage.open(page);
  await terminal.talkTo('Supply H');
  await terminal.bus('Serial poll');
  await expect(terminal.entry('Serial poll')).toContainText(/\b\d+/);
  await terminal.bus('Device clear');
  await expect(terminal.entry('Device clear')).not.toContainText('sent');
  await terminal.ask('SOUR1:VOLT?', '3.300');
  await terminal.bus('Go to local');
  await expect(terminal.entry('Go to local')).not.toContainText('no way');
  // A trigger is of unknown effect: nobody set an envelope, so it is confirmed first.
  await terminal.bus('Trigger');
  await expect(terminal.entry('Trigger')).toContainText('Not sent');
  await page.getByRole('button', { name: /anyway$/ }).click();
  await expect(terminal.entry('Confirmed')).toContainText('Trigger');
  const history = await terminal.history();
  await expect(history.row(/<SDC>/).first()).toBeVisible();
});

test('VXI-11 and a GPIB adapter are reached by address and by number', async ({
  work,
  page,
  dialog,
  cabled,
}) => {
  await dialog.way('Address');
  await dialog.field('Address').fill(cabled.urls.vxi11);
  await dialog.finish('Supply V');
  await work.channel(1).expectLive();
  await work.channel(1).set('voltage', '1.8', '1.800');
  // The same instrument by another way is the same instrument.
  await work.openConnect();
  await dialog.way('GPIB');
  await dialog.field('Host of the adapter').fill(`127.0.0.1:${portOf(cabled.urls.gpib)}`);
  await dialog.field('GPIB number').fill('1');
  await expect(dialog.address).toHaveText(cabled.urls.gpib);
  await dialog.connect.click();
  await expect(dialog.root).toContainText('is on the desk already, as Supply V');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Remove Supply V…' }).click();
  await page.getByRole('button', { name: 'Remove Supply V', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Remove Supply V…' })).toBeHidden();
  await work.openConnect();
  await dialog.way('GPIB');
  await dialog.field('Host of the adapter').fill(`127.0.0.1:${portOf(cabled.urls.gpib)}`);
  await dialog.field('GPIB number').fill('1');
  await dialog.finish('Supply G');
  await work.channel(1).expectLive();
  await work.channel(1).set('voltage', '2.5', '2.500');
});

test('a session is recorded and connected to again, without the instrument', async ({
  work,
  page,
  cabled,
}) => {
  await work.connect(cabled.supply.address, 'Supply R');
  await work.channel(1).expectLive();
  const terminal = await TerminalPage.open(page);
  await terminal.talkTo('Supply R');
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByText(/^Recording \d+ s$/)).toBeVisible();
  await terminal.ask('SYST:VERS?', '1999.0');
  await page.getByRole('button', { name: /^Stop the recording / }).click();
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeVisible();
  await cabled.supply.close();

  await page.keyboard.press('F1');
  await work.openConnect();
  const dialog = new ConnectPage(page);
  await dialog.way('Recording');
  await dialog.pick(/^Supply R/).click();
  await expect(dialog.address).toHaveText(/^replay:\/\/[\d-]+-supply-r$/);
  await expectAccessible(page, 'a recording is picked');
  // Enter on what is picked connects, as the key on the button says.
  await dialog.field('Name on this bench').fill('Replayed');
  await dialog.pick(/^Supply R/).press('Enter');
  await expect(dialog.root).toBeHidden();
  await work.channel(1).expectLive();
  const again = await TerminalPage.open(page);
  await again.talkTo('Replayed');
  await again.ask('SYST:VERS?', '1999.0');
  await again.type('CURR:PROT?');
  await expect(again.entry('CURR:PROT?')).toContainText('has no answer to');
  await again.type('SOUR1:VOLT 9');
  await expect(again.entry('SOUR1:VOLT 9')).toContainText('Nothing was changed.');
  // Nobody takes it for the instrument.
  await expect(page.getByRole('button', { name: /Replayed.* · recording/ })).toBeVisible();
});

test('with the keyboard alone: what is typed becomes an address, and what is wrong with it is said', async ({
  dialog,
  page,
  cabled,
}) => {
  const { keyboard } = page;
  await expect(dialog.field('Host name or IP address')).toBeFocused();
  await keyboard.type('bad host');
  await expect(dialog.address).toContainText('it has a character that no address has');
  await expect(dialog.connect).toBeDisabled();
  await keyboard.press('Control+a');
  // A whole address that is pasted is what it is.
  await keyboard.type(`TCPIP::127.0.0.1::${cabled.supply.port}::SOCKET`);
  await expect(dialog.address).toContainText(cabled.supply.address);
  await keyboard.press('Enter');
  await expect(dialog.root).toBeHidden();
});
