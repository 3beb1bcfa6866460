import { expect, type Page, test } from '@playwright/test';
import type { Authenticator } from './authenticator.ts';
import { tester } from './console-client.ts';
import type { BenchPage } from './pages/bench.page.ts';
import { FirstRunPage } from './pages/first-run.page.ts';
import type { HistoryPage, SeenRow } from './pages/history.page.ts';
import { expectRefused, SignInPage } from './pages/sign-in.page.ts';

/** Whatever runs the console and shows its page: a browser, or Electron. */
export interface Shell {
  /** Starts the console and answers with its page, on whatever screen it comes up. */
  start(): Promise<Page>;
  /** Ends the console as a power cut would. */
  kill(): Promise<void>;
}

interface Enrolled {
  readonly bench: BenchPage;
  readonly app: Authenticator;
  readonly codes: readonly string[];
}

/** First run: an account, its second factor, its recovery codes. */
async function enrol(page: Page): Promise<Enrolled> {
  const first = new FirstRunPage(page);
  await first.expectOpen();
  const second = await first.begin(tester);
  await expect(second.qrCode).toBeVisible();
  const app = await second.typeKey();
  const third = await second.confirm(app.freshCode());
  const codes = await third.codes();
  expect(new Set(codes).size).toBe(10);
  await expect(third.goOn).toBeDisabled();
  await third.copy();
  return { bench: await third.finish(), app, codes };
}

/** 3.3 V on, then a limit below what the load draws. */
async function drive(bench: BenchPage): Promise<void> {
  const channel = bench.channel(1);
  await channel.set('current', '1', '1.000');
  await channel.set('voltage', '3.3', '3.300');
  await channel.expectReading('V', 0, 0.005);
  await channel.holdKey();
  await channel.expectReading('V', 3.3, 0.005);
  await channel.expectMode('CV');
  await channel.expectLive();
  await channel.set('current', '500m', '0.500');
  // 5 Ω at 0.5 A.
  await channel.expectMode('CC');
  await channel.expectReading('V', 2.5, 0.005);
  await channel.expectReading('A', 0.5, 0.002);
  await channel.expectReading('W', 1.25, 0.01);
}

const key = (row: SeenRow): string => [row.operator, row.lane, row.request, row.result].join(' | ');

/** What the person did, as the history has it: newest first. */
async function deeds(history: HistoryPage): Promise<string[]> {
  return (await history.rows()).filter(({ operator }) => operator !== 'console').map(key);
}

/** The story, told to any shell. */
export async function tellStory(shell: Shell): Promise<void> {
  let page = await shell.start();
  const { bench, app, codes } = await test.step('first run', () => enrol(page));

  await test.step('the simulated bench, the first suggestion', () => bench.addSimulatedBench());
  await test.step('3.3 V, on, and a limit that bites', () => drive(bench));

  await test.step('the history has it, with its operator', async () => {
    const history = await bench.history();
    for (const request of ['VOLT 3.3', 'CURR 1', 'OUTP.* (ON|1)', 'CURR (0.5|500)'])
      await expect(history.row(new RegExp(`${tester.name}.*person.*${request}`)).first()).toBeVisible();
    await history.bench();
  });

  await test.step('Esc Esc, over an open dialog', async () => {
    await bench.openConnect();
    await bench.stop.escEsc();
    await bench.stop.expectEngaged([/Off, read back/]);
    await expect(bench.dialog).toHaveCount(0);
    await bench.channel(1).expectOutput('off');
    await bench.channel(1).expectReading('V', 0, 0.05);
  });

  await test.step('while it holds, no output goes on', async () => {
    await bench.stop.putAside();
    await bench.stop.expectHolds();
    const { output } = bench.channel(1);
    await expect(output).toHaveAccessibleName(/Reset the emergency stop first/);
    await expect(output).toHaveAttribute('aria-disabled', 'true');
    await output.press('Enter');
    await output.press('Enter');
    await bench.channel(1).expectOutput('off');
  });

  const before = await test.step('everything done is in the history, then the power is cut', async () => {
    const history = await bench.history();
    await expect(history.row(/safety\.stop/).first()).toBeVisible();
    await expect.poll(async () => (await deeds(history)).join('\n')).not.toContain('In flight');
    const seen = await deeds(history);
    await history.bench();
    // Nothing comes after this one that could carry it to the disk: it is acknowledged, and the power goes.
    await bench.channel(2).set('voltage', '1.5', '1.500');
    await shell.kill();
    return seen;
  });

  const again = await test.step('started again: it still holds, before anybody has signed in', async () => {
    page = await shell.start();
    const signIn = new SignInPage(page);
    await signIn.expectOpen();
    await signIn.stop.expectHolds();
    await signIn.stop.press();
    await signIn.stop.expectEngaged();
    await signIn.stop.putAside();
    return signIn.signIn(await app.nextCode());
  });

  await test.step('nothing that was acknowledged is missing', async () => {
    const history = await again.history();
    expect(before.length).toBeGreaterThan(8);
    await expect
      .poll(async () => {
        const now = await deeds(history);
        return before.filter((row) => !now.includes(row));
      })
      .toEqual([]);
    // And in the same order, with the last one before them.
    const now = await deeds(history);
    const sets = (rows: readonly string[]): number =>
      rows.filter((row) => row.includes('instruments.set')).length;
    expect(sets(now)).toBe(sets(before) + 1);
    expect(
      now.some((row) => /person \| .*SOUR2:VOLT 1\.5 \| OK$/.test(row)),
      now.join('\n'),
    ).toBe(true);
    expect(now.slice(now.length - before.length)).toEqual(before);
    await history.bench();
  });

  await test.step('the latch is reset, and an output goes on again', async () => {
    await again.channel(1).expectLive();
    await again.channel(1).expectOutput('off');
    await again.stop.reset();
    await again.channel(1).set('voltage', '1', '1.000');
    await again.channel(1).holdKey();
    await again.channel(1).expectReading('V', 1, 0.01);
    await again.channel(1).turnOff();
  });

  await test.step('a recovery code works once', async () => {
    const signIn = new SignInPage(page);
    const code = codes[0]!;
    await again.signOut();
    const third = await signIn.signInWithRecovery(code);
    await expect(third.status).toContainText(tester.name);
    await third.signOut();
    const recovery = await (await signIn.givePassword()).useRecovery();
    await recovery.tryCode(code);
    await expectRefused(recovery, /^That code is not on the list, or it was used already\./);
  });
}
