import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import { addFiles, makeBackup } from '#main/restore/backup.fixture.ts';
import { parseBackup } from './cli-backup-options.ts';
import { Place, tester } from './cli.fixture.ts';
import { progressWords } from './cli-work.ts';

const passphrase = 'a passphrase for tests';
let lab: Place;
let account: Awaited<ReturnType<Place['makeAccount']>>;
let made: Awaited<ReturnType<typeof makeBackup>>;
let keyFile: string;
beforeAll(async () => {
  lab = new Place();
  account = await lab.makeAccount();
  addFiles(lab.folder);
  made = await makeBackup(lab.folder, join(lab.parent, 'stick'), { passphrase });
  keyFile = join(lab.parent, 'identity.txt');
  writeFileSync(keyFile, `Identity sheet\n\n    ${made.identity}\n\nKeep it away from this PC.\n`, {
    mode: 0o600,
  });
}, 60_000);
afterAll(() => lab.remove());

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const sheet = (): string[] => ['--signer', made.signer.fingerprint];
/** Whether the old password and a code of the authenticator sign in on a folder. */
const signsIn = async (folder: string): Promise<string> => {
  place.folder = folder;
  const code = codeAt(account.totp, Date.now() + 30_000);
  const { code: exit, err } = await place.typing(
    [tester.name, tester.password, code],
    'login',
    '--stdin',
    '--print',
  );
  return exit === 0 ? 'yes' : err;
};

describe('on a PC with nothing but the file and the identity', () => {
  test('verify: decrypted and checked; nothing of a data folder is made', async () => {
    const { code, out, err } = await place.lablink(
      'backup',
      'verify',
      made.file,
      '--identity',
      keyFile,
      ...sheet(),
    );
    expect(code, err).toBe(0);
    expect(out).toMatch(/^accounts +1 +ok$/m);
    expect(err).toContain(`${basename(made.file)}: verified; made `);
    expect(err).toMatch(/^Signature: good \(/m);
    expect(existsSync(place.folder)).toBe(false);
  });

  test('verify without a key compares the bytes, and says no more than that', async () => {
    const { code, out } = await place.lablink('backup', 'verify', made.file, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ state: 'unchanged', signature: 'unknown-signer', host: 'bench' });
  });

  test('restore with the identity from standard input: the old password and code sign in', async () => {
    const { code, err } = await place.typing(
      [made.identity],
      'backup',
      'restore',
      made.file,
      '--identity',
      '-',
      ...sheet(),
    );
    expect(code, err).toBe(0);
    expect(err).toContain('Tokens and recovery codes of before are void.');
    expect(err + readdirSync(place.folder).join()).not.toContain('AGE-SECRET-KEY');
    expect(existsSync(join(place.folder, 'restore'))).toBe(false);
    expect(existsSync(join(place.folder, 'transcripts'))).toBe(true);
    expect(await signsIn(place.folder)).toBe('yes');
    expect(place.records()).toContain('console | console.restored | ok');
  });

  test('restore --to a new folder with the passphrase; a folder that is used is refused', async () => {
    const to = join(place.parent, 'elsewhere');
    const args = ['backup', 'restore', made.file, '--passphrase', '--to', to, ...sheet()];
    const { code, err } = await place.typing([passphrase], ...args);
    expect(code, err).toBe(0);
    expect(existsSync(place.folder)).toBe(false);
    expect(await place.typing([passphrase], ...args)).toMatchObject({ code: 1, out: '' });
    expect(await signsIn(to)).toBe('yes');
  });

  test('drill: what would come back, and nothing stays', async () => {
    const { code, out, err } = await place.lablink(
      'backup',
      'drill',
      made.file,
      '--identity',
      keyFile,
      '--json',
      ...sheet(),
    );
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ state: 'verified', signature: 'ok', problems: [] });
    expect(existsSync(place.folder)).toBe(false);
  });

  test('a signer that nobody knows, a wrong key, a spoilt file: refused, and nothing is made', async () => {
    const restore = (file: string, ...more: string[]) =>
      place.lablink('backup', 'restore', file, '--identity', keyFile, ...more);
    const unknown = await restore(made.file);
    expect(unknown).toMatchObject({ code: 1, out: '' });
    expect(unknown.err).toContain('signed by a key that is not known here');
    const wrong = join(place.parent, 'wrong.txt');
    writeFileSync(wrong, 'AGE-SECRET-KEY-1QQQQ\n');
    expect(
      await place.lablink('backup', 'restore', made.file, '--identity', wrong, ...sheet()),
    ).toMatchObject({ code: 1, out: '' });
    const stick = join(place.parent, 'stick');
    cpSync(dirname(made.file), stick, { recursive: true });
    const spoilt = join(stick, basename(made.file));
    writeFileSync(spoilt, readFileSync(spoilt).subarray(0, 3000));
    const damaged = await restore(spoilt, ...sheet());
    expect(damaged).toMatchObject({ code: 1, out: '' });
    expect(damaged.err).toContain('damaged');
    expect(existsSync(join(place.folder, 'lablink.db'))).toBe(false);
    expect(await place.lablink('backup', 'verify', spoilt)).toMatchObject({ code: 1 });
    expect((await restore(made.file, '--override')).code).toBe(0);
  });
});

