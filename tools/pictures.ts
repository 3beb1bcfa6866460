import { browser } from './browser.ts';
import { buildRenderer } from './build-renderer.ts';
import { runScript } from './steps.ts';

/** Makes the pictures of the README, in docs/pictures/, from the real console on the simulated bench. */
await buildRenderer();
const executable = await browser();
if (executable === null) {
  console.log('No Chromium, Chrome or Edge was found and none could be installed: no pictures were made.');
  process.exit(1);
}
const { code } = await runScript('playwright/cli.js', ['test', '--reporter=list'], {
  deadlineMs: 600_000,
  env: { LABLINK_BROWSER: executable, LABLINK_PICTURES: '1' },
});
process.exitCode = code;
