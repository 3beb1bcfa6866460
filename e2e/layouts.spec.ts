import { startSimulatedSupply } from '#main/simulator/supply.ts';
import { accessibleInBoth, expectAccessible } from './accessible.ts';
import { connectClient, tester } from './console-client.ts';
import { expect, test } from './fixtures.ts';
import { ChannelPanel } from './pages/channel.page.ts';
import { LayoutsPage } from './pages/layouts.page.ts';
import { railItem } from './pages/rail.ts';
import { SignInPage } from './pages/sign-in.page.ts';

const [supply, load, meter, generator, scope] = [
  'Simulated supply',
  'Simulated load',
  'Simulated meter',
  'Simulated generator',
  'Simulated scope',
] as const;
const others = `[${load}] ${meter} ${generator} ${scope}`;
const trend = `[Trend of ${supply}]`;
/** What a new layout begins with. */
const begun = [`[${supply}]`, others, trend];

test('a layout of one’s own is split by keys, kept by its name, and there after signing out and in again', async ({
  work,
  page,
  bench,
}, info) => {
  const layouts = new LayoutsPage(page);
  await work.channel(1).expectLive();
  await layouts.expectShown('Focus');
  await layouts.make('Burn-in');
  await layouts.expectDrawn(...begun);
  // What it begins with works as it does in Focus.
  const one = new ChannelPanel(page, 1, layouts.panel(supply));
  await one.expectLive();
  await one.set('voltage', '3.3', '3.300');

  await layouts.tab(load).focus();
  await page.keyboard.press('ArrowRight');
  await expect(layouts.tab(meter)).toBeFocused();
  await expect(layouts.panel(meter)).toBeVisible();
  await expect(layouts.panel(load)).toHaveCount(0);
  await page.keyboard.press('Alt+Shift+ArrowDown');
  const split = [`[${supply}]`, `${load} [${generator}] ${scope}`, `[${meter}]`, trend];
  await layouts.expectDrawn(...split);
  // Whoever moved it goes on in it.
  await expect(layouts.panel(meter).locator('[data-panel]')).toBeFocused();
  await page.keyboard.press('F8');
  await expect(layouts.panel(`Trend of ${supply}`).locator('[data-panel]')).toBeFocused();
  await page.keyboard.press('F8');
  await expect(layouts.panel(supply).locator('[data-panel]')).toBeFocused();
  await expect(layouts.item('Burn-in')).toContainText('changed');
  await layouts.save('Burn-in').click();
  await expect(layouts.item('Burn-in')).not.toContainText('changed');
  await page.screenshot({ path: info.outputPath('split.png') });
  await accessibleInBoth(page, 'a free layout', 'whole');
  await page.setViewportSize({ width: 1280, height: 720 });
  await expectAccessible(page, 'a free layout, 1280 by 720');
  await page.screenshot({ path: info.outputPath('split-720.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: info.outputPath('split-720-dark.png') });
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.keyboard.press('Alt+1');
  await layouts.expectShown('Focus');
  await expect(layouts.tabs).toHaveCount(0);
  await work.signOut();
  await new SignInPage(page).signIn(await bench.authenticator.nextCode());
  await layouts.item('Burn-in').click();
  await layouts.expectDrawn(...split);
  // Loaded again, the window shows what it showed.
  await page.reload();
  await layouts.expectDrawn(...split);
  await layouts.expectShown('Burn-in');
});

test('panels are moved, sized and closed by keys, and what was not saved is taken back', async ({
  work,
  page,
}) => {
  const layouts = new LayoutsPage(page);
  await work.channel(1).expectLive();
  await layouts.make('Sweep');
  await layouts.panel(load).locator('[data-panel]').focus();
  await page.keyboard.press('Alt+PageDown');
  await layouts.expectDrawn(`[${supply}]`, `${load} [${meter}] ${generator} ${scope}`, trend);
  await page.keyboard.press('Alt+Shift+ArrowUp');
  await layouts.expectDrawn(`[${supply}]`, `[${meter}]`, `${load} [${generator}] ${scope}`, trend);
  // Alone in its group, it goes to the tabs beside it.
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await layouts.expectDrawn(`${supply} [${meter}]`, `${load} [${generator}] ${scope}`, trend);
  const width = async (): Promise<number> => (await layouts.panel(meter).boundingBox())?.width ?? 0;
  const wide = await width();
  await page.keyboard.press('Alt+Minus');
  await expect.poll(width).toBeLessThan(wide);
  await page.keyboard.press('Alt+Equal');
  await expect.poll(width).toBe(wide);
  const border = layouts.borders.and(page.locator('[aria-orientation="vertical"]'));
  await border.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(wide);
  await page.keyboard.press('Home');
  await expect.poll(width).toBeLessThan(wide / 2);

  await layouts.panel(meter).locator('[data-panel]').focus();
  await page.keyboard.press('Alt+KeyW');
  await layouts.expectDrawn(`[${supply}]`, `${load} [${generator}] ${scope}`, trend);
  await expect(layouts.panel(supply).locator('[data-panel]')).toBeFocused();
  await layouts.tab(generator).focus();
  await page.keyboard.press('Delete');
  await layouts.expectDrawn(`[${supply}]`, `${load} [${scope}]`, trend);
  // By name, from the line that finds everything.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('panel split below');
  await page.keyboard.press('Enter');
  await layouts.expectDrawn(`[${supply}]`, `[${load}]`, `[${scope}]`, trend);
  // What is chosen in the rail comes, beside the others of its kind or else beside instruments.
  await railItem(page, meter).click();
  await layouts.expectDrawn(`[${supply}]`, `[${load}]`, `${scope} [${meter}]`, trend);
  await expect(layouts.panel(meter).locator('[data-panel]')).toBeFocused();
  await layouts.root.getByRole('button', { name: 'Sweep as it was saved' }).click();
  await layouts.expectDrawn(...begun);

  await layouts.more('Sweep', 'Rename…');
  const dialog = page.getByRole('dialog', { name: 'Rename Sweep' });
  await dialog.getByLabel('Name of the layout').fill('Sweeps');
  await dialog.getByRole('button', { name: /^Rename/ }).click();
  await layouts.expectShown('Sweeps');
  await layouts.more('Sweeps', 'Delete…');
  await accessibleInBoth(page, 'deleting a layout', 'whole');
  await page.getByRole('button', { name: 'Delete Sweeps' }).click();
  await layouts.expectShown('Focus');
  await expect(layouts.item('Sweeps')).toHaveCount(0);
});

test('panels are dragged by their tabs and from the rail, borders by the pointer; a draft that was typed comes along', async ({
  work,
  page,
}, info) => {
  const layouts = new LayoutsPage(page);
  await work.channel(1).expectLive();
  await layouts.make('Drag');
  const typed = layouts
    .panel(supply)
    .getByRole('region', { name: /^Channel 1/ })
    .getByLabel('Set V');
  await typed.fill('1.25');
  await layouts.drag(layouts.tab(supply), layouts.panel(load), { x: 0.5, y: 0.95 });
  await layouts.expectDrawn(others, `[${supply}]`, trend);
  await expect(typed).toHaveValue('1.25');
  // Among the tabs of a group, before the one that it was let go on.
  await layouts.drag(layouts.tab(scope), layouts.tab(load), { x: 0.2, y: 0.5 });
  await layouts.expectDrawn(`[${scope}] ${load} ${meter} ${generator}`, `[${supply}]`, trend);
  await layouts.tab(meter).focus();
  await layouts.tab(meter).click();
  await page.keyboard.press('Delete');
  await layouts.expectDrawn(`${scope} ${load} [${generator}]`, `[${supply}]`, trend);
  await layouts.drag(railItem(page, meter), layouts.panel(`Trend of ${supply}`), { x: 0.05, y: 0.5 });
  await layouts.expectDrawn(`${scope} ${load} [${generator}]`, `[${supply}]`, `[${meter}]`, trend);
  // Let go with Esc, it stays where it was; one Esc stops nothing.
  await layouts.tab(meter).hover();
  await page.mouse.down();
  await page.mouse.move(900, 500, { steps: 4 });
  await page.screenshot({ path: info.outputPath('drag.png') });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(layouts.panel(meter)).toBeVisible();
  await expect(page.locator('.dock-drop')).toHaveCount(0);
  await layouts.expectDrawn(`${scope} ${load} [${generator}]`, `[${supply}]`, `[${meter}]`, trend);
  const plot = layouts.panel(`Trend of ${supply}`);
  const wide = (await plot.boundingBox())?.width ?? 0;
  const border = layouts.borders.and(page.locator('[aria-orientation="vertical"]'));
  await layouts.drag(border, plot, { x: 0.7, y: 0.5 });
  await expect.poll(async () => (await plot.boundingBox())?.width).toBeLessThan(wide * 0.75);
  await work.stop.expectReady();
});

test('an instrument opens its panel the moment it says who it is; one that is not on the desk keeps its place', async ({
  work,
  page,
}, info) => {
  const layouts = new LayoutsPage(page);
  const first = await startSimulatedSupply({ serial: 'SIM0077' });
  try {
    await work.channel(1).expectLive();
    await layouts.make('Two supplies');
    await work.connect(first.address, 'Supply B');
    await layouts.expectDrawn(`${supply} [Supply B]`, others, trend);
    await expect(layouts.panel('Supply B').getByRole('region', { name: /^Channel 1/ })).toBeVisible();
    await layouts.save('Two supplies').click();
    await expect(layouts.item('Two supplies')).not.toContainText('changed');

    await layouts.panel('Supply B').getByRole('button', { name: 'Remove Supply B…' }).click();
    await page.getByRole('button', { name: /^Remove (Supply B|and leave it so)$/ }).click();
    await expect(layouts.panel('Supply B')).toContainText('Supply B is not connected here');
    await accessibleInBoth(page, 'a panel without its instrument', 'whole');
    await page.screenshot({ path: info.outputPath('missing.png') });
    // The same instrument at another address, under another name: its panel goes on, and no second one is opened.
    await first.close();
    const again = await startSimulatedSupply({ serial: 'SIM0077' });
    try {
      expect(again.address).not.toBe(first.address);
      await work.connect(again.address, 'Supply C');
      await layouts.expectDrawn(`${supply} [Supply C]`, others, trend);
      await expect(layouts.panel('Supply C').getByRole('region', { name: /^Channel 1/ })).toBeVisible();
    } finally {
      await again.close();
    }
  } finally {
    await first.close().catch(() => undefined);
  }
});

test('while somebody works in a group, a new panel waits behind the one in their hands', async ({
  work,
  page,
  console,
  bench,
}) => {
  const layouts = new LayoutsPage(page);
  const another = await startSimulatedSupply({ serial: 'SIM0078' });
  const { client, close } = await connectClient(await console.anotherAddress());
  try {
    await client.accounts.signInPassword(tester);
    await client.accounts.signInRecovery({ code: bench.recoveryCodes[0]! });
    await work.channel(1).expectLive();
    await layouts.make('Typing');
    const field = new ChannelPanel(page, 1, layouts.panel(supply)).voltage;
    await field.fill('1.2');
    await client.instruments.connect({ address: another.address, name: 'Supply B' });
    await layouts.expectDrawn(`[${supply}] Supply B`, others, trend);
    await expect(page.getByText('Supply B: its panel was opened.')).toHaveCount(1);
    await expect(field).toBeFocused();
    await expect(field).toHaveValue('1.2');
  } finally {
    close();
    await another.close();
  }
});

test('what is behind another tab asks for nothing and is not drawn', async ({ work, page }) => {
  const layouts = new LayoutsPage(page);
  await work.channel(1).expectLive();
  await layouts.make('Tabs');
  await layouts.panel(`Trend of ${supply}`).locator('[data-panel]').focus();
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await layouts.expectDrawn(`${supply} [Trend of ${supply}]`, others);
  await layouts.tab(supply).click();
  await layouts.save('Tabs').click();
  await expect(layouts.item('Tabs')).not.toContainText('changed');

  const asked: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      asked.push(typeof payload === 'string' ? payload : payload.toString('latin1'));
    }),
  );
  const trends = (): number => asked.filter((frame) => /instruments.*trend/.test(frame)).length;
  const live = (): number => asked.filter((frame) => /instruments.*live/.test(frame)).length;
  await page.reload();
  await layouts.expectDrawn(`[${supply}] Trend of ${supply}`, others);
  await new ChannelPanel(page, 1, layouts.panel(supply)).expectLive();
  await expect(layouts.panel(load).getByText('Live', { exact: true }).first()).toBeVisible();
  await expect(page.locator('canvas')).toHaveCount(0);
  expect(trends()).toBe(0);
  // Of the five instruments, the two that are seen are followed.
  expect(live()).toBe(2);
  await layouts.tab(`Trend of ${supply}`).click();
  await expect(page.locator('canvas').first()).toBeVisible();
  await expect.poll(trends).toBeGreaterThan(0);
});
