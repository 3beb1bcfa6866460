import { AxeBuilder } from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { tester } from './console-client.ts';
import { expect, test as base } from './fixtures.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { TerminalPage } from './pages/terminal.page.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** A supply whose wire the test sees, connected as `Supply B`. */
const test = base.extend<{ device: SimulatedDevice; supply: TerminalPage }>({
  device: async ({ browserName: _ }, give) => {
    const device = new SimulatedDevice();
    await device.plugIn();
    await give(device);
    await device.unplug();
  },
  supply: async ({ work, device, page }, give) => {
    await work.connect(device.address, 'Supply B');
    await work.channel(1).expectLive();
    const terminal = await TerminalPage.open(page);
    await terminal.talkTo('Supply B');
    await give(terminal);
  },
});

async function expectAccessible(page: Page, screen: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }));
  expect.soft(found, screen).toEqual([]);
}

test('a query, completed with the keyboard alone, is in the history with its operator', async ({
  supply,
  page,
}) => {
  const { keyboard } = page;
  await supply.input.focus();
  await keyboard.type('meas2:vo');
  await expect(supply.suggestions.getByRole('option')).toHaveText([/^meas2:volt\?/]);
  await keyboard.press('Tab');
  await expect(supply.input).toHaveValue('meas2:volt?');
  await expect(supply.suggestions).toBeHidden();
  await expect(supply.input).toHaveAccessibleDescription(/Asks.*MEASure\{ch\}/);
  await keyboard.press('Enter');
  await expect(supply.entry('meas2:volt?')).toContainText(/0\.\d+.*ms|ms.*0\.\d+/);

  // Behind a semicolon it goes on in the branch; the arrows choose, Enter takes and does not send.
  await keyboard.type('SOUR1:VOLT 2;CU');
  await expect(supply.suggestions).toBeVisible();
  await keyboard.press('ArrowDown');
  await expect(supply.suggestions.getByRole('option', { selected: true })).toHaveText(/^CURR/);
  await keyboard.press('Enter');
  await expect(supply.input).toHaveValue('SOUR1:VOLT 2;CURR ');
  await keyboard.type('0.5');
  await keyboard.press('Enter');
  await supply.ask('SOUR1:VOLT?;CURR?', '2.000;0.500');

  // What was sent before, by its beginning; and back to what was typed.
  await keyboard.type('SOUR');
  await keyboard.press('ArrowUp');
  await expect(supply.input).toHaveValue('SOUR1:VOLT?;CURR?');
  await keyboard.press('ArrowUp');
  await expect(supply.input).toHaveValue('SOUR1:VOLT 2;CURR 0.5');
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await expect(supply.input).toHaveValue('SOUR');

  const history = await supply.history();
  const row = history.row(new RegExp(`Supply B.*${tester.name}.*person.*SOUR1:VOLT 2;CURR 0.5`));
  await expect(row.first()).toBeVisible();
  // The transcript is still there after another screen.
  await keyboard.press('F3');
  await expect(supply.entry('SOUR1:VOLT 2;CURR 0.5')).toBeVisible();
});

