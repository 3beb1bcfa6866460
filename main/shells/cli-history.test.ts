import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { look, tamper } from '#main/database/tamper.fixture.ts';
import type { Exported } from '#shared/contract/exports.ts';
import { contract } from '#shared/contract/index.ts';
import type { ChainVerdict, Checkpoint, DatabaseHealth, Going } from '#shared/contract/keeping.ts';
import { createClient } from '#shared/rpc/client.ts';
import { Place, tester } from './cli.fixture.ts';
import { historyWhat, parseHistory } from './cli-history-options.ts';
import { healthTable } from './cli-history-words.ts';
import { dialConsole } from './loopback-control-client.ts';

const dayMs = 86_400_000;
// Several processes a test, each of which opens a console.
vi.setConfig({ testTimeout: 60_000 });

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const database = (): string => join(place.folder, 'lablink.db');
const work = (): Promise<unknown> => place.lablink('query', 'sim:supply', '*IDN?', 'VOLT 3', 'MEAS:VOLT?');

/** A first account, made 100 days ago: what the history has of that day is old. Answers with a token. */
async function oldFolder(): Promise<string> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 100 * dayMs });
  try {
    const { recoveryCodes } = await place.makeAccount();
    vi.useRealTimers();
    const login = await place.typing(
      [tester.name, tester.password, recoveryCodes[0]!],
      'login',
      '--stdin',
      '--print',
    );
    expect(login.code, login.err).toBe(0);
    return login.out.trim();
  } finally {
    vi.useRealTimers();
  }
}
/** Sets, at the running console, that what is older than 30 days goes. It is looked at once a day, or when it is asked for. */
async function keepThirtyDays(token: string): Promise<void> {
  const wire = await dialConsole(place.folder);
  const { accounts, keeping } = createClient(contract, wire!);
  await accounts.signInToken({ token });
  const policy = await keeping.policy({});
  await keeping.setPolicy({ ...policy, keep: { ...policy.keep, records: { days: 30, bytes: null } } });
  wire!.close('set');
}

describe('history verify', () => {
  test('alone: every row and every signature, as columns and as an object', async () => {
    await work();
    const { code, out, err } = await place.lablink('history', 'verify');
    expect(code, err).toBe(0);
    expect(out).toMatch(/^rows recomputed +\d+ +ok$/m);
    expect(out).toMatch(/^signed up to +row \d+ +.+ed25519:/m);
    expect(err).toMatch(/The history holds\.\n$/);
    const object = await place.lablink('history', 'verify', '--json');
    const verdict = JSON.parse(object.out) as ChainVerdict;
    expect(verdict).toMatchObject({ holds: true, broken: null, wrongSignatures: [], checkpoints: 0 });
    expect(verdict.rows).toBeGreaterThan(5);
  });

  test('the first row that does not hold is named; exit code 1', async () => {
    await work();
    const [row] = look<{ seq: number }>(
      database(),
      "SELECT seq FROM record WHERE CAST(request AS TEXT) LIKE 'VOLT 3%'",
    );
    tamper(database(), ["UPDATE record SET request = CAST('VOLT 4' AS BLOB) WHERE seq = ?", row!.seq]);
    const { code, out, err } = await place.lablink('history', 'verify');
    expect(code, err).toBe(1);
    expect(out).toMatch(/^rows recomputed +\d+ +NOT OK$/m);
    expect(err).toContain(
      `problem: row ${row!.seq} is the first that does not hold: its content is not what was written\n`,
    );
    expect(err).toMatch(/The history does NOT hold\.\n$/);
    const object = await place.lablink('history', 'verify', '--json');
    expect(object.code).toBe(1);
    expect(JSON.parse(object.out)).toMatchObject({ holds: false, broken: { seq: row!.seq } });
  });

  test('a signed head that is not what was signed: exit code 1, although every row holds', async () => {
    await work();
    tamper(database(), 'UPDATE signed_head SET at = at + 1');
    const { code, out, err } = await place.lablink('history', 'verify');
    expect(code, err).toBe(1);
    expect(out).toMatch(/^rows recomputed +\d+ +ok$/m);
    expect(err).toMatch(/^problem: the head of row \d+ \(.+\) is not what was signed$/m);
  });

  test('through a running console, while it works', async () => {
    await place.console();
    await work();
    const { code, out, err } = await place.lablink('history', 'verify');
    expect(code, err).toBe(0);
    expect(out).toMatch(/^rows recomputed +\d+ +ok$/m);
  });
});

test('history health: alone and through a console', async () => {
  const alone = await place.lablink('history', 'health');
  expect(alone.code, alone.err).toBe(0);
  expect(alone.out).toMatch(/^database +[\d.]+ MB, /m);
  expect(alone.out).toMatch(/^can be written +yes$/m);
  await place.console();
  const through = await place.lablink('history', 'health', '--json');
  expect(through.code, through.err).toBe(0);
  expect(JSON.parse(through.out) as DatabaseHealth).toMatchObject({ writable: true, warning: null });
});

