import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DeepPage } from './pages/deep.page.ts';
import { ProfilingPage } from './pages/profiling.page.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** How late the slow supply answers, ms: far more than any of the others takes. */
const lateMs = 150;
// No word of it is a part of another's name: “late” is in “Simulated”.
const late = 'Tardy supply';

/** From the words of a histogram, ms; 0 where there is none. */
function wireP95(words: string | null): number {
  const [, value = '0', unit = 'ms'] = /Wire: .*p95 ([\d.]+) (ms|s|µs)/u.exec(words ?? '') ?? [];
  return Number(value) * (unit === 's' ? 1000 : unit === 'ms' ? 1 : 0.001);
}

/** A trace event of Chrome, as far as it is looked at here. Times in microseconds. */
interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly dur?: number;
  readonly args?: Readonly<Record<string, unknown>>;
}
interface CpuProfile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string; readonly url: string } }[];
  readonly samples: readonly number[];
}

test('deep mode finds the slow instrument; the exports hold the exchange and the functions', async ({
  page,
  work,
}) => {
  test.setTimeout(240_000);
  const deep = new DeepPage(page);
  const device = new SimulatedDevice();
  await device.plugIn();
  await work.channel(1).expectLive();
  await work.connect(device.address, late);
  await work.channel(1).expectLive();

  await test.step('deep mode says what it costs before it is on, and since when by whom afterwards', async () => {
    await deep.view('Traces');
    await expect(deep.cell).toContainText(/Costs (about \d+|less than 1) % of the exchange rate/);
    await expect(page.getByText('Follow one action from the click to the wire and back')).toBeVisible();
    await deep.switch(true);
    await expect(deep.cell).toContainText(/On since \d\d:\d\d:\d\d, by bench-test/);
  });

  await test.step('a recording goes on while the bench is used; the supply is made slow', async () => {
    await deep.record(8);
    await page.keyboard.press('F1');
    device.supply.faults.slowMs = lateMs;
    await work.channel(1).set('voltage', '3.3', '3.300');
  });

  await test.step('the dashboard shows which one it is, and that the wire takes the time', async () => {
    await deep.view('Spans');
    const profiling = new ProfilingPage(page);
    await profiling.time('1 min').click();
    await profiling.filter.fill(`exchange ${late}`);
    await expect(profiling.row(late).first()).toBeVisible();
    await profiling.spans.focus();
    await page.keyboard.press('Home');
    await expect
      .poll(async () => wireP95(await profiling.histogram.getAttribute('aria-label')), { timeout: 60_000 })
      .toBeGreaterThanOrEqual(lateMs);
  });

  await test.step('its trace is found by its words and its time, and what it waited for is the wire', async () => {
    await deep.view('Traces');
    await deep.search.fill(late);
    await deep.slower.fill(`${lateMs} ms`);
    await deep
      .trace(/instruments\.set/)
      .first()
      .click();
    await deep
      .bar(/^wire .*\? (1[5-9]\d|[2-9]\d\d) ms.* the whole waited for it/)
      .first()
      .click();
    await expect(deep.span).toContainText(late);
    await expect(deep.span).toContainText(/Waited for\s*\d+ ms, [\d.]+ % of all/);
    for (const words of [/^window from the click/, /^window to the console/, /^bridge instruments\.set/])
      await expect(deep.bar(words)).toBeVisible();
    await deep.waterfall.press('End');
    await expect(deep.span).toContainText('window paint');
  });

  await test.step('the exported trace events hold the slow exchange', async () => {
    const { name, text } = await deep.save(page.getByRole('button', { name: 'Export trace events' }));
    expect(name).toMatch(/\.json$/u);
    const { traceEvents } = JSON.parse(text) as { traceEvents: readonly TraceEvent[] };
    const slow = traceEvents.filter(
      (event) => event.ph === 'X' && event.name.startsWith('wire ') && (event.dur ?? 0) >= lateMs * 1000,
    );
    expect(slow.map(({ args }) => args?.['instrument'])).toContain(late);
    expect(traceEvents.some((event) => event.name === 'paint')).toBe(true);
  });

  await test.step('the profile is searched, and its export opened: a function of the console is in it', async () => {
    await deep.expectRecorded();
    await deep.cell.getByRole('button', { name: 'Show' }).click();
    await expect(deep.graph).toBeVisible();
    await deep.findFunctions.fill('main/session');
    await expect(page.getByRole('status').filter({ hasText: /[1-9]\d* frames fit/ })).toHaveCount(1);
    const { name, text } = await deep.save(deep.profiles.getByRole('button', { name: /^Export CPU, main/ }));
    expect(name).toMatch(/\.cpuprofile$/u);
    const profile = JSON.parse(text) as CpuProfile;
    expect(profile.samples.length).toBeGreaterThan(100);
    const own = profile.nodes.filter(({ callFrame }) => /\/main\/session\/.*\.ts$/u.test(callFrame.url));
    expect(own.map(({ callFrame }) => callFrame.functionName).filter(Boolean)).not.toEqual([]);
  });

  await test.step('off again forgets the traces', async () => {
    await deep.view('Traces');
    await deep.switch(false);
    await expect(deep.waterfall).toBeHidden();
    await deep.switch(true);
    await page.getByRole('radio', { name: 'All', exact: true }).first().click();
    await deep.slower.fill('');
    await expect(deep.trace(/instruments\.set/)).toHaveCount(0);
  });
  await device.unplug();
});