test('the first Esc closes the list, keeps what is typed and stops nothing; the second stops', async ({
  supply,
  page,
}) => {
  await supply.input.focus();
  await page.keyboard.press('Control+Space');
  await expect(supply.suggestions.getByRole('option', { name: /^\*IDN\?/ })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(supply.suggestions).toBeHidden();
  await expect(supply.input).toBeFocused();
  // Armed no more.
  await expect(supply.stop.button).toContainText('STOP ALL');
  await supply.stop.expectReady();
  await page.keyboard.type('VO');
  await expect(supply.suggestions).toBeVisible();
  await supply.stop.escEsc();
  await supply.stop.expectEngaged([/Supply B.*Off, read back/]);
  await expect(supply.input).toHaveValue('VO');
});

test('several lines: one after another, stopped at the first fault, the rest given back', async ({
  supply,
  page,
  device,
}) => {
  await supply.typeLines(['*CLS', 'SOUR1:VOLT 1.5', 'FOO:BAR 3', 'SOUR2:VOLT 4', 'SOUR1:VOLT?']);
  await expect(supply.input).toHaveAccessibleDescription(/Effect unknown.*in line 3/);
  await expect(supply.send).toHaveText(/Send 5 lines/);
  await page.keyboard.press('Enter');
  // The supply has no envelope, and what this does is not known.
  await expect(supply.entry('FOO:BAR 3')).toContainText('was not sent');
  // One field became the other; whoever types goes on typing.
  await expect(supply.input).toBeFocused();
  await expect(supply.entry('FOO:BAR 3')).toContainText('line 3 of 5');
  await expect(supply.entry('The 2 lines behind it')).toContainText('Not sent');
  expect(device.supply.channels[0]!.source.volts).toBe(1.5);
  expect(device.supply.channels[1]!.source.volts).toBe(0);

  await page.getByRole('button', { name: 'Put them into the input' }).click();
  await expect(supply.input).toHaveValue('SOUR2:VOLT 4\nSOUR1:VOLT?');
  await page.keyboard.press('Enter');
  await expect(supply.entry('SOUR1:VOLT?')).toContainText('1.500');
  expect(device.supply.channels[1]!.source.volts).toBe(4);

  // All of it as a transcript, and pasted: only what was sent comes back.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy all as a transcript' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain('> SOUR1:VOLT?\n< 1.500');
  expect(text).toContain('# not sent: SOUR2:VOLT 4');
  await supply.input.focus();
  await page.keyboard.press('Control+V');
  await expect(supply.input).toHaveValue('*CLS\nSOUR1:VOLT 1.5\nSOUR2:VOLT 4\nSOUR1:VOLT?');
});

test('R-5, R-6: over an envelope it is refused; an unknown effect is confirmed in its place', async ({
  work,
  supply,
  page,
  device,
}) => {
  await page.keyboard.press('F1');
  await work.setEnvelope({ name: 'PMIC eval, rev C', volts: '5.5' });
  await page.keyboard.press('F3');
  await expect(page.getByText('Guarded: PMIC eval, rev C')).toBeVisible();

  await supply.type('SOUR1:VOLT 6');
  await expect(supply.entry('SOUR1:VOLT 6')).toContainText('Not sent');
  await expect(supply.entry('SOUR1:VOLT 6')).toContainText('PMIC eval, rev C allows 5.50 V');
  await expect(page.getByRole('button', { name: /anyway$/ })).toHaveCount(0);

  await supply.ask('SOUR1:VOLT 5', /ms/);
  await supply.input.pressSequentially('*RST');
  await expect(supply.input).toHaveAccessibleDescription(/PMIC eval, rev C is guarded.*until you confirm it/);
  await supply.input.press('Enter');
  await expect(supply.entry('*RST')).toContainText('Not sent');
  expect(device.supply.channels[0]!.source.volts).toBe(5);
  await expectAccessible(page, 'offer to confirm');
  await page.getByRole('button', { name: 'Send *RST anyway' }).click();
  await expect(supply.entry('Confirmed')).toContainText('*RST');
  await expect.poll(() => device.supply.channels[0]!.source.volts).toBe(0);
  await expect(page.getByRole('button', { name: /anyway$/ })).toHaveCount(0);

  const history = await supply.history();
  await expect(history.row(/SOUR1:VOLT 6.*Refused, not sent/).first()).toBeVisible();
  await expect(history.row(new RegExp(`${tester.name}.*\\*RST.*OK`)).first()).toBeVisible();
});

test('R-4: while the stop is set nothing goes out that may switch an output on; queries do', async ({
  supply,
  device,
}) => {
  await supply.stop.press();
  await supply.stop.expectEngaged([/Supply B.*Off, read back/]);
  await supply.stop.putAside();
  await supply.type('OUTP1 ON');
  await expect(supply.entry('OUTP1 ON')).toContainText('The emergency stop is set');
  await supply.type('FOO');
  await expect(supply.entry('FOO')).toContainText('Not sent');
  await supply.ask('OUTP1?', '0');
  expect(device.isOn(1)).toBe(false);
  // Had it been sent, the instrument would have an error to tell.
  await supply.ask('SYST:ERR?', 'No error');
});

test('a silent instrument: elapsed time, Cancel, deadline; unplugged: nothing can be sent', async ({
  supply,
  page,
  device,
}) => {
  await page.getByRole('radio', { name: '30 s' }).click();
  device.supply.faults.silent = true;
  await supply.type('SOUR1:VOLT?');
  await expect(page.getByText(/^Waiting \d\.\d s, at most 30 s$/)).toBeVisible();
  await expect(supply.entry('SOUR1:VOLT?')).toContainText(/under way/i);
  await supply.cancel.click();
  await expect(supply.entry('SOUR1:VOLT?')).toContainText(/cancelled/i);
  await expect(supply.send).toBeVisible();

  await device.unplug();
  await expect(page.getByRole('button', { name: 'Retry now' })).toBeVisible();
  await supply.input.fill('SOUR1:VOLT?');
  await expect(supply.send).toBeDisabled();
  await supply.input.press('Enter');
  await expect(supply.input).toHaveValue('SOUR1:VOLT?');
  await expectAccessible(page, 'unreachable');

  await device.plugIn();
  await expect(supply.send).toBeEnabled();
  await supply.input.press('Enter');
  await expect(supply.entry('SOUR1:VOLT?')).toContainText('0.000');
});

test('released: nothing is sent until it is taken back', async ({ supply, work, page }) => {
  await page.keyboard.press('F1');
  await work
    .panel('Supply B')
    .getByRole('button', { name: /^Release/ })
    .click();
  await page.keyboard.press('F3');
  await expect(page.getByText('Supply B is given back to its front panel')).toBeVisible();
  await supply.input.fill('*IDN?');
  await expect(supply.send).toBeDisabled();
  await page.getByRole('button', { name: 'Take Supply B back' }).click();
  await expect(supply.send).toBeEnabled();
  await supply.input.press('Enter');
  await expect(supply.entry('*IDN?')).toContainText('LabLink,SIM-PS2');
});

test('replies as what they are: blocks in hex, a list of numbers, the picture of a screen saved whole', async ({
  work,
  page,
}) => {
  await expect(work.rail).toBeVisible();
  const scope = await TerminalPage.open(page);
  await scope.talkTo('Simulated scope');
  await scope.type('WAV:FORM BYTE;POIN 100;DATA?');
  await expect(scope.entry('DATA?')).toContainText(/Block, 100 bytes/);
  await scope.type('WAV:FORM ASC;DATA?');
  await expect(scope.entry('ASC;DATA?')).toContainText(/100 numbers/);
  await scope.ask('SYST:ERR?', 'No error');

  await scope.type('DISP:DATA?');
  const picture = scope.entry('DISP:DATA?').getByRole('img');
  await expect(picture).toHaveAccessibleName(/^Picture from the instrument, \d+ by \d+ pixels$/);
  // It grew after it came into sight, and is still followed.
  await expect(scope.entry('DISP:DATA?').getByText(/^\d+ × \d+ pixels$/)).toBeInViewport();
  await expect(page.getByRole('button', { name: 'To the newest' })).toBeHidden();
  const download = page.waitForEvent('download');
  await scope.entry('DISP:DATA?').getByRole('button', { name: /^Save/ }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toMatch(/^Simulated-scope-DISP-DATA-\d{8}-\d{6}\.png$/);
  const bytes = await readFile(await saved.path());
  expect([...bytes.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  const said = /picture, ([\d\u2009]+) bytes/.exec(await scope.entry('DISP:DATA?').innerText())?.[1];
  expect(bytes.length).toBe(Number(said?.replaceAll('\u2009', '')));
});

test('the newest is in sight, unless one has scrolled up', async ({ supply, page }) => {
  await supply.typeLines(Array.from({ length: 16 }, () => '*IDN?'));
  await page.keyboard.press('Enter');
  const newest = page.getByRole('button', { name: 'To the newest' });
  await expect(supply.entry('line 16 of 16')).toBeInViewport();
  await expect(newest).toBeHidden();
  // What stands below grows: the newest stays in sight.
  await supply.typeLines(['SOUR1:VOLT?', 'SOUR1:CURR?', 'OUTP1?', 'OUTP2?']);
  await expect(supply.entry('line 16 of 16')).toBeInViewport();
  await page.keyboard.press('PageUp');
  await expect(newest).toBeVisible();
  await expect(supply.entries.filter({ hasText: 'line 16 of 16' })).not.toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(supply.send).toHaveText('SendEnter');
  await expect(supply.entries.filter({ hasText: 'OUTP2?' })).not.toBeInViewport();
  await newest.click();
  await expect(supply.entry('OUTP2?')).toBeInViewport();
  await expect(newest).toBeHidden();
});

test('without an instrument the screen says the first step', async ({ page, console, prepare }) => {
  const bench = await prepare({ simulated: false });
  await page.goto(await console.anotherAddress());
  const work = await new SignInPage(page).signIn(bench.authenticator.freshCode());
  await page.keyboard.press('F3');
  await expect(page.getByRole('heading', { name: 'No instrument to talk to yet' })).toBeVisible();
  await expectAccessible(page, 'no instrument');
  await page.getByRole('main').getByRole('link', { name: 'to the bench (F1)' }).click();
  await work.addSimulatedBench();
});

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test('WCAG 2.2 AA, also at 1280 by 720', async ({ supply, page }) => {
      await expectAccessible(page, 'nothing sent yet');
      await supply.ask('*IDN?', 'LabLink');
      await supply.type('VOLT 99');
      await expect(supply.entry('VOLT 99')).toContainText('Not sent');
      await page.setViewportSize({ width: 1280, height: 720 });
      await supply.input.pressSequentially('SOUR1:V');
      await expect(supply.suggestions).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await expectAccessible(page, 'completion');
      await page.keyboard.press('Escape');
      await supply.typeLines(['*CLS', 'FOO']);
      await expectAccessible(page, 'several lines');
    });
  });
