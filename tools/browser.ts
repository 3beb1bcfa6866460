import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { has, run, runScript } from './steps.ts';

const candidates: Readonly<Record<string, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** A Chromium that is there: Playwright's own, Chromium, Chrome or Edge. */
export function findBrowser(): string | null {
  const chosen = process.env['LABLINK_BROWSER'];
  if (chosen !== undefined && existsSync(chosen)) return chosen;
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  return (candidates[process.platform] ?? []).find((path) => existsSync(path)) ?? null;
}

/** Debian and what descends from it, as root: packages can be installed without asking. */
export const isDebianRoot = (): boolean =>
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/etc/debian_version') &&
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Installs packages of the distribution where that can be done without asking; false where it cannot. */
export async function installDebian(packages: readonly string[]): Promise<boolean> {
  if (!isDebianRoot() || !(await has('apt-get'))) return false;
  console.log(`Installing ${packages.join(', ')} from the distribution...`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-qq'], { capture: true, env });
  if (update.code !== 0)
    console.log('The package lists could not be updated; trying with those that are there.');
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  const { code, output } = await run('apt-get', args, { capture: true, env });
  if (code !== 0) console.log(output.trim().split('\n').slice(-3).join('\n'));
  return code === 0;
}

/** A browser for the end-to-end tests: one that is there, else one that can be installed; null where neither works. */
export async function browser(): Promise<string | null> {
  const there = findBrowser();
  if (there !== null) return there;
  if (await installDebian(['chromium', 'fonts-liberation'])) return findBrowser();
  console.log("Downloading Playwright's Chromium...");
  await runScript('playwright/cli.js', ['install', 'chromium'], { deadlineMs: 300_000 });
  return findBrowser();
}