test('over a database that is damaged: whoever owns the folder and holds the key; what was there is kept', async () => {
  mkdirSync(place.folder);
  writeFileSync(join(place.folder, 'lablink.db'), 'not a database, but as long as a short one would be');
  const { code, err } = await place.lablink(
    'backup',
    'restore',
    made.file,
    '--identity',
    keyFile,
    ...sheet(),
  );
  expect(code, err).toBe(0);
  const before = readdirSync(place.folder).find((name) => name.startsWith('before-restore-'));
  expect(readFileSync(join(place.folder, before!, 'lablink.db'), 'utf8')).toContain('not a database');
  expect(await signsIn(place.folder)).toBe('yes');
});

test('over accounts that can be read: nobody restores without signing in', async () => {
  cpSync(lab.folder, place.folder, { recursive: true });
  expect(
    await place.lablink('backup', 'restore', made.file, '--identity', keyFile, ...sheet()),
  ).toMatchObject({ code: 4, out: '' });
  expect(readdirSync(place.folder).some((name) => name.startsWith('before-restore-'))).toBe(false);
});

const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) console.log('util-linux script is not installed: no test on a real terminal.');
test.runIf(hasScript)('on a terminal the passphrase is asked for and not echoed', async () => {
  const run = place.onTerminal('backup', 'drill', made.file, '--passphrase', ...sheet());
  await run.seen(/Passphrase: /);
  run.child.stdin?.write(`${passphrase}\r`);
  const { code, out } = await run.ended;
  expect(code, out).toBe(0);
  expect(out).not.toContain(passphrase);
  expect(out).toMatch(/authenticators that would open +1 +ok/);
});

test.runIf(hasScript)(
  'over accounts that can be read: with password and code it takes effect, and what was here is kept',
  async () => {
    cpSync(lab.folder, place.folder, { recursive: true });
    const run = place.onTerminal('backup', 'restore', made.file, '--identity', keyFile, ...sheet());
    await run.seen(/Name: /);
    run.child.stdin?.write(`${tester.name}\r`);
    await run.seen(/Password: /);
    run.child.stdin?.write(`${tester.password}\r`);
    await run.seen(/Code of the app, or a recovery code: /);
    run.child.stdin?.write(`${account.recoveryCodes[5]}\r`);
    const { code, out } = await run.ended;
    expect(code, out).toBe(0);
    expect(out).toContain('Tokens and recovery codes of before are void.');
    expect(readdirSync(place.folder).some((name) => name.startsWith('before-restore-'))).toBe(true);
    expect(await signsIn(place.folder)).toBe('yes');
    // The one before is the backup's again, and was used: no list of before is good for anything.
    const again = await place.typing(
      [tester.name, tester.password, account.recoveryCodes[6]!],
      'login',
      '--stdin',
      '--print',
    );
    expect(again).toMatchObject({ code: 4, out: '' });
  },
  60_000,
);

