import { connectClient, signInProgram } from './console-client.ts';
import { expect } from './fixtures.ts';
import { longDay, test, yesterday, yesterdayAt } from './two-sessions.ts';

// Here and not in what the stories share: that is loaded once, and would count for the first of its files alone.
test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('a day of the calendar shows that day, with the pointer and with keys; once more is back to all', async ({
  past,
  page,
}) => {
  const name = longDay(yesterdayAt(10));
  await past.choosePart('Instrument', 'Old supply');
  // Eight exchanges, and the deed of the console that wrote them.
  await expect(past.day(name)).toHaveAccessibleName(`${name}: 9 rows, 1 failed`);
  await past.day(name).hover();
  await expect(past.calendar).toContainText(new RegExp(`${name}.*Rows9.*Failed or refused1`));
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
  await expect(past.calendar.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText('9');
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
  await past.drawer.getByRole('textbox', { name: 'Note' }).focus();
  await page.keyboard.type('The knee is here, 1/2.');
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
  await expect(past.drawer.getByRole('textbox', { name: 'Note' })).toHaveValue('The knee is here, 1/2.');
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
    '2 the same, 1 differs, 0 only in A, 2 only in B',
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

test('a search of fewer than three characters says that it goes row by row', async ({ past }) => {
  await past.look('RS');
  await expect(past.row(/\*RST/)).toBeVisible();
  await expect(past.foot).toContainText('row by row: fewer than three characters');
  await past.look('RST');
  await expect(past.row(/\*RST/)).toBeVisible();
  await expect(past.foot).not.toContainText('row by row');
});

test('a run of polls is one row that opens', async ({ past }) => {
  await past.choosePart('Instrument', 'Old supply');
  const run = past.row(/3 polls, 3 readings/);
  await expect(run).toContainText('3×');
  await run.click();
  const readings = past.drawer.getByRole('table', { name: 'Readings of the run, newest first' });
  await expect(readings.getByRole('cell')).toHaveText([/\d\d:/, '2', /\d\d:/, '1.75', /\d\d:/, '1.5']);
  await expect(past.drawer).toContainText(/voltage: 1\.5 to 2/);
});
