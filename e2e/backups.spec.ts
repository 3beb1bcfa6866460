import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { BackupsPage, type KeptKey, placeIn } from './pages/backups.page.ts';

const wrong = `AGE-SECRET-KEY-1${'QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L'.repeat(2).slice(0, 58)}`;

/** Set up as far as the first place; no backup yet. */
async function setUp(page: Page, place: string): Promise<{ backups: BackupsPage; key: KeptKey }> {
  const backups = await BackupsPage.open(page);
  const key = await backups.makeKey('Lab safe');
  await backups.proveKey(key.identity);
  await backups.addFirstPlace('Second disk', place);
  await expect(backups.setUp.getByText('Everything is set up.')).toBeVisible();
  return { backups, key };
}

test('from nothing to a backup that was rehearsed', async ({ page, console, work }) => {
  test.setTimeout(180_000);
  await work.stop.expectReady();
  const place = placeIn(console.folder);
  const backups = await BackupsPage.open(page);
  await backups.expectAnswer('You cannot get it back');
  await expect(backups.status).toContainText('No backup');

  const key = await backups.makeKey('Lab safe');
  await backups.proveKey(wrong);
  await expect(backups.setUp.getByLabel('Key', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await backups.proveKey(key.identity);
  await backups.addFirstPlace('Second disk', place);
  await backups.button('Back up now', backups.setUp).click();
  await backups.expectEnd('Backed up to 1 place, verified');
  await backups.expectAnswer('You can get it back');
  await expect(backups.status).toContainText('just now, verified');
  expect(readdirSync(place).filter((name) => name.endsWith('.age'))).toHaveLength(1);
  expect(readdirSync(place).filter((name) => name.includes('partial'))).toEqual([]);

  await backups.chooseNewest();
  await backups.button('Verify…').click();
  await backups.openWith(wrong, 'Verify');
  await expect(backups.dialog.getByLabel('Key', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await backups.openWith(key.identity, 'Verify');
  await expect(backups.dialog.getByText('Signed, and known here')).toBeVisible({ timeout: 60_000 });
  await expect(backups.dialog.getByText('Verified', { exact: true })).toBeVisible();
  await backups.button('Close', backups.dialog).click();

  await backups.button('Rehearse now', backups.drill).click();
  await backups.openWith(key.identity, 'Rehearse now');
  await expect(backups.dialog.getByRole('table', { name: 'What is in it' })).toBeVisible({ timeout: 60_000 });
  await backups.button('Close', backups.dialog).click();
  await expect(backups.drill.getByText('Passed')).toBeVisible();
  await backups.expectAnswer('Rehearsed just now.');

  await backups.button(/^Compare all/).click();
  await backups.expectEnd('1 copy unchanged since it was verified.');
});

test('a backup that is cancelled leaves nothing behind, and the bench goes on meanwhile', async ({
  page,
  console,
  work,
}) => {
  await work.stop.expectReady();
  const place = placeIn(console.folder);
  // A recording of this size takes long enough to be cancelled, and none of it compresses.
  mkdirSync(join(console.folder, 'transcripts'), { recursive: true });
  writeFileSync(join(console.folder, 'transcripts', 'long.json'), randomBytes(200_000_000));
  const { backups } = await setUp(page, place);
  await backups.button('Back up now', backups.setUp).click();
  await expect(backups.running).toBeVisible();
  await page.keyboard.press('Delete');
  await backups.expectEnd('It left nothing behind');
  await expect.poll(() => readdirSync(place)).toEqual([]);
  await backups.expectAnswer('You cannot get it back yet');
  await expect(backups.running).toBeHidden();
});

test('set-up with nothing but the keyboard, and no Esc that stops an output by itself', async ({
  page,
  console,
  work,
}) => {
  const { keyboard } = page;
  const place = placeIn(console.folder);
  await work.stop.expectReady();
  const backups = await BackupsPage.open(page);
  // F5 leads to the first panel: its keys work at once.
  await expect(page.getByRole('region', { name: 'Backups', exact: true })).toBeFocused();
  await keyboard.press('k');
  await expect(backups.setUp.getByLabel('Where the key will be kept')).toBeFocused();
  await keyboard.press('Enter');
  await expect(backups.setUp.getByRole('group', { name: 'The key' })).toBeVisible();
  // One Esc closes the dialog and forgets the key; it stops nothing.
  await keyboard.press('Escape');
  await expect(backups.setUp).toBeHidden();
  await work.stop.expectReady();
  await expect(backups.keys).toContainText('No key yet');

  await keyboard.press('k');
  await keyboard.press('Enter');
  const shown = backups.setUp.getByRole('group', { name: 'The key' });
  await expect(shown).toBeVisible();
  const identity = (await shown.innerText()).replace(/\s/g, '');
  const download = page.waitForEvent('download');
  await keyboard.press('Control+s');
  await download;
  const safe = backups.setUp.getByRole('checkbox', { name: 'The key is kept away from this PC' });
  await expect(safe).toBeEnabled();
  while (!(await safe.evaluate((box) => box === document.activeElement))) await keyboard.press('Tab');
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await expect(backups.setUp.getByLabel('Key', { exact: true })).toBeFocused();
  await keyboard.type(identity.toLowerCase());
  await keyboard.press('Enter');
  await expect(backups.setUp.getByLabel('Name', { exact: true })).toBeFocused();
  await keyboard.type('Second disk');
  await keyboard.press('Tab');
  await keyboard.type(place);
  await keyboard.press('Enter');
  await expect(backups.button('Back up now', backups.setUp)).toBeFocused();
  await keyboard.press('Enter');
  await backups.expectEnd('Backed up to 1 place, verified');
  // The focus is somewhere from where the keys of the screen go on.
  await keyboard.press('F8');
  await keyboard.press('c');
  await expect(backups.copies.getByRole('row')).toHaveCount(2);
});

test('the key is in nothing that the window keeps once it was proved', async ({ page, console, work }) => {
  await work.stop.expectReady();
  const { key } = await setUp(page, placeIn(console.folder));
  const body = key.identity.slice(16);
  const kept = await page.evaluate(() => ({
    page: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input')].map(({ value }) => value),
    storage: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  }));
  expect(JSON.stringify(kept)).not.toContain(body);
});
