import { connectClient, signInProgram } from './console-client.ts';
import { expect, test as base } from './fixtures.ts';
import { railItem } from './pages/rail.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { SimulatedDevice } from './simulated-device.ts';

const test = base.extend<{ device: SimulatedDevice }>({
  device: async ({ browserName: _ }, give) => {
    const device = new SimulatedDevice();
    await device.plugIn();
    await give(device);
    await device.unplug();
  },
});

test('R-3: whoever stands at the bench stops it before signing in', async ({ work, anotherPage }) => {
  await work.channel(1).holdPointer();
  await work.channel(2).holdKey();

  const passer = new SignInPage(await anotherPage());
  await passer.expectOpen();
  await expect(passer.outputs).toContainText('2 on');
  await passer.stop.press();
  await passer.stop.expectEngaged([/Off, read back/]);
  await expect(passer.outputs).toContainText('No output is on');

  // The other window is told at once.
  await work.stop.expectEngaged([/Off, read back/]);
  await expect(work.stop.report).toContainText('nobody signed in');
  await work.channel(1).expectOutput('off');
  await work.channel(2).expectOutput('off');
});

test('R-3: the stop works on the lock screen, which lists what may be live', async ({ work }) => {
  await work.channel(2).holdPointer();
  const lock = await work.lock();
  await expect(lock.outputs.getByRole('listitem')).toHaveText([/output 2.*On/]);
  await lock.stop.escEsc();
  await lock.stop.expectEngaged([/Off, read back/]);
  await expect(lock.outputs).toContainText('No output is on');
  await lock.stop.putAside();
  const bench = await lock.unlock();
  await bench.channel(2).expectOutput('off');
  await bench.stop.expectHolds();
});

test('one Esc arms for a moment and stops nothing; a held key is one press', async ({ work }) => {
  const { keyboard } = work.page;
  await work.channel(1).holdPointer();
  await expect(work.stop.button).toContainText('STOP ALL');
  await keyboard.press('Escape');
  await expect(work.stop.button).toContainText('Press Esc again');
  await expect(work.stop.button).toContainText('STOP ALL');
  // Armed no more: this one is a first press again.
  await keyboard.press('Escape');
  await expect(work.stop.button).toContainText('Press Esc again');
  await expect(work.stop.button).toContainText('STOP ALL');
  // Down again and again without an up: the keyboard repeats.
  await Promise.all([1, 2, 3, 4].map(() => keyboard.down('Escape')));
  await expect(work.stop.button).toContainText('STOP ALL');
  await keyboard.up('Escape');
  await work.stop.expectReady();
  await work.channel(1).expectOutput('on');
});

test('R-4: while it holds, no window and no program turns an output on', async ({
  work,
  bench,
  console,
  device,
}) => {
  await work.connect(device.address, 'Supply B');
  await work.channel(1).expectLive();
  await work.stop.press();
  await work.stop.expectEngaged([/Supply B.*Off, read back/]);
  await work.stop.putAside();
  await expect(work.channel(1).output).toHaveAccessibleName(/Reset the emergency stop first/);

  const { client, close } = await connectClient(await console.anotherAddress());
  const id = await signInProgram(client, bench.recoveryCodes[0]!, 'Supply B');
  const latched = { code: 'SAFETY_LATCHED' };
  await expect(client.instruments.output({ id, channel: 1, on: true })).rejects.toMatchObject(latched);
  await expect(client.instruments.send({ id, text: 'OUTP1 ON', confirm: true })).rejects.toMatchObject(
    latched,
  );
  close();
  expect(device.isOn(1)).toBe(false);
  const history = await work.history();
  await expect(history.row(/OUTP1 ON.*Refused, not sent/)).toBeVisible();
});

test('R-5: over the envelope nothing is sent, and the words say why', async ({
  work,
  bench,
  console,
  device,
}) => {
  await work.connect(device.address, 'Supply B');
  const channel = work.channel(1);
  await channel.set('voltage', '5', '5.000');
  await work.setEnvelope({ name: 'PMIC eval, rev C', volts: '5.5' });
  await expect(work.envelope).toContainText('PMIC eval, rev C');

  await channel.type('voltage', '6');
  await expect(channel.root).toContainText('Over 5.50 V, the envelope. Not sent.');
  await channel.voltage.press('Escape');
  await expect(channel.voltage).toHaveValue('5.000');

  // The field is a courtesy: a program has none, and is held to the same.
  const { client, close } = await connectClient(await console.anotherAddress());
  const id = await signInProgram(client, bench.recoveryCodes[0]!, 'Supply B');
  const over = { id, channel: 1, point: 'voltage', value: 6 } as const;
  await expect(client.instruments.set(over)).rejects.toMatchObject({
    code: 'SAFETY_ENVELOPE',
    message: expect.stringContaining('was not sent. PMIC eval, rev C allows 5.5'),
  });
  for (const text of ['VOLT 6', 'VOLT 5.4;:VOLT 6', 'VOLT MAX', 'APPL CH1,6,1', '*RST;:VOLT 6e0', '*RCL 1'])
    await expect(client.instruments.send({ id, text, confirm: false }), text).rejects.toMatchObject({
      code: expect.stringMatching(/^SAFETY_/),
    });
  close();
  expect(device.supply.channels[0]!.source.volts).toBe(5);
  await expect(channel.voltage).toHaveValue('5.000');

  // An output that stands outside a new one is switched off at once.
  await channel.holdPointer();
  expect(device.isOn(1)).toBe(true);
  await work.setEnvelope({ name: 'Logic board', volts: '3.6' });
  await channel.expectOutput('off');
  expect(device.isOn(1)).toBe(false);
});

test('R-7: an instrument that goes away is unknown, and comes back by itself', async ({
  page,
  work,
  device,
}) => {
  await work.connect(device.address, 'Supply B');
  const channel = work.channel(1);
  await channel.set('current', '1', '1.000');
  await channel.set('voltage', '4.2', '4.200');
  await channel.holdPointer();
  await channel.expectReading('V', 4.2, 0.01);

  await device.unplug();
  const gone = work.panel('Supply B');
  await expect(gone).toContainText('Treat its outputs as live');
  await expect(gone).toContainText('Outputs 1 and 2 unknown');
  await expect(gone).toContainText('unknown');
  await expect(gone).not.toContainText(/4\.\d+/);
  await expect(railItem(page, 'Supply B')).toContainText(/unknown/i);
  await expect(work.status).toContainText('2 unknown');

  await device.plugIn();
  await channel.expectLive();
  // It was without power: what it holds now is what it says now.
  await channel.expectOutput('off');
  await expect(channel.voltage).toHaveValue('0.000');
});

test('R-2: an instrument that does not answer the stop is told as unknown, first of all', async ({
  work,
  device,
}) => {
  await work.connect(device.address, 'Supply B');
  const channel = work.channel(1);
  await channel.set('voltage', '2', '2.000');
  await channel.holdPointer();
  device.supply.faults.silent = true;
  await work.stop.press();
  await expect(work.stop.report).toContainText('Supply B may still be live.');
  await expect(work.stop.report.getByRole('row', { name: /Supply B.*Unknown/ })).toBeVisible();
  // The other one was off long before.
  await expect(work.stop.report.getByRole('row', { name: /Off, read back/ }).first()).toBeVisible();
  // The bytes were on the wire all the same.
  expect(device.isOn(1)).toBe(false);
  // Pressed again once it answers, it is known to be off.
  device.supply.faults.silent = false;
  await work.stop.report.getByRole('button', { name: 'Send off again' }).click();
  await work.stop.expectEngaged([/Supply B.*Off, read back/]);
});
