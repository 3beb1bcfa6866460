import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browser, installDebian } from './browser.ts';
import { buildRenderer } from './build-renderer.ts';
import { runChecks } from './checks.ts';
import { has, root, runScript } from './steps.ts';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const results = join(root, 'test-results');
const heading = (text: string): void => console.log(`\n== ${text}`);

/** Programs written elsewhere that check the console; without them those tests skip and say so. */
async function ensurePeers(): Promise<void> {
  const missing: string[] = [];
  if (!(await has('lxi'))) missing.push('lxi-tools');
  if (!(await has('oathtool'))) missing.push('oathtool');
  if (!(await has('sqlite3'))) missing.push('sqlite3');
  if (!(await has('age'))) missing.push('age');
  if (!(await has('zstd'))) missing.push('zstd');
  if (!(await has('socat', ['-V']))) missing.push('socat');
  if (!(await has('tshark'))) missing.push('tshark');
  if (!(await has('strace', ['-V']))) missing.push('strace');
  if (!(await has('/usr/bin/python3', ['-c', 'import pyvisa_py']))) missing.push('python3-pyvisa-py');
  if (!(await has('/usr/bin/python3', ['-c', 'import serial']))) missing.push('python3-serial');
  if (missing.length > 0 && !(await installDebian(missing)))
    console.log(`Not installed, so the tests against them skip: ${missing.join(', ')}`);
}

/** Unit and property tests. */
async function unit(): Promise<Tally> {
  const file = join(results, 'unit.json');
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await runScript('vitest/vitest.mjs', args, { deadlineMs: 1_500_000 });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  };
  // A file that could not be loaded, or an error outside any test, fails the run without a failed test.
  const failed = report.numFailedTests || (code === 0 ? 0 : Math.max(1, report.numFailedTestSuites));
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
}

/** The product in a browser, against the real core. */
async function endToEnd(): Promise<Tally> {
  const executable = await browser();
  if (executable === null) {
    console.log(
      'No Chromium, Chrome or Edge was found and none could be installed: the end-to-end tests cannot run.',
    );
    return { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(`Browser: ${executable}`);
  const file = join(results, 'e2e.json');
  const { code } = await runScript('playwright/cli.js', ['test', '--reporter=list,json'], {
    deadlineMs: 900_000,
    env: { LABLINK_BROWSER: executable, PLAYWRIGHT_JSON_OUTPUT_FILE: file },
  });
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats } = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  };
  // A test that passes only on a second try is a failed test.
  const failed = stats.unexpected + stats.flaky || (code === 0 ? 0 : 1);
  return { passed: stats.expected, failed, skipped: stats.skipped };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
const add = (tally: Omit<Tally, 'skipped'> & { skipped?: number }): void => {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped ?? 0;
};

heading('Code: types, lint, import rules, format, unused code');
add(await runChecks());
heading('Peers written elsewhere');
await ensurePeers();
heading('Unit and property tests');
add(await unit());
heading('End to end');
await buildRenderer();
add(await endToEnd());

console.log('\nKnown vulnerabilities of dependencies: not checked (npm audit is not part of this run).');
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
