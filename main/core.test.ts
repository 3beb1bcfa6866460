import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tamper } from '#main/database/tamper.fixture.ts';
import { type Core, openCore } from './core.ts';

let folder = '';
let core: Core | null = null;
const call = { seat: 'test', identity: null, who: 'test', signal: new AbortController().signal };
const open = async (): Promise<Core> => {
  core = await openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined });
  return core;
};
const close = async (): Promise<void> => {
  await core?.close({ outputs: 'off', who: 'test' });
  core = null;
};
async function first<T>(items: AsyncIterable<T>): Promise<T> {
  for await (const item of items) return item;
  throw new Error('no item');
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lablink-core-'));
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

describe('R-3: what cannot be opened is no reason not to be able to stop', () => {
  const stopsAndSaysWhy = async (code: string): Promise<void> => {
    const { handlers, trouble } = await open();
    expect(trouble?.code).toBe(code);
    const state = await first(handlers.accounts.state({}, call));
    expect(state).toMatchObject({ phase: 'unavailable', trouble: { code } });
    // Reached, and read back off: until then its outputs are unknown.
    await expect.poll(() => core?.live(), { timeout: 10_000 }).toEqual([]);
    const report = await handlers.safety.stop({ origin: 'button' }, call);
    expect(report.lines.map(({ result }) => result)).toEqual(['off']);
  };
  beforeEach(async () => {
    await (await open()).handlers.instruments.addSimulatedBench({}, call);
    await close();
  });

  test('a file that is no database', async () => {
    writeFileSync(
      join(folder, 'lablink.db'),
      'not a database, but long enough to look like a file of one '.repeat(9),
    );
    await stopsAndSaysWhy('DATABASE_CORRUPT');
  });
  test('a database that opens but lacks a table', async () => {
    tamper(join(folder, 'lablink.db'), 'DROP TABLE recovery_code', 'DROP TABLE user');
    await stopsAndSaysWhy('DATABASE_FAILED');
  });
  test('a key that is no key', async () => {
    const key = join(folder, 'vault.key');
    writeFileSync(key, readFileSync(key).subarray(1));
    await stopsAndSaysWhy('VAULT_FAILED');
  });
});

test('R-16: a second core on the folder is refused, and the folder is free after closing', async () => {
  await open();
  const second = openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined });
  await expect(second).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
  await close();
  await expect(open()).resolves.toBeDefined();
});
