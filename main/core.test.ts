import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import { tamper } from '#main/database/tamper.fixture.ts';
import { everything } from '#shared/contract/history.ts';
import { type Core, openCore } from './core.ts';

let folder = '';
let core: Core | null = null;
const call = { seat: 'test', identity: null, who: 'test', signal: new AbortController().signal };
const open = async (openMs = 20_000): Promise<Core> => {
  core = await openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined, openMs });
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
  /** That the stop works and the window is told; answers with why it is only that. */
  const whyItStillStops = async (openMs?: number): Promise<string | undefined> => {
    const { handlers, trouble } = await open(openMs);
    const code = trouble?.code;
    const state = await first(handlers.accounts.state({}, call));
    expect(state).toMatchObject({ phase: 'unavailable', trouble: { code } });
    // Reached, and read back off: until then its outputs are unknown.
    await expect.poll(() => core?.live(), { timeout: 10_000 }).toEqual([]);
    const report = await handlers.safety.stop({ origin: 'button' }, call);
    expect(report.lines.map(({ result }) => result)).toEqual(['off', 'off', 'none', 'off', 'none']);
    expect(report.lines.map(({ outputs }) => outputs)).toEqual([2, 1, 0, 1, 0]);
    return code;
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
    expect(await whyItStillStops()).toBe('DATABASE_CORRUPT');
  });
  test('a database that opens but lacks a table', async () => {
    tamper(join(folder, 'lablink.db'), 'DROP TABLE recovery_code', 'DROP TABLE user');
    expect(await whyItStillStops()).toBe('DATABASE_FAILED');
  });
  test('a disk that does not answer', async () => {
    const file = join(folder, 'lablink.db');
    rmSync(file);
    // Whoever opens it to read waits until somebody writes.
    execFileSync('mkfifo', [file]);
    try {
      expect(await whyItStillStops(200)).toBe('DATABASE_FAILED');
      expect(core?.trouble?.message).toBe('The database did not open within 0.2 s.');
    } finally {
      closeSync(openSync(file, 'r+'));
    }
  });
  test('a database that opens when nobody waits for it any more: it is closed again', async () => {
    const file = join(folder, 'lablink.db');
    // A process of its own: locks of one process do not hold back its own threads.
    const script = `const { DatabaseSync } = require('node:sqlite');
      const database = new DatabaseSync(process.argv[1]);
      database.exec('BEGIN IMMEDIATE');
      process.stdout.write('holds');
      process.stdin.once('data', () => process.exit());`;
    const holder = spawn(process.execPath, ['-e', script, file], { stdio: ['pipe', 'pipe', 'ignore'] });
    try {
      await once(holder.stdout, 'data');
      expect(await whyItStillStops(1000)).toBe('DATABASE_FAILED');
      expect(existsSync(`${file}-wal`)).toBe(true);
      holder.stdin.write('end');
      await once(holder, 'exit');
    } finally {
      holder.kill();
    }
    // The last one to close it tidies the log away.
    await expect.poll(() => existsSync(`${file}-wal`), { timeout: 10_000 }).toBe(false);
  });
  test('a key that is no key', async () => {
    const key = join(folder, 'vault.key');
    writeFileSync(key, readFileSync(key).subarray(1));
    expect(await whyItStillStops()).toBe('VAULT_FAILED');
  });
});

test('when the desktop session locks, every seat does, and it is on record', async () => {
  const opened = await open();
  const { handlers, identities } = opened;
  const account = { name: 'Ada', password: 'seven grey kettles hum' };
  const { secret } = await handlers.accounts.firstRunBegin(account, call);
  await handlers.accounts.firstRunConfirm({ code: codeAt(secret, Date.now()) }, call);
  await handlers.accounts.firstRunFinish({}, call);
  expect(identities.identify('test')?.locked).toBe(false);
  opened.lock();
  expect(identities.identify('test')).toMatchObject({ name: 'Ada', locked: true });
  const actions = async (): Promise<string[]> =>
    (await handlers.history.page({ ...everything, before: null, limit: 50 }, call)).rows.map(
      ({ request }) => request,
    );
  await expect.poll(actions).toContain('console.lock');
});

test('R-16: a second core on the folder is refused, and the folder is free after closing', async () => {
  await open();
  const second = openCore({ folder, keyring: null, version: 'test', onQuit: () => undefined });
  await expect(second).rejects.toMatchObject({ code: 'FOLDER_IN_USE' });
  await close();
  await expect(open()).resolves.toBeDefined();
});

test('sleep switches off what the policy says, and records what was on and what did not go off', async () => {
  const opened = await open();
  const { handlers } = opened;
  const { ids } = await handlers.instruments.addSimulatedBench({}, call);
  await handlers.instruments.output({ id: ids[0]!, channel: 1, on: true, withoutEnvelope: true }, call);
  expect(opened.live()).toMatchObject([{ channel: 1, state: 'on' }]);
  await opened.sleep();
  expect(opened.live()).toEqual([]);
  const question = { ...everything, before: null, limit: 50, text: 'console.sleep' };
  const { rows } = await handlers.history.page(question, call);
  expect(rows[0]?.reply).toContain('outputs: off');
  expect(rows[0]?.reply).toContain('live: Simulated supply 1: on');
  expect(rows[0]?.reply).toMatch(/stillLive: (,|$)/);
});
