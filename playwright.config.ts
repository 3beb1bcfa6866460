import { defineConfig } from '@playwright/test';

/** Pictures are made when they are asked for (`npm run pictures`); a test run does not list them. */
const pictures = '**/*pictures.spec.ts';

export default defineConfig({
  testDir: 'e2e',
  ...(process.env['LABLINK_PICTURES'] === '1' ? { testMatch: pictures } : { testIgnore: pictures }),
  outputDir: 'test-results/e2e',
  // Stories share one machine of two cores, and some of them measure: one after another. Two at a time saved little, and made focus late.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    // A recording costs a quarter of the run: LABLINK_TRACE=1 makes one of each story that fails.
    trace: process.env['LABLINK_TRACE'] === '1' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    actionTimeout: 20_000,
  },
});
