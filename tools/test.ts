import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runChecks } from './checks.ts';
import { endToEnd, results, type Tally } from './end-to-end.ts';
import { ensurePeers, type PeerPackage } from './peers.ts';
import { runScript } from './steps.ts';

const heading = (text: string): void => console.log(`\n== ${text}`);

/** Programs written elsewhere that check the console; without them those tests skip and say so. */
const peers: readonly PeerPackage[] = [
  'lxi-tools',
  'oathtool',
  'sqlite3',
  'age',
  'zstd',
  'socat',
  'tshark',
  'strace',
  'udev',
  'python3-pyvisa-py',
  'python3-serial',
  'python3-scipy',
];

/** Unit and property tests. */
async function unit(): Promise<Tally> {
  const file = join(results, 'unit.json');
  const failures = join(results, 'unit-failures.txt');
  const { code } = await runScript('vitest/vitest.mjs', ['run'], {
    deadlineMs: 2_400_000,
    env: { LABLINK_UNIT_REPORT: file, LABLINK_UNIT_FAILURES: failures },
  });
  if (!existsSync(file))
    return { passed: 0, failed: 1, skipped: 0, failures: ['the unit tests left no report'] };
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  };
  // A file that could not be loaded, or an error outside any test, fails the run without a failed test.
  const failed = report.numFailedTests || (code === 0 ? 0 : Math.max(1, report.numFailedTestSuites));
  return {
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests,
    failures: existsSync(failures) ? readFileSync(failures, 'utf8').split('\n').filter(Boolean) : [],
  };
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
const add = (tally: Pick<Tally, 'passed' | 'failed'> & Partial<Tally>): void => {
  total.passed += tally.passed;
  total.failed += tally.failed;
  total.skipped += tally.skipped ?? 0;
  failures.push(...(tally.failures ?? []));
};

heading('Code: types, lint, import rules, format, unused code');
add(await runChecks());
heading('Peers written elsewhere');
const missing = await ensurePeers(peers);
if (missing.length > 0) console.log(`Not installed, so the tests against them skip: ${missing.join(', ')}`);
heading('Unit and property tests');
add(await unit());
heading('End to end');
console.log('Not told here: stories of minutes (tagged @long). npm run test:long tells them.');
add(await endToEnd(['test', '--grep-invert=@long']));

console.log('\nKnown vulnerabilities of dependencies: not checked (npm audit is not part of this run).');
// Once more at the end: a log of CI may have lost its beginning.
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((line) => `  ${line}`).join('\n')}`);
console.log(
  `\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`,
);
process.exitCode = total.failed === 0 ? 0 : 1;