describe('with a console running', () => {
  test.runIf(hasScript)(
    'a restore needs a person, a token is not enough; it takes effect at the next start',
    async () => {
      cpSync(lab.folder, place.folder, { recursive: true });
      const login = [tester.name, tester.password, account.recoveryCodes[7]!];
      const { out: token } = await place.typing(login, 'login', '--stdin', '--print');
      const console = await place.console();
      place.set({ LABLINK_TOKEN: token.trim() });
      const args = ['backup', 'restore', made.file, '--identity', keyFile, ...sheet()];
      const refused = await place.lablink(...args);
      expect(refused, refused.err).toMatchObject({ code: 3, out: '' });
      const drill = await place.lablink(
        'backup',
        'drill',
        made.file,
        '--identity',
        keyFile,
        ...sheet(),
        '--json',
      );
      expect(drill.code, drill.err).toBe(0);
      expect(JSON.parse(drill.out)).toMatchObject({ state: 'verified' });
      const list = await place.lablink('backup', 'list', '--json');
      expect(list, list.err).toMatchObject({ code: 0, out: '[]\n' });
      const create = await place.lablink('backup', 'create');
      expect(create, create.err).toMatchObject({ code: 1, out: '' });

      place.set({});
      const run = place.onTerminal(...args);
      await run.seen(/Name: /);
      run.child.stdin?.write(`${tester.name}\r`);
      await run.seen(/Password: /);
      run.child.stdin?.write(`${tester.password}\r`);
      await run.seen(/Code of the app, or a recovery code: /);
      run.child.stdin?.write(`${account.recoveryCodes[8]}\r`);
      const { code, out } = await run.ended;
      expect(code, out).toBe(0);
      expect(out).toContain('when the console is started the next time');
      const replaced = (): boolean =>
        readdirSync(place.folder).some((name) => name.startsWith('before-restore-'));
      expect(replaced()).toBe(false);
      // However it ends.
      console.child.kill('SIGKILL');
      await console.ended;
      const next = await place.console();
      expect(replaced()).toBe(true);
      next.child.kill('SIGKILL');
      await next.ended;
    },
    90_000,
  );
});

describe('the command line', () => {
  test.each([
    [[], 'backup needs one of create'],
    [['burn'], 'backup needs one of create'],
    [['create', 'file.age'], 'takes no file'],
    [['list', '--override'], 'backup list takes no --override'],
    [['verify'], 'the file of the backup is missing'],
    [['restore', 'a.age'], '--identity FILE or --passphrase is missing'],
    [['restore', 'a.age', '--identity', 'k', '--passphrase'], 'not both'],
    [['restore', 'a.age', '--identity', 'k', '--parts', 'history,all'], '"all" is none of'],
    [['drill', 'a.age', 'b.age', '--identity', 'k'], 'one file is all'],
  ])('%j is not understood', (args, why) => {
    expect(() => parseBackup(args)).toThrow(why);
  });
  test('parts and paths', () => {
    expect(
      parseBackup(['restore', 'a.age', '--identity', '-', '--parts', 'settings, history']),
    ).toMatchObject({
      file: join(process.cwd(), 'a.age'),
      key: { kind: 'file', file: '-' },
      parts: ['history', 'settings'],
      to: null,
    });
  });
  test('how far it is, in one line', () => {
    const base = { stage: 'Read back', unit: 'bytes', rate: 12_500_000, leftS: 3.2 } as const;
    expect(progressWords({ ...base, done: 5e6, of: 2e7 })).toBe(
      'Read back: 25 % of 20.0 MB, 12.5 MB/s, 4 s left',
    );
    expect(
      progressWords({ stage: 'Count', unit: 'rows', done: 1200, of: null, rate: null, leftS: null }),
    ).toBe('Count: 1,200 rows');
  });
});
