import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ConsoleProcess } from './console-process.ts';
import { expect, test as base } from './fixtures.ts';
import type { BenchPage } from './pages/bench.page.ts';
import { FirstRunPage } from './pages/first-run.page.ts';

/** Where the pictures of the documents are. */
export const folder = join(import.meta.dirname, '../docs/pictures');
/** Exists for these pictures alone, in a folder that is removed after them. */
export const account = { name: 'bench-1', password: 'seven grey kettles hum' } as const;

/** The console of the pictures: where it is kept and what the PC is called say nothing of the machine they were made on. */
export const test = base.extend({
  console: async ({ browserName: _ }, give) => {
    const home = mkdtempSync(join(tmpdir(), 'lablink-pictures-'));
    await using console = new ConsoleProcess({
      folder: join(home, '.local/share/lablink'),
      env: { HOME: home, USERPROFILE: home },
      nodeArgs: ['--import', join(import.meta.dirname, 'neutral-host.mjs')],
    });
    await give(console);
    await console.kill();
    rmSync(home, { recursive: true, force: true });
  },
});

export async function picture(page: Page, name: string): Promise<void> {
  // Nothing that only a mouse, a caret or a key leaves behind.
  await expect(page.getByText('Press Esc again')).toBeHidden();
  await page.mouse.move(720, 899);
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide', animations: 'disabled' });
}

/** The bench of somebody who goes through the first run, in the dark. */
export async function firstBench(page: Page, address: string): Promise<BenchPage> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(address);
  const second = await new FirstRunPage(page).begin(account);
  const app = await second.typeKey();
  const third = await second.confirm(app.freshCode());
  await third.copy();
  return third.finish();
}

/** Waits for this many seconds of readings, by the clock on the screen: a trend takes the time it shows. */
export async function readFor(page: Page, seconds: number): Promise<void> {
  const clock = page.getByRole('contentinfo').getByText(/^\d\d:\d\d:\d\d$/);
  for (let left = seconds; left > 0; left--) {
    const now = await clock.innerText();
    await expect(clock).not.toHaveText(now);
  }
}