describe('history keep, with a console running', () => {
  test('preview says what would go, apply takes it, and verify starts from its checkpoint', async () => {
    const token = await oldFolder();
    place.set({ LABLINK_TOKEN: token });
    await place.console();
    const nothing = await place.lablink('history', 'keep', '--preview', '--json');
    expect(JSON.parse(nothing.out) as Going[], nothing.err).toMatchObject([
      { kind: 'records', rows: 0, because: null },
      { kind: 'readings', rows: 0 },
      { kind: 'recordings', rows: 0 },
    ]);
    await keepThirtyDays(token);
    const preview = await place.lablink('history', 'keep', '--preview');
    expect(preview.code, preview.err).toBe(0);
    const [, rows] = /^records +(\d+) .+, by age$/m.exec(preview.out) ?? [];
    expect(Number(rows)).toBeGreaterThan(0);
    expect((await place.lablink('history', 'verify')).out).toMatch(/^checkpoints +0$/m);

    const apply = await place.lablink(
      'history',
      'keep',
      '--apply',
      '--reason',
      'moved to the archive',
      '--json',
    );
    expect(apply.code, apply.err).toBe(0);
    const { rows: taken, checkpoints } = JSON.parse(apply.out) as { rows: number; checkpoints: Checkpoint[] };
    expect(taken).toBe(Number(rows));
    expect(checkpoints).toMatchObject([{ who: tester.name, reason: 'moved to the archive', from: 1 }]);
    expect(place.records().filter((row) => row.includes('keeping.apply'))).toEqual([
      `${tester.name} | keeping.apply | ok`,
    ]);
    const verify = await place.lablink('history', 'verify');
    expect(verify.code, verify.err).toBe(0);
    expect(verify.out).toMatch(/^checkpoints +1$/m);
  });

  test('without an account nobody may take anything: exit code 3', async () => {
    expect((await place.lablink('history', 'keep', '--preview')).code).toBe(0);
    const { code, out, err } = await place.lablink('history', 'keep', '--apply');
    expect({ code, out }, err).toEqual({ code: 3, out: '' });
  });
});

test('history export: alone and through a console; the file, its rows and its digest', async () => {
  await work();
  const to = join(place.parent, 'out');
  mkdirSync(to);
  const { code, out, err } = await place.lablink('history', 'export', '--to', to, '--text', 'meas:volt');
  expect(code, err).toBe(0);
  const file = out.trim();
  expect(dirname(file)).toBe(to);
  expect(readFileSync(file, 'utf8')).toContain('MEAS:VOLT?');
  expect(readFileSync(file, 'utf8')).not.toContain('VOLT 3');
  await place.console();
  const through = await place.lablink('history', 'export', '--to', to, '--format', 'jsonl', '--json');
  expect(through.code, through.err).toBe(0);
  const written = JSON.parse(through.out) as Exported;
  expect(createHash('sha256').update(readFileSync(written.file)).digest('hex')).toBe(written.sha256);
});

test('with accounts and nobody signed in: 4', async () => {
  await place.makeAccount();
  for (const what of ['verify', 'health', 'export'])
    expect(await place.lablink('history', what)).toMatchObject({ code: 4, out: '' });
});

describe('the command line', () => {
  test.each([
    [[], 'history needs one of verify, health, keep, export'],
    [['burn'], 'history needs one of'],
  ])('history %j is not understood', ([word], why) => {
    expect(() => historyWhat(word)).toThrow(why);
  });
  test.each([
    [[], 'history keep needs --preview or --apply'],
    [['--preview', '--apply'], 'not both'],
    [['--preview', '--reason', 'x'], '--reason goes with --apply'],
    [['--apply', '--reason', 'x'.repeat(201)], 'at most 200'],
    [['--apply', 'more'], "Unexpected argument 'more'"],
  ])('history keep %j is not understood', (args, why) => {
    expect(() => parseHistory('keep', args)).toThrow(why);
  });
  test('a reason, or that it was by hand', () => {
    expect(parseHistory('keep', ['--apply'])).toMatchObject({ preview: false, reason: 'By hand' });
    expect(parseHistory('keep', ['--apply', '--reason', ' why '])).toMatchObject({ reason: 'why' });
  });
  test('in words', () => {
    const health = healthTable({
      bytes: 2_500_000_000,
      walBytes: 4_100_000,
      spareBytes: 0,
      byKind: { records: 1e9, readings: 1e9, recordings: 0, search: 5e8 },
      growthPerDay: 1e7,
      freeDisk: 1e9,
      fullInDays: 100.4,
      rows: 1_200_000,
      since: null,
      unindexed: 12,
      writable: false,
      warning: 'low',
      slowest: [],
      integrity: { at: 0, ok: false, problems: ['a page'], unchecked: 0 },
    });
    expect(health).toMatch(/^database +2\.5 GB, 0\.0 MB of it can be used again$/m);
    expect(health).toMatch(/^free disk +1\.0 GB, full in 100 days at this growth$/m);
    expect(health).toMatch(/^can be written +NO$/m);
    expect(health).toMatch(/^integrity check +NOT OK$/m);
  });
});
