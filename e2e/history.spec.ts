import { expectAccessible } from './accessible.ts';
import { join } from 'node:path';
import { connectClient, tester } from './console-client.ts';
import { type Bench, expect, test as base } from './fixtures.ts';
import type { BenchPage } from './pages/bench.page.ts';
import type { HistoryPage } from './pages/history.page.ts';
import { pastLink, writePast } from './past.ts';
import { SignInPage } from './pages/sign-in.page.ts';

const scope = pastLink('past-scope', 'Old scope');
const meter = pastLink('past-meter', 'Old meter');

/** A day ago: what the filters have to find. */
const writeThePast = (file: string): Promise<void> =>
  writePast(file, Date.now() - 24 * 3_600_000, async (sent) => {
    await sent(scope, 'WAV:DATA?', {
      reply: Buffer.concat([Buffer.from('#41024'), Buffer.alloc(1024, 0x81), Buffer.from('\n')]),
      wireMs: 184,
      queueMs: 40,
    });
    await sent(scope, 'LONG?', { reply: Buffer.from('needle '.repeat(20_000)), wireMs: 90 });
    await sent(
      meter,
      'MEAS:VOLT?',
      { reply: Buffer.from('+3.2998E+00\n') },
      { lane: 'poll', who: 'console' },
    );
    await sent(meter, 'MEAS:VOLT?', {
      status: 'timeout',
      wireMs: 2000,
      fault: 'INSTRUMENT_TIMEOUT: Silent.',
    });
    await sent(meter, 'RANG 1000', {
      status: 'refused',
      wireMs: null,
      fault: 'RANGE_EXCEEDED: 1000 V is beyond its range.',
    });
    await sent(meter, 'OUTP OFF', {}, { lane: 'emergency' });
    await sent(scope, 'TRIG', null);
  });

const test = base.extend<{ past: HistoryPage<BenchPage>; account: Bench }>({
  account: async ({ prepare, console }, give) => {
    const bench = await prepare();
    await console.kill();
    await writeThePast(join(console.folder, 'lablink.db'));
    await give(bench);
  },
  /** The history of a bench with a past, on the screen. */
  past: async ({ page, console, account }, give) => {
    await page.goto(await console.start());
    const work = await new SignInPage(page).signIn(await account.authenticator.nextCode());
    await give(await work.history());
  },
});

test('search, every filter alone and together, and back to everything', async ({ past }) => {
  await past.look('needle');
  await past.expectRequests('LONG?');
  await past.look('RANGE_EXCEEDED');
  await past.expectRequests('RANG 1000');
  await past.look('');
  await past.expectChips();

  await past.choosePart('Instrument', 'Old meter');
  const meters = ['OUTP OFF', 'RANG 1000', 'MEAS:VOLT?', 'MEAS:VOLT?'];
  await past.expectRequests(...meters);
  await past.failedOnly();
  await past.expectRequests('RANG 1000', 'MEAS:VOLT?');
  await past.expectChips('Old meter', 'Failed only');
  await past.takeAway('Failed only');
  await past.expectRequests(...meters);

  await past.grid.focus();
  await past.page.keyboard.press('f');
  await past.field('Slower than').fill('1 s');
  await past.expectRequests('MEAS:VOLT?');
  await past.expectChips('Old meter', 'Slower than 1\u2009000 ms');
  await past.field('Slower than').fill('fast');
  await expect(past.page.getByText('Write it as 100 ms')).toBeVisible();
  await past.expectRequests(...meters);
  await past.field('Slower than').fill('');
  await past.choosePart('Lane', 'Emergency');
  await past.expectRequests('OUTP OFF');
  await past.choosePart('Lane', 'Every lane');
  await past.choosePart('Operator', 'console');
  await past.expectRequests('MEAS:VOLT?');
  await past.choosePart('Kind', 'Actions');
  await expect(past.grid).toContainText('No row fits');
  await expect(past.foot).toContainText('0 rows, down to the beginning of the history');

  await past.chips.getByRole('button', { name: 'Clear all' }).click();
  await past.expectChips();
  await past.choosePart('When', 'Last 15 minutes');
  await expect(past.row(/Console started/).first()).toBeVisible();
  await expect(past.row(/RANG 1000/)).toHaveCount(0);
  await past.choosePart('When', 'Any time');
  await past.field('To').fill(new Date(Date.now() - 60_000).toTimeString().slice(0, 5));
  await past.choosePart('Kind', 'Exchanges');
  await expect(past.row(/RANG 1000/)).toBeVisible();
});

test('a filter outlives the screen, and not the window', async ({ past, page }) => {
  await past.look('needle');
  await past.failedOnly();
  const bench = await past.bench();
  const again = await bench.history();
  await expect(again.search).toHaveValue('needle');
  await again.expectChips('Has “needle”', 'Failed only');
  await expect(again.grid).toContainText('No row fits');
  await page.reload();
  await expect(again.grid).toBeVisible();
  await again.expectChips();
  await expect(again.search).toHaveValue('');
});

