import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { parquetRows } from '#main/exports/parquet-reader.fixture.ts';
import { connectClient, signInProgram } from './console-client.ts';
import { type Bench, expect, test as base } from './fixtures.ts';
import type { BenchPage } from './pages/bench.page.ts';
import type { HistoryPage } from './pages/history.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { pastLink, writePast } from './past.ts';

const supply = pastLink('past-supply', 'Old supply');
const identity = { reply: Buffer.from('LabLink,SIM,7,1.0\n') };

/** Yesterday at ten: two sessions of four hours apart, alike but for one reply and one command; and two years ago, one row. */
async function writeTwoSessions(file: string): Promise<void> {
  await writePast(
    file,
    new Date().setFullYear(new Date().getFullYear() - 2),
    async (sent, _pause, polled) => {
      await sent(supply, '*RST', {});
      polled(supply, [1.5, 1.75, 2]);
    },
  );
  await writePast(file, yesterdayAt(10), async (sent, pause) => {
    await sent(supply, '*IDN?', identity);
    await sent(supply, 'VOLT 1.80', {});
    await sent(supply, 'MEAS:VOLT?', { reply: Buffer.from('1.799\n') });
    pause(4 * 3_600_000);
    await sent(supply, '*IDN?', identity);
    await sent(supply, 'VOLT 1.80', {});
    await sent(supply, 'OUTP ON', {});
    await sent(supply, 'MEAS:VOLT?', { reply: Buffer.from('1.752\n') });
    await sent(supply, 'VOLT 9', {
      status: 'refused',
      wireMs: null,
      fault: 'RANGE_EXCEEDED: 9 V is too much.',
    });
  });
}
function yesterdayAt(hour: number): number {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  return day.setHours(hour, 0, 0, 0);
}
const longDay = (at: number): string => {
  const day = new Date(at);
  const [weekday, month] = [{ weekday: 'long' }, { month: 'long' }].map((part) =>
    new Intl.DateTimeFormat('en', part as Intl.DateTimeFormatOptions).format(day),
  );
  return `${weekday} ${day.getDate()} ${month}`;
};

const test = base.extend<{ past: HistoryPage<BenchPage>; account: Bench }>({
  account: async ({ prepare, console }, give) => {
    const bench = await prepare();
    await console.kill();
    await writeTwoSessions(join(console.folder, 'lablink.db'));
    await give(bench);
  },
  past: async ({ page, console, account }, give) => {
    await page.goto(await console.start());
    const work = await new SignInPage(page).signIn(await account.authenticator.nextCode());
    await give(await work.history());
  },
});
test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const yesterday = [
  'VOLT 9',
  'MEAS:VOLT?',
  'OUTP ON',
  'VOLT 1.80',
  '*IDN?',
  'MEAS:VOLT?',
  'VOLT 1.80',
  '*IDN?',
];

