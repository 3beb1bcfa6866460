import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runScript } from './steps.ts';

/**
 * The tests that kill a console or cut its power, as often as asked for (1,000 times) instead of the few times that fit into
 * every test run. Each prints its seed; `LABLINK_SEED` repeats one. Words behind the number choose files.
 */
const [rounds = '1000', ...words] = process.argv.slice(2);
if (!/^[1-9]\d{0,6}$/.test(rounds)) {
  console.error('usage: npm run faults -- [rounds, 1000 when left out] [words of file names]');
  process.exit(2);
}
const files = globSync('main/**/*.test.ts', { cwd: root }).filter(
  (file) =>
    /\bkills\(|LABLINK_KILLS/.test(readFileSync(join(root, file), 'utf8')) &&
    (words.length === 0 || words.some((word) => file.includes(word))),
);
console.log(`${rounds} times each: ${files.join(', ')}`);
const { code } = await runScript(
  'vitest/vitest.mjs',
  ['run', '--testTimeout=14400000', '--disableConsoleIntercept=true', ...files],
  { deadlineMs: 4 * 3_600_000, env: { LABLINK_KILLS: rounds } },
);
process.exitCode = code;
