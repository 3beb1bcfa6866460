import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser } from './browser.ts';
import { buildRenderer } from './build-renderer.ts';
import { root, runScript } from './steps.ts';

export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** Which failed, a line each. */
  failures: readonly string[];
}

/** Where a test run leaves its reports. */
export const results = join(root, 'test-results');

/** A file, or a group in it, as Playwright reports it. */
interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs?: readonly { readonly file: string; readonly title: string; readonly ok: boolean }[];
}

const failedIn = ({ suites = [], specs = [] }: Suite): string[] => [
  ...specs.flatMap(({ ok, file, title }) => (ok ? [] : [`e2e/${file} > ${title}`])),
  ...suites.flatMap(failedIn),
];

/** Stories in a browser, against the real core, with these arguments of Playwright. */
export async function endToEnd(args: readonly string[]): Promise<Tally> {
  await buildRenderer();
  const executable = await browser();
  if (executable === null) {
    console.log(
      'No Chromium, Chrome or Edge was found and none could be installed: the end-to-end tests cannot run.',
    );
    return { passed: 0, failed: 1, skipped: 0, failures: ['no browser'] };
  }
  console.log(`Browser: ${executable}`);
  const file = join(results, 'e2e.json');
  const { code } = await runScript('playwright/cli.js', [...args, '--reporter=list,json'], {
    deadlineMs: 2_400_000,
    env: { LABLINK_BROWSER: executable, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, failures: ['Playwright left no report'] };
  const { stats, suites } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: readonly Suite[];
  };
  // A test that passes only on a second try is a failed test.
  const failed = stats.unexpected + stats.flaky || (code === 0 ? 0 : 1);
  return { passed: stats.expected, failed, skipped: stats.skipped, failures: suites.flatMap(failedIn) };
}
