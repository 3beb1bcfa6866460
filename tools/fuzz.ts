import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runScript } from './steps.ts';

/**
 * The property and fuzz tests of everything that reads bytes from a wire, with a million inputs each instead of the few
 * that fit into every test run: they may crash nothing, take no more memory than the cap, and never hang.
 */
const inputs = process.argv[2] ?? '1000000';
const files = globSync('{main,shared}/**/*.test.ts', { cwd: root }).filter((file) =>
  readFileSync(join(root, file), 'utf8').includes('LABLINK_FUZZ'),
);
console.log(`${inputs} inputs each: ${files.join(', ')}`);
const { code } = await runScript('vitest/vitest.mjs', ['run', '--testTimeout=3600000', ...files], {
  deadlineMs: 4 * 3_600_000,
  env: { LABLINK_FUZZ: inputs },
});
process.exitCode = code;
