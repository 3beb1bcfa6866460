import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder } from './lock.ts';
import { trialFolder } from './trial.fixture.ts';

test('R-16: a second console on the folder is refused, told which process holds it, and free again after kill -9', async () => {
  const folder = trialFolder();
  const holder = spawn(
    process.execPath,
    [fileURLToPath(new URL('./lock-holder.fixture.ts', import.meta.url)), folder],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  expect(() => lockFolder(folder)).toThrow(
    expect.objectContaining({
      code: 'FOLDER_IN_USE',
      message: expect.stringContaining(`process ${holder.pid}`),
      details: { pid: holder.pid },
    }),
  );
  const exited = once(holder, 'exit');
  holder.kill('SIGKILL');
  await exited;
  const lock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ details: { pid: process.pid } }));
  lock.release();
  expect(existsSync(join(folder, 'console.json'))).toBe(false);
  const next = lockFolder(folder);
  // Releasing twice must not take away what the next one wrote.
  lock.release();
  expect(existsSync(join(folder, 'console.json'))).toBe(true);
  next.release();
});

test('R-16: what a console left behind, or somebody wrote there, does not keep the next one out', () => {
  const folder = trialFolder();
  writeFileSync(join(folder, 'console.json'), '{"pid":1,"since":0}');
  lockFolder(folder).release();
  writeFileSync(join(folder, 'console.json'), 'garbage');
  const lock = lockFolder(folder);
  writeFileSync(join(folder, 'console.json'), 'garbage');
  expect(() => lockFolder(folder)).toThrow(
    expect.objectContaining({ code: 'FOLDER_IN_USE', details: { pid: null } }),
  );
  lock.release();
  mkdirSync(join(folder, 'console.json'));
  lockFolder(folder).release();
});

test('a folder that cannot be written says so', () => {
  const folder = join(trialFolder(), 'not-there');
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'FOLDER_UNWRITABLE' }));
  const closed = trialFolder();
  writeFileSync(
    join(closed, 'console.lock'),
    'this is no lock of ours, and long enough to be looked at'.repeat(20),
  );
  expect(() => lockFolder(closed)).toThrow(expect.objectContaining({ code: 'FOLDER_UNWRITABLE' }));
  chmodSync(closed, 0o700);
});
