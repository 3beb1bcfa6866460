import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeAt } from '#main/accounts/accounts.fixture.ts';
import { Place, tester } from './cli.fixture.ts';

const ask = ['query', 'sim:supply', '*IDN?'] as const;
let place: Place;
let made: Awaited<ReturnType<Place['makeAccount']>>;
let template: Place;
beforeAll(async () => {
  template = new Place();
  made = await template.makeAccount();
});
afterAll(() => template.remove());
beforeEach(() => {
  place = new Place();
  cpSync(template.folder, place.folder, { recursive: true });
});
afterEach(() => place.remove());

const tokenFile = (): string => join(place.folder, 'cli-token.json');
/** Signs in with a recovery code, which need not wait for its time. */
const login = (nth: number, ...args: string[]) =>
  place.typing([tester.name, tester.password, made.recoveryCodes[nth]!], 'login', '--stdin', ...args);

describe('with accounts', () => {
  test('without a token and without a terminal: exit code 4 and one line, at once', async () => {
    const { code, out, err } = await place.lablink(...ask);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toBe(
      'lablink: This console has accounts, and nobody is signed in here. Run lablink login, or set LABLINK_TOKEN.\n',
    );
  });

  test('login keeps a token for its owner alone; it signs in; logout makes it void', async () => {
    const { code, out, err } = await login(0);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(
      /^Signed in as bench-test until .+\. The token is in .+cli-token\.json, for you alone\.\n$/,
    );
    expect(statSync(tokenFile()).mode & 0o777).toBe(0o600);
    const { token } = JSON.parse(readFileSync(tokenFile(), 'utf8')) as { token: string };
    expect(err).not.toContain(token);

    expect(await place.lablink(...ask)).toMatchObject({ code: 0, out: expect.stringContaining('SIM-PS2') });
    expect(place.records()).toContain('bench-test | *IDN? | ok');

    expect(await place.lablink('logout')).toMatchObject({ code: 0 });
    expect(existsSync(tokenFile())).toBe(false);
    expect(await place.lablink(...ask)).toMatchObject({ code: 4 });
    place.set({ LABLINK_TOKEN: token });
    expect(await place.lablink(...ask)).toMatchObject({
      code: 4,
      err: expect.stringContaining('lablink login'),
    });
  });

  test('login --print gives the token and keeps nothing; the environment hands it on', async () => {
    const { code, out } = await login(1, '--print', '--hours', '1');
    expect(code).toBe(0);
    expect(out).toMatch(/^\S{20,256}\n$/);
    expect(existsSync(tokenFile())).toBe(false);
    place.set({ LABLINK_TOKEN: out.trim() });
    expect(await place.lablink(...ask)).toMatchObject({ code: 0 });
    place.set({ LABLINK_TOKEN: `${out.trim()}x` });
    expect(await place.lablink(...ask)).toMatchObject({ code: 4, out: '' });
  });

  test('a token that has expired, is damaged, or that others can read is not used', async () => {
    await login(2);
    const kept = JSON.parse(readFileSync(tokenFile(), 'utf8')) as object;
    chmodSync(tokenFile(), 0o644);
    const open = await place.lablink(...ask);
    expect(open).toMatchObject({ code: 1, out: '' });
    expect(open.err).toContain('can be read or changed by other users');
    chmodSync(tokenFile(), 0o600);
    for (const text of [JSON.stringify({ ...kept, expiresAt: Date.now() - 1 }), '{"token":', '{}']) {
      writeFileSync(tokenFile(), text);
      expect(await place.lablink(...ask)).toMatchObject({ code: 4, out: '' });
    }
  });

  test('what is wrong is said as at the sign-in screen, and no token is made', async () => {
    const wrong = await place.typing([tester.name, 'not the password', '123456'], 'login', '--stdin');
    expect(wrong).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('The name or the password is not right.'),
    });
    const short = await place.typing([tester.name], 'login', '--stdin');
    expect(short).toMatchObject({ code: 4, out: '' });
    expect(await place.lablink('login')).toMatchObject({ code: 4, out: '' });
    expect(existsSync(tokenFile())).toBe(false);
  });

  test('an envelope holds here as everywhere: exit code 3', async () => {
    const id = await place.withCore(async ({ handlers, identities }) => {
      const signal = new AbortController().signal;
      const call = () => ({ seat: 'test', identity: identities.identify('test'), who: 'test', signal });
      await handlers.accounts.signInPassword(tester, call());
      await handlers.accounts.signInRecovery({ code: made.recoveryCodes[3]! }, call());
      const { ids } = await handlers.instruments.addSimulatedBench({}, call());
      const envelope = { name: 'board', maxVoltage: 5, maxCurrent: null, maxPower: null };
      await handlers.safety.setEnvelope({ instrument: ids[0]!, channel: 1, envelope }, call());
      return ids[0]!;
    });
    await login(4);
    const { out: list } = await place.lablink('list');
    expect(list).toMatch(/^Simulated supply +sim:supply +LabLink SIM-PS2$/m);
    const { code, out, err } = await place.lablink('query', id, ':SOUR1:VOLT 12');
    expect({ code, out }, err).toEqual({ code: 3, out: '' });
    expect(err).toMatch(/^lablink: /);
  });

  test('recover: the owner of the folder, with the recovery secret, makes the administrator anew', async () => {
    const run = place.dialogue(
      [made.recoverySecret, tester.name, 'a new grey kettle sings'],
      'recover',
      '--stdin',
    );
    const secret = (await run.seen(/^[A-Z2-7]{16,}$/m)).trim();
    run.child.stdin?.write(`${codeAt(secret, Date.now())}\n`);
    await run.seen(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}\n[^\n]+\n$/m);
    run.child.stdin?.end('\n');
    const { code, err } = await run.ended;
    expect(code, err).toBe(0);
    expect(err).toContain('bench-test is an administrator');
    expect(place.records()).toContain('console | accounts.recovered | ok');
    expect(await login(5)).toMatchObject({ code: 4 });
    expect(existsSync(join(place.folder, 'recovery-challenge.txt'))).toBe(false);
  });

  test('recover: a wrong secret changes nothing', async () => {
    const wrong = await place.typing(['AAAA', tester.name, 'a new grey kettle sings'], 'recover', '--stdin');
    expect(wrong.code).not.toBe(0);
    expect(wrong.out).toBe('');
    expect(await login(6)).toMatchObject({ code: 0 });
  });

  const hasScript = spawnSync('script', ['--version']).status === 0;
  if (!hasScript) console.log('util-linux script is not installed: no test on a real terminal.');
  test.runIf(hasScript)('on a terminal it asks, and the password is not echoed', async () => {
    const run = place.onTerminal('login', '--print');
    await run.seen(/Name: /);
    run.child.stdin?.write(`${tester.name}\r`);
    await run.seen(/Password: /);
    run.child.stdin?.write(`${tester.password}\r`);
    await run.seen(/Code of the app, or a recovery code: /);
    run.child.stdin?.write(`${made.recoveryCodes[7]}\r`);
    const { code, out } = await run.ended;
    expect(code, out).toBe(0);
    expect(out).toContain(tester.name);
    expect(out).not.toContain(tester.password);
    expect(out).toContain('A token of bench-test until');
  });

  test.runIf(hasScript)('Ctrl-C at a question: 130, and the terminal is as it was', async () => {
    const run = place.onTerminal('login');
    await run.seen(/Name: /);
    run.child.stdin?.write('\u0003');
    expect((await run.ended).code).toBe(130);
  });
});
