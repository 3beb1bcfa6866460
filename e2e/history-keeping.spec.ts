import { expectAccessible } from './accessible.ts';
import { readFileSync } from 'node:fs';
import { parquetRows } from '#main/exports/parquet-reader.fixture.ts';
import { expect } from './fixtures.ts';
import { test, yesterday } from './two-sessions.ts';

test('an export of each format is a file with the rows of the filter', async ({ past, page }) => {
  await past.choosePart('Instrument', 'Old supply');
  await past.failedOnly();
  await past.expectRequests('VOLT 9');
  const { dialog } = past;
  for (const [format, requests] of [
    [
      'CSV',
      (file: string) =>
        readFileSync(file, 'utf8')
          .trim()
          .split(/\r?\n/)
          .slice(1)
          .map((line) => /VOLT 9/.exec(line)?.[0]),
    ],
    [
      'JSON Lines',
      (file: string) =>
        readFileSync(file, 'utf8')
          .trim()
          .split('\n')
          .map((line) => (JSON.parse(line) as { request: string }).request),
    ],
    ['Parquet', (file: string) => parquetRows(file).map(({ request }) => request)],
  ] as const) {
    await past.grid.focus();
    await page.keyboard.press('w');
    await expect(dialog).toContainText('Old supply, Failed only');
    await dialog.getByRole('radio', { name: format }).click();
    await dialog.getByRole('button', { name: 'Export', exact: true }).click();
    await expect(dialog).toContainText('1 row,');
    const file = await dialog.locator('dd').first().innerText();
    expect(requests(file), format).toEqual(['VOLT 9']);
    await dialog.getByRole('button', { name: 'Close' }).click();
  }
});

test('what is too old is shown first, then goes, and the chain still holds', async ({ past, page }) => {
  await past.grid.focus();
  await page.keyboard.press('k');
  const { dialog } = past;
  const rows = dialog.getByRole('group', { name: 'Rows of the history' });
  await rows.getByRole('textbox', { name: 'Days' }).fill('a year');
  await expect(rows).toContainText('Write whole days');
  await expect(dialog.getByRole('button', { name: 'Show what would go' })).toBeDisabled();
  await rows.getByRole('textbox', { name: 'Days' }).fill('365');
  await dialog.getByRole('button', { name: 'Show what would go' }).click();
  await expect(rows).toContainText(/older than it is kept/);
  await dialog.getByRole('button', { name: 'Set this policy' }).click();
  await dialog.getByRole('button', { name: 'Show what would go' }).click();
  await dialog.getByRole('textbox', { name: /^Why/ }).fill('A test');
  await dialog.getByRole('button', { name: /^Delete/ }).click();
  await expect(dialog).toContainText('the chain still holds');
  await dialog.getByRole('radio', { name: 'Does it hold' }).click();
  await dialog.getByRole('button', { name: 'Check every row' }).click();
  await expect(dialog).toContainText('The history holds');
  await expect(dialog.getByRole('list', { name: 'Checkpoints' })).toContainText('A test');
  await dialog.getByRole('radio', { name: 'How it is' }).click();
  await dialog.getByRole('button', { name: 'Check the file' }).click();
  await expect(dialog).toContainText('The file is sound');
  await dialog.getByRole('button', { name: 'Close' }).click();
  // A list that opens while the dialog is still leaving closes with it.
  await expect(dialog).toBeHidden();
  await past.choosePart('Instrument', 'Old supply');
  await past.expectRequests(...yesterday);
});

test('a disk with less free than is asked for is said on every screen', async ({ past, page }) => {
  await expect(past.status).not.toContainText('Disk');
  await past.grid.focus();
  await page.keyboard.press('k');
  const { dialog } = past;
  await dialog.getByRole('textbox', { name: 'Warn below' }).fill('900 TB');
  await dialog.getByRole('button', { name: 'Show what would go' }).click();
  await dialog.getByRole('button', { name: 'Set this policy' }).click();
  await expect(dialog.getByRole('button', { name: 'Set this policy' })).toBeHidden();
  await dialog.getByRole('radio', { name: 'How it is' }).click();
  await expect(dialog).toContainText('Free space on it, or keep less.');
  await page.reload();
  await expect(past.status).toContainText(/Disk: .* free/);
  await page.keyboard.press('F1');
  await expect(past.status).toContainText(/Disk: .* free/);
});

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`WCAG 2.2 AA, ${colorScheme}`, () => {
    test.use({ colorScheme });
    test('calendar, sessions, a stretch, marks, the comparison, and every dialog', async ({ past, page }) => {
      await past.choosePart('Instrument', 'Old supply');
      await past.chooseStretch(/VOLT 9/, /OUTP ON/);
      await page.keyboard.press('m');
      await expect(past.drawer.getByRole('button', { name: 'Unpin' })).toBeVisible();
      await past.grid.focus();
      await page.keyboard.press('s');
      await expect(past.sessions.getByRole('row').nth(2)).toBeVisible();
      await expectAccessible(page, 'the screen');
      await past.calendar.getByRole('button', { name: 'As a table' }).click();
      await expectAccessible(page, 'the calendar as a table');
      const old = past.sessions.getByRole('row', { name: /Old supply/ });
      for (const place of [1, 0])
        await old
          .nth(place)
          .getByRole('button', { name: /^Compare the/ })
          .click();
      await past.sessions.getByRole('button', { name: 'Compare A with B' }).click();
      await expect(page.getByRole('row', { name: /Differs/ })).toBeVisible();
      await expectAccessible(page, 'the comparison');
      await page.getByRole('button', { name: 'Back to the rows' }).click();
      await page.setViewportSize({ width: 1280, height: 720 });
      await past.grid.focus();
      await page.keyboard.press('w');
      await expectAccessible(page, 'export');
      await past.dialog.getByRole('button', { name: 'Close' }).click();
      await past.grid.focus();
      await page.keyboard.press('k');
      for (const part of ['How long', 'Does it hold', 'How it is']) {
        await past.dialog.getByRole('radio', { name: part }).click();
        await expectAccessible(page, part);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    });
  });
