import { defineConfig } from 'vitest/config';
import { FailuresReporter } from './tools/failures-reporter.ts';

/** Files for `npm test`: all results, and the names of what failed. */
const { LABLINK_UNIT_REPORT: report, LABLINK_UNIT_FAILURES: failures } = process.env;

const json = (outputFile: string): [string, { outputFile: string }] => ['json', { outputFile }];

export default defineConfig({
  test: {
    include: [
      'main/**/*.test.ts',
      'shared/**/*.test.ts',
      'renderer/**/*.test.{ts,tsx}',
      'tools/**/*.test.ts',
    ],
    // For a computer that is slow and busy. What has to be quick is held to its limit by a bench, or by the test itself.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: [
      'default',
      ...(report ? [json(report)] : []),
      ...(failures ? [new FailuresReporter(failures)] : []),
    ],
    pool: 'forks',
    // As many as CI has cores: by itself it would leave one of two idle, while most tests wait for another process.
    maxWorkers: 2,
  },
});