test('a day of the calendar shows that day, with the pointer and with keys; once more is back to all', async ({
  past,
  page,
}) => {
  const name = longDay(yesterdayAt(10));
  await past.choosePart('Instrument', 'Old supply');
  await expect(past.day(name)).toHaveAccessibleName(`${name}: 8 rows, 1 failed`);
  await past.day(name).hover();
  await expect(past.calendar).toContainText(new RegExp(`${name}.*Rows8.*Failed or refused1`));
  await past.day(name).click();
  await past.expectRequests(...yesterday);
  await expect(past.chips.getByRole('button')).toHaveCount(3);
  await past.day(name).click();
  await expect(past.row(/\*RST/)).toBeVisible();

  const map = past.calendar.getByRole('grid');
  await map.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await expect(past.calendar.getByRole('heading')).toHaveText(name);
  await page.keyboard.press('Shift+ArrowUp');
  await page.keyboard.press('Enter');
  await past.expectRequests(...yesterday);
  await expect(past.chips).toContainText(/\d+( \w+)? to \d+ \w+/);
  await past.calendar.getByRole('button', { name: 'As a table' }).click();
  await expect(past.calendar.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText('8');
  await past.grid.focus();
  await page.keyboard.press('d');
  await expect(past.calendar).toBeHidden();
});

test('a pin, a note and tags stay with their row, and filter it', async ({ past, page }) => {
  await past.choosePart('Instrument', 'Old supply');
  await past.row(/OUTP ON/).click();
  await page.keyboard.press('m');
  await expect(past.drawer.getByRole('button', { name: 'Unpin' })).toBeVisible();
  await past.grid.focus();
  await page.keyboard.press('t');
  await page.keyboard.type('rev C');
  await page.keyboard.press('Enter');
  await page.keyboard.type('drift');
  await page.keyboard.press('Enter');
  await expect(past.row(/OUTP ON/)).toContainText('rev C');
  await past.drawer.getByRole('textbox', { name: 'Note' }).fill('The knee is here.');
  await page.keyboard.press('Control+Enter');
  await expect(past.row(/Has a note/)).toHaveCount(1);

  await page.reload();
  await expect(past.grid).toBeVisible();
  await past.grid.focus();
  await page.keyboard.press('f');
  await past.choosePart('Marks', 'Tag drift');
  await past.expectRequests('OUTP ON');
  await past.expectChips('Tag drift');
  await past.choosePart('Marks', 'Marked');
  await past.expectRequests('OUTP ON');
  await past.row(/Pinned.*rev C/).click();
  await expect(past.drawer.getByRole('textbox', { name: 'Note' })).toHaveValue('The knee is here.');
  await past.drawer.getByRole('button', { name: 'Tag drift: take this away' }).click();
  await expect(past.row(/OUTP ON/)).not.toContainText('drift');
});

test('two sessions side by side: what differs, and what only one has', async ({ past, page }) => {
  await past.grid.focus();
  await page.keyboard.press('s');
  const list = past.sessions.getByRole('row', { name: /Old supply/ });
  await expect(list).toHaveCount(3);
  await expect(list.first()).toContainText('5 rows');
  await expect(list.first()).toContainText('1 failed');
  await list.nth(1).click();
  await past.expectRequests('MEAS:VOLT?', 'VOLT 1.80', '*IDN?');
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await past.sessions.getByRole('button', { name: 'Compare A with B' }).click();
  const compare = page.getByRole('region', { name: 'Two sessions side by side' });
  await expect(compare.getByRole('status').first()).toHaveText(
    '2 the same, 1 differ, 0 only in A, 2 only in B',
  );
  await compare.getByRole('grid').focus();
  await page.keyboard.press('e');
  const lines = compare.getByRole('row').filter({ has: page.getByRole('gridcell') });
  await expect(lines).toHaveText([
    /Only in B.*OUTP ON.*not sent/,
    /Differs.*MEAS:VOLT\?.*1\.799.*1\.752/,
    /Only in B.*VOLT 9.*not sent.*9 V is too much/,
  ]);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(compare.getByRole('group', { name: 'The line in both' })).toContainText('1.752');
  await compare.getByRole('button', { name: 'Back to the rows' }).click();
  await expect(past.grid).toBeVisible();
});

test('a stretch is copied as the script that was sent, and replayed as an instrument that answers', async ({
  past,
  page,
  console,
  account,
}) => {
  await past.choosePart('Instrument', 'Old supply');
  await past.chooseStretch(/VOLT 9/, /\*IDN\?.*OK/);
  await expect(past.stretch).toContainText('8 rows');
  await past.grid.focus();
  await page.keyboard.press('y');
  await expect(past.stretch.getByRole('status')).toContainText(
    '7 lines copied as a SCPI script. Left out: 1',
  );
  const sent = yesterday.toReversed().filter((text) => text !== 'VOLT 9');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    sent.map((text) => `${text}\n`).join(''),
  );
  await past.stretch.getByRole('button', { name: 'As transcript' }).click();
  await expect(past.stretch.getByRole('status')).toContainText('transcript');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('1.752');

  await past.grid.focus();
  await page.keyboard.press('r');
  const { dialog } = past;
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Yesterday');
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Connect it now' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: /^Replay of Yesterday/ })).toBeVisible();

  const { client, close } = await connectClient(await console.anotherAddress());
  const id = await signInProgram(client, account.recoveryCodes[0]!, 'Replay of Yesterday');
  const { reply } = await client.instruments.send({ id, text: 'MEAS:VOLT?', confirm: true });
  expect(reply).toMatchObject({ text: '1.799' });
  close();
});

test('a run of polls is one row that opens', async ({ past, page }) => {
  await past.choosePart('Instrument', 'Old supply');
  const run = past.row(/3 polls, 3 readings/);
  await expect(run).toContainText('3×');
  await run.click();
  const readings = past.drawer.getByRole('table', { name: 'Readings of the run, newest first' });
  await expect(readings.getByRole('cell')).toHaveText([/\d\d:/, '2', /\d\d:/, '1.75', /\d\d:/, '1.5']);
  await expect(past.drawer).toContainText(/voltage: 1\.5 to 2/);
});

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
  await past.choosePart('Instrument', 'Old supply');
  await past.expectRequests(...yesterday);
});

async function expectAccessible(page: Page, what: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null))),
  );
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      what,
    )
    .toEqual([]);
}

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
      for (const place of [0, 1])
        await past.sessions
          .getByRole('button', { name: /^Compare the/ })
          .nth(place)
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