test('traces and profiles by keys alone', async ({ page, work }) => {
  const deep = new DeepPage(page);
  await work.channel(1).expectLive();
  await deep.view('Traces');
  await deep.switch(true);
  await page.keyboard.press('F1');
  await work.channel(1).set('voltage', '1', '1.000');
  // Keys are a screen's once it is there.
  await page.keyboard.press('F6');
  await expect(page.getByRole('radiogroup', { name: 'View' })).toBeVisible();
  await page.keyboard.press('3');
  await expect(deep.search).toBeVisible();
  await page.keyboard.press('/');
  await expect(deep.search).toBeFocused();
  await page.keyboard.type('instruments.set');
  await expect(deep.trace(/instruments\.set/).first()).toBeVisible();
  // Past what narrows the list: the time, whose, and the result.
  for (let stops = 0; stops < 6; stops++) {
    if (await deep.traces.evaluate((grid) => grid === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(deep.traces).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(deep.waterfall).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(deep.waterfall).toBeFocused();
  const last = deep.waterfall.locator('[aria-selected="true"]');
  // When it was painted is told by the window afterwards: until then something else is the last.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(last).toContainText('paint', { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await page.keyboard.press('Home');
  await expect(last).toContainText('from the click');
  const axis = page.locator('.waterfall-axis');
  const before = (await axis.textContent()) ?? '';
  await page.keyboard.press('+');
  await expect(axis).not.toHaveText(before);
  await page.keyboard.press('0');
  await expect(axis).toHaveText(before);
  // The call: closed, and opened again.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  const all = Number(await deep.waterfall.getAttribute('aria-rowcount'));
  await page.keyboard.press('ArrowLeft');
  await expect(deep.waterfall).toHaveAttribute('aria-rowcount', '5');
  await page.keyboard.press('ArrowRight');
  await expect(deep.waterfall).toHaveAttribute('aria-rowcount', String(all));

  await page.keyboard.press('4');
  await expect(page.getByRole('radio', { name: 'CPU', exact: true })).toBeChecked();
  await page.keyboard.press('p');
  await expect(deep.cell.getByRole('progressbar', { name: 'Recording' })).toBeVisible();
  await deep.expectRecorded();
  await deep.graph.focus();
  const said = (): Promise<string | null> => deep.graph.getAttribute('aria-label');
  const root = await said();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(said).not.toBe(root);
  const zoomed = page.getByRole('navigation', { name: 'Zoomed to' });
  await page.keyboard.press('Enter');
  await expect(zoomed.locator('[aria-current]')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Escape');
  await expect(zoomed).toBeHidden();
  await page.keyboard.press('/');
  await page.keyboard.type('main/');
  await deep.graph.focus();
  await page.keyboard.press('n');
  await expect.poll(said).toContain('main/');
});

test('a recording is cancelled, a profile is imported, compared and removed', async ({ page, work }) => {
  const deep = new DeepPage(page);
  await work.channel(1).expectLive();
  await deep.view('CPU');
  await deep.record(30);
  await deep.cell.getByRole('button', { name: 'Cancel' }).click();
  await expect(deep.cell).toContainText('Cancelled: nothing was kept.');
  await deep.cell.getByRole('button', { name: 'Put this aside' }).click();
  await expect(page.getByText('See which functions take the time')).toBeVisible();

  const choose = async (name: string, text: string): Promise<void> => {
    const chooser = page.waitForEvent('filechooser');
    await page
      .getByRole('button', { name: /^Import/ })
      .first()
      .click();
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  };
  await choose('not-one.cpuprofile', '{"a": 1}');
  await expect(page.getByRole('alert').filter({ hasText: /cannot be read as a profile/ })).toBeVisible();
  await choose('made.cpuprofile', JSON.stringify(madeProfile(40)));
  await expect(deep.graph).toHaveAccessibleName(/made\.cpuprofile/);
  await choose('other.cpuprofile', JSON.stringify(madeProfile(70)));
  await expect(deep.graph).toHaveAccessibleName(/other\.cpuprofile/);
  await deep.profiles.getByRole('button', { name: /^Compare with CPU, made/ }).click();
  await expect(page.getByRole('list', { name: 'What the colours mean' })).toContainText('more than then');
  await page.getByRole('radio', { name: 'Functions' }).click();
  await expect(deep.functions.getByRole('row', { name: /slowOne/ })).toContainText('▲ 70.0 % was 40.0 %');
  await expect(deep.functions.getByRole('row', { name: /^other/ })).toContainText('▼ 30.0 % was 60.0 %');
  await deep.profiles.getByRole('button', { name: /^Remove CPU, other/ }).click();
  await page.getByRole('button', { name: 'Remove the profile' }).click();
  await expect(deep.profiles.getByRole('button', { name: /^Export CPU, other/ })).toHaveCount(0);
});

/** A profile of two functions, the first of which takes so many of a hundred parts. */
function madeProfile(percent: number): unknown {
  const frame = (functionName: string) => ({
    functionName,
    scriptId: '0',
    url: functionName.startsWith('(') ? '' : 'file:///made.js',
    lineNumber: 1,
    columnNumber: 1,
  });
  const samples = Array.from({ length: 1000 }, (_, at) => (at % 100 < percent ? 2 : 3));
  return {
    nodes: [
      { id: 1, callFrame: frame('(root)'), hitCount: 0, children: [2, 3] },
      { id: 2, callFrame: frame('slowOne'), hitCount: percent * 10 },
      { id: 3, callFrame: frame('other'), hitCount: 1000 - percent * 10 },
    ],
    startTime: 1000,
    endTime: 1_001_000,
    samples,
    timeDeltas: samples.map((_, at) => (at === 0 ? 0 : 1000)),
  };
}

for (const colorScheme of ['dark', 'light'] as const)
  test.describe(`WCAG 2.2 AA, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('deep mode, traces and profiles', async ({ page, work }) => {
      const deep = new DeepPage(page);
      await work.channel(1).expectLive();
      await deep.view('Traces');
      await expectAccessible(page, 'traces, off');
      await deep.switch(true);
      await expectAccessible(page, 'traces, none yet');
      await page.keyboard.press('F1');
      await work.channel(1).set('voltage', '1', '1.000');
      await deep.view('Traces');
      await deep.slower.fill('soon');
      await deep
        .trace(/instruments\.set/)
        .first()
        .click();
      await expect(deep.waterfall).toBeVisible();
      await expectAccessible(page, 'a trace');
      await deep.view('CPU');
      await expectAccessible(page, 'no profiles');
      await deep.cell.getByRole('button', { name: 'Choose what is recorded' }).click();
      await page.getByRole('textbox', { name: 'Seconds' }).fill('0');
      await expectAccessible(page, 'what is recorded');
      await page.keyboard.press('Escape');
      await deep.record(2);
      await expectAccessible(page, 'recording');
      await deep.expectRecorded();
      await expect(deep.graph).toBeVisible();
      await deep.graph.focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await deep.findFunctions.fill('session');
      await expectAccessible(page, 'flame graph');
      await page.getByRole('radio', { name: 'Functions' }).click();
      await expectAccessible(page, 'functions');
      await deep.profiles
        .getByRole('button', { name: /^Remove/ })
        .first()
        .click();
      await expectAccessible(page, 'remove');
    });
  });
