import { join } from 'node:path';
import { root, run, runScript, type Ran } from './steps.ts';

const tsc = (world: string) => () => runScript('typescript/bin/tsc', ['-p', world], { capture: true });

/** The checks that read the code without running it. Each passes or fails as one. */
export const checks: readonly { readonly name: string; readonly run: () => Promise<Ran> }[] = [
  ...['shared', 'main', 'renderer', 'preload', 'e2e'].map((world) => ({
    name: `types of ${world}`,
    run: tsc(world),
  })),
  {
    name: 'lint and import rules',
    run: () => runScript('oxlint/bin/oxlint', ['--deny-warnings'], { capture: true }),
  },
  {
    name: 'format',
    run: () =>
      runScript('@biomejs/biome/bin/biome', ['format', '--max-diagnostics=20', '.'], { capture: true }),
  },
  {
    name: 'phrases of every language',
    run: () => run(process.execPath, [join(root, 'tools/catalogues.ts')], { capture: true }),
  },
  { name: 'unused code', run: () => runScript('knip/bin/knip.js', ['--no-progress'], { capture: true }) },
];

/** Runs them all; prints one line each, and what a failing one has to say. */
export async function runChecks(): Promise<{ passed: number; failed: number; failures: readonly string[] }> {
  const failures: string[] = [];
  for (const { name, run: check } of checks) {
    const start = performance.now();
    const { code, output } = await check();
    console.log(
      `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`,
    );
    if (code !== 0) {
      failures.push(name);
      console.log(output.trim());
    }
  }
  return { passed: checks.length - failures.length, failed: failures.length, failures };
}
