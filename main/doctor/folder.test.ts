import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '#main/database/database.ts';
import type { Finding } from './check.ts';
import { bystander, clockCheck, databaseCheck } from './database.ts';
import { folderCheck, vaultCheck } from './folder.ts';
import { probe } from './probe.ts';

const posix = process.platform !== 'win32';
const signal = new AbortController().signal;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lablink-doctor-'));
});
afterEach(() => {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
});

const look = async (check: { look: (signal: AbortSignal) => unknown }): Promise<Finding> =>
  (await check.look(signal)) as Finding;
const file = () => join(folder, 'lablink.db');

test('data folder: yours alone and writable, and nothing is left in it', async () => {
  expect(await look(folderCheck(folder))).toMatchObject({ verdict: 'ok' });
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(posix)('data folder: open to others, not a folder, not there, not to be made', async () => {
  chmodSync(folder, 0o755);
  expect(await look(folderCheck(folder))).toMatchObject({
    verdict: 'warning',
    found: expect.stringContaining('755'),
  });
  writeFileSync(join(folder, 'file'), '');
  expect(await look(folderCheck(join(folder, 'file')))).toMatchObject({ verdict: 'problem' });
  expect(await look(folderCheck(join(folder, 'new', 'deep')))).toMatchObject({ verdict: 'ok' });
  expect(existsSync(join(folder, 'new'))).toBe(false);
  expect(await look(folderCheck('/proc/lablink'))).toMatchObject({ verdict: 'problem' });
});

test.runIf(posix)(
  'vault key: whole and owner-only, or a problem; none beside a database is said',
  async () => {
    const key = join(folder, 'vault.key');
    expect(await look(vaultCheck(folder))).toMatchObject({ verdict: 'ok' });
    writeFileSync(key, Buffer.alloc(32), { mode: 0o600 });
    expect(await look(vaultCheck(folder))).toMatchObject({ verdict: 'ok' });
    chmodSync(key, 0o640);
    expect(await look(vaultCheck(folder))).toMatchObject({
      verdict: 'problem',
      found: expect.stringContaining('640'),
    });
    rmSync(key);
    writeFileSync(key, Buffer.alloc(31), { mode: 0o600 });
    expect(await look(vaultCheck(folder))).toMatchObject({ verdict: 'problem' });
    rmSync(key);
    writeFileSync(file(), '');
    expect(await look(vaultCheck(folder))).toMatchObject({ verdict: 'not checked' });
  },
);

test('database: none yet, whole, in use, newer, cut, damaged, garbage, a folder; nothing of it is touched', async () => {
  const check = () => look(databaseCheck(folder, bystander(folder)));
  expect(await check()).toMatchObject({ verdict: 'ok' });

  const database = await openDatabase<Record<string, never>, Record<string, never>>({ file: file() });
  expect(await check()).toMatchObject({ verdict: 'ok', found: expect.stringContaining('without a fault') });
  await database.close();
  const files = readdirSync(folder);
  expect(await check()).toMatchObject({ verdict: 'ok' });
  expect(await look(clockCheck(bystander(folder)))).toMatchObject({ verdict: 'not checked' });
  expect(readdirSync(folder)).toEqual(files);

  copyFileSync(file(), join(folder, 'whole'));
  const size = readFileSync(file()).length;
  // The schema version lies at byte 60 of the file.
  writeSync(openSync(file(), 'r+'), Buffer.from([0, 0, 0x7f, 0xff]), 0, 4, 60);
  expect(await check()).toMatchObject({
    verdict: 'problem',
    found: expect.stringContaining('version 32767'),
  });
  writeFileSync(file(), readFileSync(join(folder, 'whole')).subarray(0, size - 4096));
  expect(await check()).toMatchObject({ verdict: 'problem' });
  copyFileSync(join(folder, 'whole'), file());
  writeSync(openSync(file(), 'r+'), Buffer.alloc(3000, 0xa5), 0, 3000, 8192);
  expect(await check()).toMatchObject({ verdict: 'problem', found: expect.stringContaining('damaged') });
  const garbage = 'this was a database once. '.repeat(400);
  writeFileSync(file(), garbage);
  expect(await check()).toMatchObject({ verdict: 'problem' });
  expect(readFileSync(file(), 'utf8')).toBe(garbage);
  rmSync(file());
  mkdirSync(file());
  expect(await check()).toMatchObject({ verdict: 'problem' });
});

test.runIf(posix)(
  'a probe that hangs is ended, and one that crashes is told from one that fails',
  async () => {
    execFileSync('mkfifo', [file()]);
    expect(await probe('database', [file()], 500)).toEqual({
      answer: null,
      failed: 'it did not answer within 0.5 s',
    });
    const missing = await probe('database', [join(folder, 'nowhere')], 10_000);
    expect(missing).toMatchObject({ answer: null, failed: expect.stringContaining('unable to open') });
  },
);
