import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { BackupState } from '#shared/contract/backups.ts';
import { everything } from '#shared/contract/history.ts';
import { type Core, openCore } from './core.ts';

function trialFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-backups-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function opened(folder = trialFolder()): Promise<{ core: Core; folder: string; stick: string }> {
  const core = await openCore({ folder, keyring: null, version: '0.0.0', onQuit: () => undefined });
  onTestFinished(() => core.close({ outputs: 'off', who: 'test' }));
  return { core, folder, stick: trialFolder() };
}

const call = (signal: AbortSignal = new AbortController().signal) => ({
  seat: 's1',
  identity: null,
  who: 'Ada',
  signal,
});

/** The result of a stream of work, and the stages on the way. */
async function resultOf<R>(
  stream: AsyncIterable<{ kind: 'progress'; progress: { stage: string } } | { kind: 'result'; result: R }>,
): Promise<{ result: R; stages: Set<string> }> {
  const stages = new Set<string>();
  for await (const item of stream) {
    if (item.kind === 'result') return { result: item.result, stages };
    stages.add(item.progress.stage);
  }
  throw new Error('no result');
}

/** The first state that fits. */
async function stateOf(core: Core, fits: (state: BackupState) => boolean = () => true): Promise<BackupState> {
  const end = new AbortController();
  try {
    for await (const state of core.handlers.backups.state({}, call(end.signal)))
      if (fits(state as BackupState)) return state as BackupState;
    throw new Error('no state');
  } finally {
    end.abort();
  }
}

/** A key that was shown, and typed back. */
async function withKey(core: Core, passphrase: string | null = null): Promise<string> {
  const { backups } = core.handlers;
  const { id, identity } = await backups.createIdentity({ name: 'Lab safe' }, call());
  await backups.confirmIdentity({ id, identity, passphrase }, call());
  return identity;
}

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());

test('a backup is made, listed, verified with the key and without, and rehearsed; then it can be got back', async () => {
  const { core, stick } = await opened();
  const { backups } = core.handlers;
  expect((await stateOf(core)).verdict).toBe('no-keys');
  const identity = await withKey(core);
  const { id } = await backups.addDestination({ name: 'Stick', path: stick, kind: 'removable' }, call());
  expect((await stateOf(core)).verdict).toBe('no-backups');
  const { result, stages } = await resultOf(backups.create({ destinations: null }, call()));
  expect(result).toMatchObject({
    failed: [],
    copies: [{ destination: id, state: 'verified', why: 'person' }],
  });
  expect(stages.size).toBeGreaterThan(0);
  const [copy] = result.copies;
  expect(readdirSync(stick).toSorted()).toEqual([copy!.name, copy!.name.replace('.age', '.manifest.json')]);
  expect(await backups.list({ destination: null, before: null, limit: 10 }, call())).toMatchObject({
    copies: [{ id: copy!.id }],
    more: false,
  });
  const source = { copy: copy!.id };
  const full = await resultOf(backups.verify({ source, key: { identity }, signer: null }, call()));
  expect(full.result).toMatchObject({ state: 'verified', signature: 'ok', problems: [] });
  const bytes = await resultOf(backups.verify({ source, key: null, signer: null }, call()));
  expect(bytes.result).toMatchObject({ state: 'unchanged', signature: 'ok' });
  const drill = await resultOf(
    backups.drill({ source, key: { identity }, signer: null, override: false }, call()),
  );
  expect(drill.result).toMatchObject({ state: 'verified', problems: [] });
  const state = await stateOf(core, (each) => each.drill !== null);
  expect(state).toMatchObject({
    verdict: 'yes',
    newest: { places: 1 },
    drill: { passed: true, who: 'Ada' },
    running: null,
    missed: 0,
    destinations: [{ kept: 1, trouble: null }],
    recipients: [{ name: 'Lab safe', wrapped: false }],
  });
  expect(state.days.at(-1)).toMatchObject({ made: 1, failed: 0 });
});

test('R-39: unattended backups hold no secret that opens them: the identity is nowhere on this PC, nor beside the backup', async () => {
  const { core, folder, stick } = await opened();
  const { backups } = core.handlers;
  const identity = await withKey(core);
  await backups.addDestination({ name: 'Stick', path: stick, kind: 'folder' }, call());
  await resultOf(backups.create({ destinations: null }, call()));
  const secret = identity.slice('AGE-SECRET-KEY-1'.length);
  const files = [...filesUnder(folder), ...filesUnder(stick)];
  expect(files.length).toBeGreaterThan(3);
  for (const path of files) {
    const text = readFileSync(path, 'latin1').toUpperCase();
    expect(text.includes(secret), path).toBe(false);
    expect(text.includes(secret.slice(0, 20)), path).toBe(false);
  }
});

test('R-39: under a passphrase the identity lies beside each backup, and opens it', {
  timeout: 60_000,
}, async () => {
  const { core, stick } = await opened();
  const { backups } = core.handlers;
  const passphrase = 'correct horse battery';
  const identity = await withKey(core, passphrase);
  await backups.addDestination({ name: 'Stick', path: stick, kind: 'folder' }, call());
  const { result } = await resultOf(backups.create({ destinations: null }, call()));
  expect(readdirSync(stick).filter((name) => name.endsWith('.identity.age'))).toHaveLength(1);
  for (const path of filesUnder(stick)) expect(readFileSync(path, 'latin1').includes(identity)).toBe(false);
  const verified = await resultOf(
    backups.verify({ source: { copy: result.copies[0]!.id }, key: { passphrase }, signer: null }, call()),
  );
  expect(verified.result.state).toBe('verified');
  const { id } = (await stateOf(core)).recipients[0]!;
  await backups.prove({ id, key: { passphrase } }, call());
  await expect(
    backups.prove({ id, key: { passphrase: 'another one altogether' } }, call()),
  ).rejects.toMatchObject({
    code: 'BACKUP_KEY_WRONG',
  });
});

