import { mkdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { connectClient, firstRun, tester } from './console-client.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { BenchPage } from './pages/bench.page.ts';
import { SimulatedDevice } from './simulated-device.ts';
const out = '/tmp/look';
mkdirSync(out, { recursive: true });
const sizes = [[1440, 900], [1280, 720]] as const;
async function shoot(page: Page, name: string, both = true) {
  for (const scheme of both ? (['dark', 'light'] as const) : (['dark'] as const)) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${out}/${name}-${scheme}-${width}.png`, animations: 'disabled', caret: 'hide' });
      // what is cut or overlaps
      const cut = await page.evaluate(() => {
        const bad: string[] = [];
        for (const el of document.querySelectorAll<HTMLElement>('.ui-q, .ui-legend, .ui-state, .bench-limit-words, small, b, h1, h2, h3, button, .ui-cut')) {
          if (el.scrollWidth > el.clientWidth + 1 && getComputedStyle(el).display !== 'inline' && !el.closest('.ui-sr')) bad.push(`cut: ${el.className} ${el.textContent?.slice(0, 50)}`);
          const p = el.closest('.bench-reading');
          if (p && el.classList.contains('ui-q') && el.getBoundingClientRect().right > p.getBoundingClientRect().right + 0.5) bad.push(`reading out: ${el.textContent}`);
        }
        if (document.documentElement.scrollWidth > innerWidth) bad.push('page scrolls x');
        for (const el of document.querySelectorAll<HTMLElement>('.bench, .bench-others')) if (el.scrollHeight > el.clientHeight + 1) bad.push(`scrolls y: ${el.className} ${el.scrollHeight}/${el.clientHeight}`);
        return bad;
      });
      if (cut.length) console.log(name, scheme, width, cut.join(' | '));
    }
  }
}
test('bench', async ({ work, page }) => {
  test.setTimeout(400_000);
  const device = new SimulatedDevice(); await device.plugIn();
  const third = new SimulatedDevice(); await third.plugIn();
  const parts = (process.env['PARTS'] ?? 'bench,rest').split(',');
  const [one, two] = [work.channel(1), work.channel(2)];
  const prep = async () => {
    await one.set('voltage', '13.3', '13.300'); await one.set('current', '1', '1.000');
    await two.set('voltage', '25', '25.000'); await two.set('current', '200m', '0.200');
    await one.holdPointer(); await two.holdKey(); await two.turnOff();
  };
  await prep();
  if (parts.includes('bench')) {
    await shoot(page, 'bench-1');
    await work.connect(device.address, 'Supply B');
    await prep();
    await work.setEnvelope({ name: 'Sensor board, rev C', volts: '25.5', amps: '1.2', watts: '5' });
    await shoot(page, 'bench-2');
    await work.connect(third.address, 'Supply C');
    await shoot(page, 'bench-3');
    await work.rail.getByRole('button', { name: /Supply B/ }).click();
    await two.type('current', '1.3'); await page.waitForTimeout(300);
    await shoot(page, 'refused', false);
    await two.current.press('Escape');
  }
  if (parts.includes('stop')) {
    if (!parts.includes('bench')) { await work.connect(device.address, 'Supply B'); await prep(); }
    await one.holdPointer();
    await work.stop.press(); await work.stop.expectEngaged();
    await shoot(page, 'stop');
    await work.stop.putAside(); await work.stop.reset();
    device.supply.faults.silent = true; await work.stop.press();
    await expect(work.stop.report).toContainText('may still be live');
    await shoot(page, 'stop-live');
    device.supply.faults.silent = false;
    await work.stop.putAside(); await shoot(page, 'stop-aside', false); await work.stop.reset();
  }
  if (parts.includes('rest')) {
    if (!parts.includes('bench') && !parts.includes('stop')) { await work.connect(device.address, 'Supply B'); await prep(); }
    const esc = async () => { await page.keyboard.press('Escape'); await page.waitForTimeout(800); };
    await work.openConnect(); await shoot(page, 'connect');
    await work.address.fill('tcp://127.0.0.1:9'); await page.keyboard.press('Enter'); await page.waitForTimeout(2500); await shoot(page, 'connect-fault', false); await esc();
    await work.envelope.getByRole('button', { name: /^(Set|Change)…$/ }).click(); await shoot(page, 'envelope');
    await page.getByLabel('Voltage, at most').fill('abc'); await page.getByLabel('Power, at most').fill('-4'); await page.keyboard.press('Enter'); await shoot(page, 'envelope-fault', false); await esc();
    await work.choose('All keys'); await shoot(page, 'keys'); await esc();
    await work.choose('Idle and sleep…'); await shoot(page, 'settings'); await esc();
    await work.menu.click(); await shoot(page, 'menu', false); await esc();
    await one.holdPointer();
    await work.choose('Sign out…'); await shoot(page, 'signout'); await esc();
    await work.choose('Quit the console…'); await shoot(page, 'quit'); await esc();
    const lock = await work.lock(); await shoot(page, 'lock'); await lock.tryPassword('wrong one'); await page.waitForTimeout(1500); await shoot(page, 'lock-fault', false);
    await page.waitForTimeout(1500); await lock.unlock();
    await device.unplug(); await expect(work.panel('Supply B')).toContainText('Treat its outputs'); await shoot(page, 'gone');
    await work.rail.getByRole('button').filter({ hasNotText: 'Supply B' }).last().click(); await shoot(page, 'gone-beside');
    const h = await work.history(); await page.waitForTimeout(300); await shoot(page, 'history', false);
    await h.bench();
  }
});
test('sign-in', async ({ page, console: c, bench }) => {
  test.skip(!(process.env['PARTS'] ?? 'rest').includes('rest'));
  test.setTimeout(200_000);
  await page.goto(await c.anotherAddress());
  const s = new SignInPage(page); await s.expectOpen(); await shoot(page, 'signin');
  const code = await s.givePassword(); await shoot(page, 'code');
  await code.tryCode('000000'); await page.waitForTimeout(800); await shoot(page, 'code-fault', false);
  const rec = await code.useRecovery(); await shoot(page, 'recovery');
  await rec.tryCode('abcd'); await page.waitForTimeout(800); await shoot(page, 'recovery-fault', false);
  void bench; void tester; void connectClient; void firstRun; void BenchPage;
});
test('empty', async ({ page, console: c, prepare }) => {
  test.skip(!(process.env['PARTS'] ?? 'rest').includes('rest'));
  const b = await prepare({ simulated: false });
  await page.goto(await c.anotherAddress());
  await new SignInPage(page).signIn(b.authenticator.freshCode());
  await shoot(page, 'empty');
  const { createServer } = await import('node:net');
  const server = createServer((s) => { s.on('data', (d) => { if (d.toString().includes('*IDN?')) s.write('Acme Instruments,Model 77 With A Long Name,SN-0012345678,1.02.3\n'); }); s.on('error', () => {}); });
  await new Promise<void>((r) => server.listen(0, '127.0.0.1', () => r()));
  await new BenchPage(page).connect(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`, '');
  await page.waitForTimeout(1500);
  await shoot(page, 'generic');
  server.close();
});
