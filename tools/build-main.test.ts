import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { threadFiles } from '#main/threads/names.ts';
import { bundleMain } from './build-main.ts';
import { root, run } from './steps.ts';

// Below the project, so that the native modules are found as they are in the package.
const out = join(root, 'dist/test-packed');

beforeAll(async () => {
  await bundleMain(out, { probe: join(root, 'tools/packed-probe.fixture.ts') });
}, 60_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

test('every worker, the shell and the preload are packed', () => {
  for (const name of Object.keys(threadFiles))
    expect(existsSync(join(out, `workers/${name}.worker.js`)), name).toBe(true);
  expect(existsSync(join(out, 'electron.js'))).toBe(true);
  const preload = readFileSync(join(out, 'preload.cjs'), 'utf8');
  expect(preload).toContain('require("electron")');
  expect(preload).not.toContain('require("node:');
});

test('the packed core opens with its database, accounts and simulated bench', async () => {
  const { code, output } = await run(process.execPath, [join(out, 'probe.js')], {
    capture: true,
    deadlineMs: 30_000,
  });
  expect(output).toContain('packed core works: 5 instruments, history');
  expect(code).toBe(0);
});
