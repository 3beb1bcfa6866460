import { join } from 'node:path';
import { type Bench, test as base } from './fixtures.ts';
import type { BenchPage } from './pages/bench.page.ts';
import type { HistoryPage } from './pages/history.page.ts';
import { SignInPage } from './pages/sign-in.page.ts';
import { pastLink, writePast } from './past.ts';

const supply = pastLink('past-supply', 'Old supply');
const identity = { reply: Buffer.from('LabLink,SIM,7,1.0\n') };

/** Two years ago: one row, and a run of polls. */
const writeLongAgo = (file: string): Promise<void> =>
  writePast(file, new Date().setFullYear(new Date().getFullYear() - 2), async (sent, _pause, polled) => {
    await sent(supply, '*RST', {});
    polled(supply, [1.5, 1.75, 2]);
  });

/** Yesterday at ten: two sessions of four hours apart, alike but for one reply and one command. */
const writeTwoSessions = (file: string): Promise<void> =>
  writePast(file, yesterdayAt(10), async (sent, pause) => {
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

/** Yesterday at this hour, epoch ms. */
export function yesterdayAt(hour: number): number {
  const day = new Date();
  day.setDate(day.getDate() - 1);
  return day.setHours(hour, 0, 0, 0);
}
/** `Tuesday 24 November`: how the calendar calls a day. */
export const longDay = (at: number): string => {
  const day = new Date(at);
  const [weekday, month] = [{ weekday: 'long' }, { month: 'long' }].map((part) =>
    new Intl.DateTimeFormat('en', part as Intl.DateTimeFormatOptions).format(day),
  );
  return `${weekday} ${day.getDate()} ${month}`;
};

/** A console with that past; `past`: its history on the screen. */
export const test = base.extend<{ past: HistoryPage<BenchPage>; account: Bench }>({
  account: async ({ prepare, console }, give) => {
    const file = join(console.folder, 'lablink.db');
    // What is oldest stands first in the chain, as it does after two years: retention takes from its beginning.
    await writeLongAgo(file);
    const bench = await prepare();
    await console.kill();
    await writeTwoSessions(file);
    await give(bench);
  },
  past: async ({ page, console, account }, give) => {
    await page.goto(await console.start());
    const work = await new SignInPage(page).signIn(await account.authenticator.nextCode());
    await give(await work.history());
  },
});

/** What was sent yesterday, newest first. */
export const yesterday = [
  'VOLT 9',
  'MEAS:VOLT?',
  'OUTP ON',
  'VOLT 1.80',
  '*IDN?',
  'MEAS:VOLT?',
  'VOLT 1.80',
  '*IDN?',
];
