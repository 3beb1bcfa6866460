import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { ProfilingPage } from './pages/profiling.page.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** Numbers from text as it is shown, thin spaces and all; what is no number is left out. */
const numbers = (texts: readonly string[]): number[] =>
  texts
    .map((text) => Number(text.replace(/[^\d.]/gu, '') || Number.NaN))
    .filter((value) => !Number.isNaN(value));

const falls = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value <= values[index - 1]!);

/** How late it answers, ms: far more than any of the others takes. */
const lateMs = 150;

/** From the words of the histogram, ms; 0 where there is none. */
function wireP95(words: string | null): number {
  const [, value = '0', unit = 'ms'] = /Wire: .*p95 ([\d.]+) (ms|s|µs)/u.exec(words ?? '') ?? [];
  return Number(value) * (unit === 's' ? 1000 : unit === 'ms' ? 1 : 0.001);
}

test('where the time goes: figures, spans, one of them, its instrument', async ({ page, work }) => {
  await work.channel(1).expectLive();
  const profiling = await ProfilingPage.open(page);
  for (const name of ['Event loop p99', 'Exchanges', 'Memory', 'Utilisation, main'])
    await expect(profiling.figure(name)).toContainText(/\d/);
  await expect(profiling.figure('Event loop p99')).toContainText('Limit');

  await test.step('polls are among the spans, by instrument and command', async () => {
    await expect(profiling.row(/exchange.*Simulated supply/).first()).toBeVisible();
    await expect(profiling.row(/bridge/).first()).toBeVisible();
  });

  await test.step('the titles sort, by pointer and by key', async () => {
    await expect(profiling.title('Share of time')).toHaveAttribute('aria-sort', 'descending');
    await profiling.button('Median, ms', profiling.spans).click();
    await expect(profiling.title('Median, ms')).toHaveAttribute('aria-sort', 'descending');
    await expect.poll(async () => falls(numbers(await profiling.column('Median')))).toBe(true);
    await page.keyboard.press('ArrowRight');
    await expect(profiling.button('95th percentile, ms', profiling.spans)).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(profiling.title('95th percentile, ms')).toHaveAttribute('aria-sort', 'descending');
    await page.keyboard.press('Enter');
    await expect(profiling.title('95th percentile, ms')).toHaveAttribute('aria-sort', 'ascending');
  });

  await test.step('words narrow them', async () => {
    await profiling.spans.focus();
    await page.keyboard.press('/');
    await expect(profiling.filter).toBeFocused();
    await page.keyboard.type('exchange simulated supply');
    await expect
      .poll(async () => (await profiling.column('Kind')).every((kind) => kind === 'exchange'))
      .toBe(true);
    await profiling.filter.fill('no such span');
    await expect(profiling.spans).toContainText('No span has “no such span”');
    await profiling.button('Clear the filter').click();
    await expect(profiling.filter).toHaveValue('');
  });

  await test.step('a span of the console has its trend and its numbers', async () => {
    await profiling.filter.fill('bridge');
    await profiling.spans.focus();
    await page.keyboard.press('Home');
    const name = await profiling.spans.locator('[aria-selected="true"] .ui-mono').innerText();
    await expect(profiling.detail(name)).toContainText('Share of time');
    await expect(profiling.detail(name).getByRole('figure')).toHaveAccessibleName(/last ten minutes/);
  });

  await test.step('an exchange has its histogram; Enter opens all of its instrument', async () => {
    await profiling.filter.fill('exchange simulated supply');
    await profiling.spans.focus();
    await page.keyboard.press('Home');
    await expect(profiling.histogram).toHaveAccessibleName(/Queue: p50 .*(ms|µs).* Wire: p50 .*(ms|µs)/);
    await page.keyboard.press('Enter');
    await expect(profiling.view('Instruments')).toHaveAttribute('aria-checked', 'true');
    await expect(profiling.instruments.getByRole('option', { name: /^Simulated supply/ })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await expect(profiling.commands.locator('[aria-selected="true"]')).not.toContainText('All of them');
    await profiling.commands.getByRole('row').nth(1).click();
    await expect(profiling.histogram).toHaveAccessibleName(/Histogram of [\d\s]+ exchanges/u);
    await expect(profiling.detail('How instruments answer')).toContainText('Timeouts');
    await expect(profiling.detail('How instruments answer')).toContainText('wanted every');
  });
});

test('the numbers as files, over the time that was chosen', async ({ page, work }) => {
  await work.channel(1).expectLive();
  const profiling = await ProfilingPage.open(page);
  await profiling.time('Session').click();
  await expect(profiling.row(/exchange.*Simulated supply/).first()).toBeVisible();
  const json = await profiling.export('JSON');
  expect(json.name).toMatch(/\.json$/u);
  const parsed = JSON.parse(json.text) as unknown;
  expect(JSON.stringify(parsed)).toContain('exchange');
  const csv = await profiling.export('CSV');
  expect(csv.name).toMatch(/\.csv$/u);
  const lines = csv.text.trim().split(/\r?\n/u);
  expect(lines.length).toBeGreaterThan(5);
  expect(csv.text).toContain('exchange');
});

test('an instrument that answers late is found, and where its time goes', async ({ page, work }) => {
  test.setTimeout(180_000);
  const device = new SimulatedDevice();
  await device.plugIn();
  await work.channel(1).expectLive();
  await work.connect(device.address, 'Late supply');
  await work.channel(1).expectLive();
  device.supply.faults.slowMs = lateMs;
  const profiling = await ProfilingPage.open(page);
  await profiling.time('1 min').click();
  await expect(profiling.figure('Slowest')).toContainText('Late supply', { timeout: 60_000 });
  await profiling.button('Show: Slowest').click();
  await expect(profiling.spans.locator('[aria-selected="true"]')).toContainText('Late supply');
  await expect
    .poll(async () => wireP95(await profiling.histogram.getAttribute('aria-label')), { timeout: 60_000 })
    .toBeGreaterThanOrEqual(lateMs);
  await profiling.button('All of Late supply').click();
  await expect(profiling.instruments.getByRole('option', { name: /^Late supply/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await device.unplug();
});

test('the ten paths: begun, hidden, cancelled, measured; then a baseline to compare with', {
  tag: '@long',
}, async ({ page, work }) => {
  test.setTimeout(600_000);
  await work.channel(1).expectLive();
  const profiling = await ProfilingPage.open(page);
  await expect(profiling.against).toContainText('Nothing to compare with yet');

  await test.step('too little was measured for a baseline, and that is said', async () => {
    await page.keyboard.press('s');
    await profiling.button(/^Save the baseline/, profiling.dialog).click();
    await expect(profiling.dialog.getByRole('alert')).toContainText('three minutes');
    await profiling.button(/^Cancel/, profiling.dialog).click();
    await expect(profiling.dialog).toBeHidden();
  });

  await test.step('cancelled, they leave nothing', async () => {
    await page.keyboard.press('t');
    await profiling.button(/^Run the ten paths/, profiling.dialog).click();
    await expect(profiling.running).toBeVisible();
    await profiling.button('Cancel', profiling.dialog).click();
    await expect(profiling.dialog).toContainText('Cancelled: nothing of it was kept.');
  });

  await test.step('hidden, they go on, also on another screen', async () => {
    await profiling.button(/^Run the ten paths/, profiling.dialog).click();
    await expect(profiling.running).toBeVisible();
    await profiling.button(/^Hide/, profiling.dialog).click();
    await page.keyboard.press('F1');
    await work.channel(1).expectLive();
    await page.keyboard.press('F6');
    await expect(profiling.running.or(profiling.button('Open the report'))).toBeVisible();
  });

  await test.step('the report', async () => {
    await profiling.button('Open the report').click({ timeout: 400_000 });
    const table = profiling.dialog.getByRole('table');
    // A title, and a row for each path.
    await expect.poll(() => table.getByRole('row').count()).toBeGreaterThanOrEqual(11);
    await expect(table).toContainText('Checked:');
    const download = page.waitForEvent('download');
    await profiling.button('Save as JSON', profiling.dialog).click();
    expect((await download).suggestedFilename()).toMatch(/\.json$/u);
    // On paper it is one page of A4.
    const paper = await page.pdf({ format: 'A4' });
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/gu)).toHaveLength(1);
    await profiling.button('Compare…', profiling.dialog).click();
    await expect(profiling.dialog).toContainText('There is no other report of the ten paths');
    await profiling.button(/^Close/, profiling.dialog).click();
    // What opened the report is gone; the keys of the screen work all the same.
    await expect(profiling.dialog).toBeHidden();
    await page.waitForFunction(() => document.activeElement !== document.body);
  });

  await test.step('a baseline of the bench at work, and now against it', async () => {
    await expect(async () => {
      await page.keyboard.press('s');
      await profiling.button(/^Save the baseline/, profiling.dialog).click();
      try {
        await expect(profiling.dialog).toBeHidden({ timeout: 3000 });
      } catch (tooSoon) {
        await profiling.button(/^Cancel/, profiling.dialog).click();
        throw tooSoon;
      }
    }).toPass({ timeout: 200_000, intervals: [10_000] });
    const rows = profiling.against.getByRole('grid').or(profiling.against.getByRole('table'));
    // The rows in sight are those that weigh most; which instrument they are of is chance.
    await expect(rows).toContainText(/Simulated \w+/, { timeout: 60_000 });
    await expect(profiling.against).toContainText(/\d+ (no difference shown|too little measured)/);
    await profiling.button('The whole comparison').click();
    await expect(profiling.dialog).toContainText('Bonferroni');
    const download = page.waitForEvent('download');
    await profiling.button('Save as CSV', profiling.dialog).click();
    expect((await download).suggestedFilename()).toMatch(/\.csv$/u);
    await profiling.button(/^Close/, profiling.dialog).click();
  });

  await test.step('and removed again', async () => {
    await page.keyboard.press('b');
    const kept = profiling.dialog.getByRole('grid', { name: 'Baselines that are kept' });
    await expect(kept.getByRole('row')).toHaveCount(3);
    await kept.getByRole('row').filter({ hasText: 'Reference' }).click();
    await profiling.button('Remove…', profiling.dialog).click();
    await profiling.button(/^Remove bench/, profiling.dialog).click();
    await expect(kept.getByRole('row')).toHaveCount(2);
    await profiling.button(/^Close/, profiling.dialog).click();
    await expect(profiling.against).toContainText('Nothing to compare with yet');
  });
});

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`WCAG 2.2 AA, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the profiling screen', async ({ page, console, work }) => {
      // A baseline that was cut short is named, and hides none of the others.
      const kept = join(console.folder, 'profiling/baselines');
      mkdirSync(kept, { recursive: true });
      writeFileSync(join(kept, 'cut.json'), '{"format":');
      await work.channel(1).expectLive();
      const profiling = await ProfilingPage.open(page);
      await expect(profiling.row(/exchange.*Simulated supply/).first()).toBeVisible();
      await expect(profiling.histogram).toBeVisible();
      await expectAccessible(page, 'spans', 'contrast');
      await profiling.view('Instruments').click();
      await expect(profiling.histogram).toBeVisible();
      await expectAccessible(page, 'instruments', 'contrast');
      await profiling.button(/^Baselines/).click();
      await expect(profiling.dialog).toContainText('One file cannot be read');
      await expect(profiling.dialog).toContainText('cut.json');
      await expectAccessible(page, 'baselines', 'contrast');
      await profiling.button(/^Close/, profiling.dialog).click();
      await profiling.button(/^Profile ten paths/).click();
      await expectAccessible(page, 'ten paths', 'contrast');
      await profiling.button(/^Close/, profiling.dialog).click();
      await profiling.button('Threads: Utilisation, main').click();
      await expectAccessible(page, 'threads', 'contrast');
    });
  });
