import { expect, test } from './fixtures.ts';
import { BenchPage } from './pages/bench.page.ts';
import { ChannelPanel } from './pages/channel.page.ts';
import { LayoutsPage } from './pages/layouts.page.ts';
import { LockPage } from './pages/lock.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';

const [supply, load, meter, generator, scope] = [
  'Simulated supply',
  'Simulated load',
  'Simulated meter',
  'Simulated generator',
  'Simulated scope',
] as const;
const trend = `[Trend of ${supply}]`;

test('a second window shares the login: locked, signed out and stopped with the first', async ({
  work,
  page,
  bench,
  defects,
}, info) => {
  const layouts = new LayoutsPage(page);
  await work.channel(1).expectLive();
  await layouts.make('Left');
  await layouts.make('Right');
  await layouts.item('Left').click();
  await layouts.expectShown('Left');
  const opening = page.context().waitForEvent('page');
  await layouts.root.getByRole('button', { name: 'Open in a second window' }).click();
  const other = await opening;
  await defects.watch(other);
  const [second, there] = [await BenchPage.open(other), new LayoutsPage(other)];
  await there.expectShown('Left');
  const [here, remote] = [
    new ChannelPanel(page, 1, layouts.panel(supply)),
    new ChannelPanel(other, 1, there.panel(supply)),
  ];
  await remote.expectLive();
  expect(new URL(other.url()).hash).toBe('#/bench');
  await expect(other).toHaveTitle('Left - LabLink Console');
  // Each goes its own way.
  await there.item('Right').click();
  await there.expectShown('Right');
  await expect(other).toHaveTitle('Right - LabLink Console');
  await layouts.expectShown('Left');
  await there.tab(load).focus();
  await other.keyboard.press('Delete');
  await there.save('Right').click();
  await layouts.item('Right').click();
  await layouts.expectDrawn(`[${supply}]`, `[${meter}] ${generator} ${scope}`, trend);
  await other.screenshot({ path: info.outputPath('second.png') });

  // The keys of the frame and the stop are in both.
  await other.keyboard.press('F4');
  await expect(other.getByRole('grid', { name: /^History/ })).toBeVisible();
  await other.keyboard.press('F1');
  await remote.set('voltage', '3.3', '3.300');
  await remote.holdPointer();
  await here.expectOutput('on');
  await second.stop.escEsc();
  await second.stop.expectEngaged([/Off, read back/]);
  await here.expectOutput('off');
  await work.stop.putAside();
  await work.stop.expectHolds();
  await second.stop.putAside();
  await second.stop.reset();
  await work.stop.expectReady();

  await work.lock();
  const locked = await LockPage.open(other, second);
  await expect(other.getByRole('tab')).toHaveCount(0);
  await locked.unlock();
  await layouts.expectDrawn(`[${supply}]`, `[${meter}] ${generator} ${scope}`, trend);
  await second.signOut();
  await new SignInPage(page).expectOpen();
  await new SignInPage(other).expectOpen();
  // Who signs in at one of them is signed in at both.
  await new SignInPage(other).signIn(await bench.authenticator.nextCode());
  await expect(work.rail).toBeVisible();
  // Loaded again, it still sits there.
  await other.reload();
  await there.expectShown('Right');
  await other.close();
  await here.expectLive();
});