test('the live tail follows under a filter, and holds while it is paused', async ({
  past,
  page,
  console,
  account,
}) => {
  const { client, close } = await connectClient(await console.anotherAddress());
  await client.accounts.signInPassword(tester);
  await client.accounts.signInRecovery({ code: account.recoveryCodes[0]! });
  const { value: bench = [] } = await client.instruments.list({})[Symbol.asyncIterator]().next();
  const id = bench[0]!.id;
  const fail = (): Promise<void> =>
    client.instruments.retry({ id: 'nowhere' }).then(
      () => Promise.reject(new Error('it was not refused')),
      () => undefined,
    );
  await past.choosePart('When', 'Last 15 minutes');
  await past.failedOnly();
  await expect(past.grid).toContainText('No row fits');
  await fail();
  const failed = past.row(/Try the link again.*Refused/);
  await expect(failed).toHaveCount(1);
  // What fits no filter moves nothing.
  await client.instruments.allOff({ id });
  await page.getByRole('button', { name: 'Pause' }).click();
  await fail();
  await expect(page.getByRole('button', { name: '1 newer row: show' })).toBeVisible();
  await expect(past.row(/All outputs off/)).toHaveCount(0);
  await expect(failed).toHaveCount(1);
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(failed).toHaveCount(2);
  await past.chips.getByRole('button', { name: 'Clear all' }).click();
  await expect(past.row(/All outputs off/).first()).toBeVisible();
  close();
});

test('the details: bytes of a block, a cut reply, a refused command, an interrupted one, a deed', async ({
  past,
}) => {
  const { drawer } = past;
  const show = async (words: RegExp): Promise<void> => {
    await past.row(words).first().click();
    await expect(drawer).toBeVisible();
  };
  await past.choosePart('Instrument', 'Old scope');
  await show(/WAV:DATA/);
  await expect(past.row(/WAV:DATA/)).toContainText('IEEE 488.2 block, 1,024 bytes');
  await expect(drawer).toContainText('IEEE 488.2 block, 1\u2009024 bytes');
  await expect(drawer).toContainText('40.0 ms in the queue');
  await expect(drawer).toContainText('184.0 ms on the wire');
  await drawer.getByRole('radio', { name: 'Bytes' }).click();
  const dump = drawer.getByRole('table', { name: 'Bytes of the reply' });
  await expect(dump.getByRole('row').nth(1)).toHaveText(
    /^00000\s*23 34 31 30 32 34 81 81 {2}81 81 81 81 81 81 81 81\s*#41024\.{10}$/,
  );
  await drawer.getByRole('radio', { name: 'Request' }).click();
  await expect(drawer.getByRole('table').getByRole('row').nth(1)).toContainText('57 41 56 3a 44 41 54 41');
  await drawer.getByRole('radio', { name: 'Text' }).click();

  await show(/LONG/);
  await expect(drawer).toContainText('140\u2009000 bytes, the first 65\u2009536 bytes kept');
  await expect(drawer).toContainText(/[0-9a-f]{64} of the whole reply/);
  await show(/TRIG/);
  await expect(drawer).toContainText('In flight when the console ended: effect unknown.');

  await past.choosePart('Instrument', 'Old meter');
  await show(/RANG 1000/);
  await expect(drawer).toContainText('Refused, not sent');
  await expect(drawer).toContainText('Nothing of it went to the instrument.');
  await past.choosePart('Instrument', 'Every instrument');
  await show(/Console started/);
  await expect(drawer).toContainText('version');
});

test.describe('by keys alone', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('search, choose a row, read its bytes, copy it, step on, and clear', async ({ past, page }) => {
    const { keyboard } = page;
    await keyboard.press('F1');
    await expect(past.grid).toBeHidden();
    // Keys are the screen's once it is there.
    await keyboard.press('F4');
    await expect(past.grid).toBeVisible();
    await keyboard.press('/');
    await expect(past.search).toBeFocused();
    await keyboard.type('old ');
    await expect(past.chips).toContainText('Has “old”');
    const onGrid = (): Promise<boolean> => past.grid.evaluate((grid) => grid === document.activeElement);
    for (let tabs = 0; tabs < 20 && !(await onGrid()); tabs++) await keyboard.press('Tab');
    expect(await onGrid()).toBe(true);
    await keyboard.press('Home');
    await expect(past.drawer).toContainText('TRIG');
    await keyboard.press('ArrowDown');
    await expect(past.drawer).toContainText('OUTP OFF');
    await keyboard.press('b');
    await expect(past.drawer.getByRole('table')).toContainText('4f 55 54 50');
    await keyboard.press('c');
    await expect(past.drawer.getByText('Row: copied.')).toBeAttached();
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as object;
    expect(copied).toMatchObject({ request: 'OUTP OFF', lane: 'emergency', instrumentName: 'Old meter' });
    await keyboard.press('b');
    await keyboard.press('Enter');
    await expect(past.drawer).toBeFocused();
    await keyboard.press('ArrowDown');
    await expect(past.drawer).toContainText('RANG 1000');
    await keyboard.press('Escape');
    await expect(past.drawer).toBeHidden();
    expect(await onGrid()).toBe(true);
    await keyboard.press('e');
    await past.expectChips('Has “old”', 'Failed only');
    await past.expectRequests('TRIG', 'RANG 1000', 'MEAS:VOLT?');
    await keyboard.press('x');
    await past.expectChips();
    await keyboard.press('p');
    await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  });
});

test('WCAG 2.2 AA: filters, chips, details and bytes, in both themes and at 1280 by 720', async ({
  past,
  page,
}) => {
  await past.grid.focus();
  await page.keyboard.press('f');
  await past.choosePart('Instrument', 'Old scope');
  await past.field('From').fill('yesterday');
  await past.row(/WAV:DATA/).click();
  await page.keyboard.press('b');
  await expect(past.drawer.getByRole('table')).toBeVisible();
  await expectAccessible(page, 'history');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 720 });
  await expectAccessible(page, 'history');
  // Nothing is beside the window, and the list still has rows in sight.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
  expect(await past.grid.evaluate((grid) => grid.clientHeight)).toBeGreaterThan(90);
});
