import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import { addFiles, callAt, makeAccount, makeBackup, tester, withCore } from './backup.fixture.ts';
import { remove, scratch } from './restore.fixture.ts';

const page = readFileSync(new URL('../../docs/operations/restore-by-hand.md', import.meta.url), 'utf8');
/** Every command of the page, in its order, as one script. */
const commands = Array.from(page.matchAll(/^```sh\n(.*?)^```$/gms), ([, block]) => block).join('');

const needed = ['age', 'zstd', 'sqlite3', 'openssl', 'sha256sum', 'bash'];
const missing = needed.filter((name) => spawnSync(name, ['--version']).error !== undefined);
const without = missing.length > 0 ? ` (not run: ${missing.join(', ')} not installed)` : '';

let root: string;
beforeEach(() => {
  root = scratch();
});
afterEach(() => remove(root));

/** Runs the page in a folder; `-e` ends it at the first command that fails, as a person would. */
const follow = (folder: string, backup: string) =>
  spawnSync('bash', ['-e', '-o', 'pipefail', '-c', commands], {
    cwd: folder,
    env: { PATH: process.env['PATH'], BACKUP: backup.replace(/\.age$/, ''), HOME: folder, TZ: 'UTC' },
    encoding: 'utf8',
    timeout: 60_000,
  });

test('the page has a command for each of its steps', () => {
  expect(page.match(/^## \d/gm)).toHaveLength(7);
  for (const word of [
    'sha256sum -c',
    'age -d',
    'zstd -d',
    '-Ax',
    'vault.key.age',
    'integrity_check',
    'DELETE FROM token',
  ])
    expect(commands).toContain(word);
});

test.runIf(missing.length === 0)(
  `followed as it is written, it makes a data folder in which the old password and code sign in${without}`,
  async () => {
    const old = join(root, 'old');
    const account = await makeAccount(old);
    addFiles(old);
    const { file, identity, signer } = await makeBackup(old, join(root, 'stick'));
    const desk = join(root, 'desk');
    cpSync(dirname(file), desk, { recursive: true });
    writeFileSync(join(desk, 'identity.txt'), `${identity}\n`, { mode: 0o600 });
    const { status, stdout, stderr } = follow(desk, basename(file));
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toContain(`${basename(file)}: OK\n`);
    expect(stdout).toContain('Signature Verified Successfully');
    expect(stdout).toContain(signer.fingerprint);
    expect(stdout).toMatch(/lablink\.db: OK\nok\n\d+ rows of history, 1 accounts\n/);
    expect(readdirSync(join(desk, 'data')).toSorted()).toEqual(
      ['lablink.db', 'stop.json', 'transcripts', 'vault.key', 'bench.json']
        .filter((name) =>
          name === 'bench.json' || name === 'stop.json' ? existsSync(join(old, name)) : true,
        )
        .toSorted(),
    );
    await withCore(join(desk, 'data'), async (core) => {
      expect(core.trouble).toBeNull();
      const { accounts } = core.handlers;
      await accounts.signInPassword(tester, callAt(core, 's'));
      const code = codeAt(account.totp, Date.now() + 30_000);
      expect(await accounts.signInCode({ code }, callAt(core, 's'))).toMatchObject({
        name: tester.name,
        recoveryCodesLeft: 0,
      });
    });
  },
  60_000,
);

test.runIf(missing.length === 0)(`it ends where something was altered${without}`, async () => {
  const old = join(root, 'old');
  await makeAccount(old);
  const { file, identity } = await makeBackup(old, join(root, 'stick'));
  const end = (name: string, spoil: (bytes: Buffer) => void) => {
    const desk = join(root, name);
    cpSync(dirname(file), desk, { recursive: true });
    writeFileSync(join(desk, 'identity.txt'), `${identity}\n`);
    const path = join(desk, name);
    const bytes = readFileSync(path);
    spoil(bytes);
    writeFileSync(path, bytes);
    const { status, stdout } = follow(desk, basename(file));
    expect(existsSync(join(desk, 'data'))).toBe(false);
    return { status, stdout };
  };
  const altered = end(basename(file), (bytes) => (bytes[bytes.length - 1]! ^= 1));
  expect(altered.status).not.toBe(0);
  expect(altered.stdout).toContain('FAILED');
  const forged = end(basename(file).replace(/\.age$/, '.manifest.json'), (bytes) =>
    bytes.write('BENCH', bytes.indexOf('"bench"') + 1),
  );
  expect(forged.status).not.toBe(0);
  expect(forged.stdout).toContain('Signature Verification Failure');
});