test('an identity typed wrong, or another one, is refused and is no key; the last key cannot go', async () => {
  const { core } = await opened();
  const { backups } = core.handlers;
  const { id, identity } = await backups.createIdentity({ name: 'Lab safe' }, call());
  const other = await backups.createIdentity({ name: 'Other' }, call());
  const wrong = `${identity.slice(0, -1)}${identity.endsWith('Q') ? 'P' : 'Q'}`;
  for (const typed of [wrong, other.identity, 'AGE-SECRET-KEY-1', ''])
    await expect(
      backups.confirmIdentity({ id, identity: typed, passphrase: null }, call()),
    ).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
  expect((await stateOf(core)).recipients).toEqual([]);
  await backups.confirmIdentity({ id, identity: identity.toLowerCase(), passphrase: null }, call());
  await expect(backups.removeRecipient({ id }, call())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('one piece of work at a time; one that is given up leaves nothing, and is no failure', async () => {
  const { core, folder, stick } = await opened();
  const { backups } = core.handlers;
  await withKey(core);
  await backups.addDestination({ name: 'Stick', path: stick, kind: 'folder' }, call());
  const end = new AbortController();
  const first = backups.create({ destinations: null }, call(end.signal))[Symbol.asyncIterator]();
  await first.next();
  await expect(resultOf(backups.create({ destinations: null }, call()))).rejects.toMatchObject({
    code: 'BACKUP_BUSY',
  });
  end.abort();
  await expect(
    (async () => {
      while (!(await first.next()).done);
    })(),
  ).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(readdirSync(stick)).toEqual([]);
  expect(readdirSync(join(folder, 'scratch'))).toEqual([]);
  expect(await stateOf(core)).toMatchObject({ verdict: 'no-backups', running: null });
});

test('a place that is gone, a copy that was changed, one that was removed: each is said, and the other places go on', async () => {
  const { core, stick } = await opened();
  const { backups } = core.handlers;
  await withKey(core);
  const share = trialFolder();
  await backups.addDestination({ name: 'Stick', path: stick, kind: 'removable' }, call());
  await backups.addDestination({ name: 'Share', path: share, kind: 'network' }, call());
  await expect(
    backups.addDestination({ name: 'Gone', path: join(share, 'gone'), kind: 'folder' }, call()),
  ).rejects.toMatchObject({ code: 'BACKUP_NO_PLACE' });
  const one = await resultOf(backups.create({ destinations: null }, call()));
  expect(one.result.copies).toHaveLength(2);
  const { name } = one.result.copies[0]!;
  const bytes = readFileSync(join(stick, name));
  bytes[bytes.length - 100]! ^= 1;
  writeFileSync(join(stick, name), bytes);
  rmSync(join(share, name));
  const all = await resultOf(backups.verifyAll({}, call()));
  expect(all.result).toEqual({ unchanged: 0, failed: 1, missing: 1 });
  expect((await stateOf(core)).verdict).toBe('failed');
  rmSync(share, { recursive: true });
  const two = await resultOf(backups.create({ destinations: null }, call()));
  expect(two.result).toMatchObject({
    copies: [{ state: 'verified' }],
    failed: [{ why: expect.stringContaining('cannot') }],
  });
  expect((await stateOf(core)).verdict).toBe('yes');
});

test('keeping takes what no class keeps, by its own names alone, and it is on record', async () => {
  const { core, stick } = await opened();
  const { backups, history } = core.handlers;
  await withKey(core);
  await backups.addDestination({ name: 'Stick', path: stick, kind: 'folder' }, call());
  const stranger = 'lablink-other-20200101-000000-abcdef.age';
  writeFileSync(join(stick, stranger), 'not ours');
  const keeping = { daily: 1, weekly: 0, monthly: 0, yearly: 0 };
  const schedule = { times: [], days: [], atShutdown: false };
  await backups.setSchedule({ schedule, keeping }, call());
  const first = await resultOf(backups.create({ destinations: null }, call()));
  const second = await resultOf(backups.create({ destinations: null }, call()));
  const left = readdirSync(stick);
  expect(left).toContain(stranger);
  expect(left).toContain(second.result.copies[0]!.name);
  expect(left.some((name) => name.startsWith(first.result.copies[0]!.name.replace('.age', '')))).toBe(false);
  const { rows } = await history.page(
    {
      ...(await import('#shared/contract/history.ts')).everything,
      text: 'backups.kept',
      before: null,
      limit: 10,
    },
    call(),
  );
  expect(rows[0]).toMatchObject({ request: 'backups.kept', operator: 'console' });
});

test('woken up, it catches up what was missed at once', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  onTestFinished(() => void vi.useRealTimers());
  const { core, stick } = await opened();
  const { backups, history } = core.handlers;
  await withKey(core);
  await backups.addDestination({ name: 'Stick', path: stick, kind: 'removable' }, call());
  const times = ['06:00', '12:00', '18:00'];
  const keeping = { daily: 14, weekly: 8, monthly: 12, yearly: 5 };
  const schedule = { times, days: [0, 1, 2, 3, 4, 5, 6], atShutdown: false };
  await backups.setSchedule({ schedule, keeping }, call());
  vi.setSystemTime(Date.now() + 86_400_000);
  const woken = performance.now();
  core.wake();
  const caught = async () =>
    (await history.page({ ...everything, text: 'caught-up', before: null, limit: 10 }, call())).rows.length;
  await expect.poll(caught, { timeout: 15_000 }).toBe(1);
  // Not by the tick that comes every 20 s.
  expect(performance.now() - woken).toBeLessThan(15_000);
}, 60_000);
