import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Place, type Run } from './cli.fixture.ts';
import type { ControlFile } from './control-file.ts';

const ask = ['query', 'sim:supply', '*IDN?'] as const;
let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const file = (name: string): string => join(place.folder, name);
const control = (): ControlFile => JSON.parse(readFileSync(file('control.json'), 'utf8')) as ControlFile;
const end = async (run: Run): Promise<void> => {
  run.child.kill('SIGTERM');
  expect((await run.ended).code).toBe(0);
};

describe('with a console running', () => {
  test('a command goes through it: the lock stays, and its history has the row', async () => {
    const running = await place.console();
    const holder = readFileSync(file('console.json'), 'utf8');
    expect(await place.lablink(...ask)).toMatchObject({ code: 0, out: expect.stringContaining('SIM-PS2') });
    expect(readFileSync(file('console.json'), 'utf8')).toBe(holder);
    expect(holder).toContain(String(running.child.pid));
    const rows = place.records();
    expect(rows).toContain(`local:${userInfo().username} | *IDN? | ok`);
    // One console was started here, and the command line started none.
    expect(rows.filter((row) => row.includes('console.start'))).toHaveLength(1);
    await end(running);
  });

  test('socket and file are for their owner alone, and go with the console', async () => {
    const running = await place.console();
    const { socket, pid } = control();
    expect(pid).toBe(running.child.pid);
    expect(statSync(file('control.json')).mode & 0o777).toBe(0o600);
    expect(statSync(socket).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
    await end(running);
    expect(readdirSync(place.folder).filter((name) => name.startsWith('control'))).toEqual([]);
    expect(existsSync(socket)).toBe(false);
  });

  test('a wrong secret opens nothing', async () => {
    await place.console();
    writeFileSync(file('control.json'), JSON.stringify({ ...control(), secret: 'guessed' }));
    for (const command of [[...ask], ['open', '--print']])
      expect(await place.lablink(...command)).toMatchObject({
        code: 3,
        out: '',
        err: expect.stringContaining('did not let this command line in'),
      });
  });

  test('a file that others could have written is not believed', async () => {
    await place.console();
    chmodSync(file('control.json'), 0o644);
    const { code, out, err } = await place.lablink(...ask);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('can be read or changed by other users');
  });

  test('R-16: after kill -9 what it left is recognised, and the next console replaces it', async () => {
    const killed = await place.console();
    const { socket } = control();
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(file('control.json'))).toBe(true);
    expect(existsSync(socket)).toBe(true);
    expect(await place.lablink(...ask)).toMatchObject({ code: 0 });
    expect(await place.lablink('open', '--print')).toMatchObject({ code: 1, out: '' });
    const next = await place.console();
    expect(control().pid).toBe(next.child.pid);
    expect(await place.lablink(...ask)).toMatchObject({ code: 0 });
    await end(next);
  });

  test('where the path would be too long for a socket, it lies in a folder of its own, which goes as well', async () => {
    place.folder = join(place.parent, 'long-'.repeat(20));
    const killed = await place.console();
    const left = control().socket;
    expect(left.startsWith(place.folder)).toBe(false);
    expect(statSync(dirname(left)).mode & 0o777).toBe(0o700);
    expect(await place.lablink(...ask)).toMatchObject({ code: 0 });
    killed.child.kill('SIGKILL');
    await killed.ended;
    const next = await place.console();
    expect(existsSync(dirname(left))).toBe(false);
    const { socket } = control();
    await end(next);
    expect(existsSync(dirname(socket))).toBe(false);
  });

  test('open --print gives an address of its own; without a console it says how to start one', async () => {
    const none = await place.lablink('open', '--print');
    expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('npm start') });
    await place.console();
    expect(await place.lablink('open', '--print')).toMatchObject({
      code: 0,
      out: 'http://127.0.0.1:1/#token=made\n',
    });
  });

  test('doctor finds it', async () => {
    const running = await place.console();
    const { out } = await place.lablink('doctor', '--json');
    const { findings } = JSON.parse(out) as {
      findings: { subject: string; verdict: string; found: string }[];
    };
    expect(findings.find(({ subject }) => subject === 'Console')).toMatchObject({
      verdict: 'ok',
      found: `One is running and answers (process ${running.child.pid}).`,
    });
    expect(findings.find(({ subject }) => subject === 'Database')).toMatchObject({ verdict: 'ok' });
  });
});
