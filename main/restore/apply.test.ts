import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { restoreParts, type RestorePart } from '#shared/contract/backups.ts';
import { applyRestore } from './apply.ts';
import { incomingOf, readPlan, stagingOf } from './plan.ts';
import {
  everything,
  look,
  makeLive,
  makePrepared,
  remove,
  scratch,
  withDatabase,
} from './restore.fixture.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = scratch();
  folder = join(root, 'data');
});
afterEach(() => remove(root));

const here = [{ name: 'Ada' }, { name: 'Bo', disabledAt: 9, step: 700 }];
const there = [{ name: 'Ada', step: 3 }, { name: 'Bo', step: 5 }, { name: 'Cy' }];
const never = new AbortController().signal;
class Crash extends Error {}

/** Copies a folder as a power cut leaves it: files that were written, and no process that holds them. */
const copyOf = (from: string, name: string): string => {
  const to = join(root, name);
  cpSync(from, to, { recursive: true });
  return to;
};

const choices: readonly (readonly RestorePart[])[] = [
  restoreParts,
  ['history'],
  ['accounts'],
  ['settings'],
  ['history', 'accounts'],
  ['history', 'settings'],
  ['accounts', 'settings'],
];

describe.each(choices.map((parts) => [parts.join(' and '), parts] as const))('%s', (_name, parts) => {
  test('R-37: interrupted before any step, once or at every start, the next start ends with the same whole', async () => {
    makeLive(folder, 'here', here);
    const old = copyOf(folder, 'old');
    await makePrepared(folder, 'there', there, parts);
    const done = copyOf(folder, 'done');
    const steps: string[] = [];
    expect(await applyRestore(done, never, (what) => steps.push(what))).toMatchObject({ id: 'r1', parts });
    const wanted = look(done);
    expect(existsSync(stagingOf(done))).toBe(false);
    expect(look(old)).not.toEqual(wanted);
    expect(steps.length).toBeGreaterThan(3);

    for (let at = 0; at < steps.length; at++) {
      const cut = copyOf(folder, `cut-${at}`);
      let left = at;
      const crash = (): void => {
        if (left-- === 0) throw new Crash();
      };
      await expect(applyRestore(cut, never, crash)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
      // As long as it is not through, the plan is there and the next start goes on before it opens anything.
      expect(await readPlan(cut), steps[at]).not.toBeNull();
      await applyRestore(cut);
      expect(look(cut), steps[at]).toEqual(wanted);
      expect(await applyRestore(cut)).toBeNull();
    }
    // A PC that fails at each start a step later than at the one before.
    const again = copyOf(folder, 'again');
    for (let at = 0; at <= steps.length; at++) {
      let left = at;
      const crash = (): void => {
        if (left-- === 0) throw new Crash();
      };
      await applyRestore(again, never, crash).catch(() => undefined);
    }
    await applyRestore(again);
    expect(look(again)).toEqual(wanted);
  }, 240_000);

  test('what is not chosen stays, what is replaced is kept', async () => {
    makeLive(folder, 'here', here);
    const plan = await makePrepared(folder, 'there', there, parts);
    await applyRestore(folder);
    const from = (part: RestorePart): string => (parts.includes(part) ? 'there' : 'here');
    expect(look(folder)).toEqual({
      sound: ['ok'],
      history: [`history of ${from('history')}`],
      people: parts.includes('accounts')
        ? ['Ada hash of there 0', 'Bo hash of there 1', 'Cy hash of there 0']
        : ['Ada hash of here 0', 'Bo hash of here 1'],
      codes: parts.includes('accounts') ? [] : ['Ada', 'Bo'],
      // What is people's comes and stays with them.
      layouts: parts.includes('accounts')
        ? ['Ada: bench of there', 'Bo: bench of there', 'Cy: bench of there']
        : ['Ada: bench of here', 'Bo: bench of here'],
      restored: [parts.includes('accounts') ? 'r1 ["Bo"]' : 'r1 []'],
      bench: `bench of ${from('settings')}`,
      transcripts: [`${from('history')}.txt`],
    });
    expect(readFileSync(join(folder, 'stop.json'), 'utf8')).toBe('latch of here');
    const kept = readdirSync(join(folder, plan.before));
    expect(kept.includes('lablink.db')).toBe(parts.includes('history'));
    expect(kept.includes('bench.json')).toBe(parts.includes('settings'));
  });
});

test('accounts that were disabled here stay so and are named; a code of the authenticator that was used is not taken again', async () => {
  makeLive(folder, 'here', here);
  await makePrepared(folder, 'there', there, restoreParts);
  await applyRestore(folder);
  withDatabase(join(folder, 'lablink.db'), (db) => {
    expect(db.prepare('SELECT disabled_at FROM user ORDER BY name').pluck().all()).toEqual([null, 9, null]);
    expect(db.prepare('SELECT disabled FROM restored').pluck().get()).toBe('["Bo"]');
    expect(db.prepare('SELECT totp_last_step FROM user ORDER BY name').pluck().all()).toEqual([3, 700, 0]);
  });
});

test('keys and places of backups stay where this PC has its own, and come along where it has none', async () => {
  const recipient = (file: string, name: string): void =>
    withDatabase(file, (db) => {
      db.prepare(
        'INSERT INTO backup_recipient (id, name, recipient, created_at) VALUES (@name, @name, @name, 1)',
      ).run({ name });
      db.prepare(
        "INSERT INTO backup_destination (id, name, path, kind, created_at) VALUES (@name, @name, @name, 'folder', 1)",
      ).run({ name });
      db.prepare(
        `INSERT INTO backup_copy (id, destination, name, at, bytes, state, why, rows)
         VALUES (@name, @name, @name, 1, 1, 'verified', 'person', 1)`,
      ).run({ name });
    });
  const names = (): unknown =>
    withDatabase(join(folder, 'lablink.db'), (db) =>
      db.prepare('SELECT id FROM backup_recipient UNION ALL SELECT id FROM backup_copy').pluck().all(),
    );
  for (const [parts, own, wanted] of [
    [restoreParts, true, 'mine'],
    [restoreParts, false, 'theirs'],
    [['settings'], true, 'mine'],
    [['settings'], false, 'theirs'],
    [['history'], true, 'mine'],
    [['accounts'], true, 'mine'],
  ] as const) {
    remove(folder);
    makeLive(folder, 'here', here);
    if (own) recipient(join(folder, 'lablink.db'), 'mine');
    await makePrepared(folder, 'there', there, parts, (file) => recipient(file, 'theirs'));
    await applyRestore(folder);
    expect(names(), parts.join()).toEqual([wanted, wanted]);
  }
});

test('R-37: no log of the old database is left beside the new one', async () => {
  makeLive(folder, 'here', here);
  await makePrepared(folder, 'there', there, restoreParts);
  // A console that was killed: its log holds a row that the file does not have.
  const living = join(root, 'living');
  cpSync(folder, living, { recursive: true });
  withDatabase(join(living, 'lablink.db'), (db) => {
    db.prepare('UPDATE user SET name = ? WHERE id = ?').run('Ada later', 'Ada');
    for (const end of ['-wal', '-shm'])
      cpSync(join(living, `lablink.db${end}`), join(folder, `lablink.db${end}`));
    cpSync(join(living, 'lablink.db'), join(folder, 'lablink.db'));
  });
  const plan = await applyRestore(folder);
  expect(look(folder)).toMatchObject({ history: ['history of there'], sound: ['ok'] });
  const before = withDatabase(join(folder, plan!.before, 'lablink.db'), (db) =>
    db.prepare('SELECT name FROM user ORDER BY name').pluck().all(),
  );
  expect(before).toEqual(['Ada later', 'Bo']);
});

test('R-37: what was half prepared is removed, and nothing else is touched', async () => {
  makeLive(folder, 'here', here);
  const untouched = everything(folder);
  await makePrepared(folder, 'there', there, restoreParts);
  rmSync(join(stagingOf(folder), 'plan.json'));
  writeFileSync(join(stagingOf(folder), 'plan.json.new'), '{"format":1');
  expect(await applyRestore(folder)).toBeNull();
  expect(everything(folder)).toEqual(untouched);
});

test('R-37: onto a database that cannot be read: it is kept with its logs, and the backup comes whole', async () => {
  makeLive(folder, 'here', here);
  writeFileSync(
    join(folder, 'lablink.db'),
    'not a database, but long enough to be taken for one by its name',
  );
  for (const end of ['-wal', '-shm', '-journal'])
    writeFileSync(join(folder, `lablink.db${end}`), 'of the old');
  await makePrepared(folder, 'there', there, restoreParts);
  const plan = await applyRestore(folder);
  const kept = readdirSync(join(folder, plan!.before));
  expect(kept.filter((name) => name.startsWith('lablink.db-'))).toHaveLength(3);
  expect(readdirSync(folder).filter((name) => name.startsWith('lablink.db'))).toEqual(['lablink.db']);
  expect(look(folder)).toMatchObject({ history: ['history of there'] });
  expect(readFileSync(join(folder, plan!.before, 'lablink.db'), 'utf8')).toContain('not a database');
});

test('a part alone cannot come into a database that cannot be read: nothing is moved, and the next start tries again', async () => {
  makeLive(folder, 'here', here);
  writeFileSync(
    join(folder, 'lablink.db'),
    'not a database, but long enough to be taken for one by its name',
  );
  await makePrepared(folder, 'there', there, ['history']);
  await expect(applyRestore(folder)).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
  expect(existsSync(join(incomingOf(folder), 'lablink.db'))).toBe(true);
  expect(readFileSync(join(folder, 'bench.json'), 'utf8')).toBe('bench of here');
});

test('into an empty folder', async () => {
  mkdirSync(folder);
  await makePrepared(folder, 'there', there, restoreParts);
  await applyRestore(folder);
  expect(look(folder)).toMatchObject({ history: ['history of there'], bench: 'bench of there' });
});

test('a start that is too late stops between two steps', async () => {
  makeLive(folder, 'here', here);
  await makePrepared(folder, 'there', there, restoreParts);
  const late = new AbortController();
  const seen: string[] = [];
  const work = applyRestore(folder, late.signal, (what) => {
    seen.push(what);
    if (what === 'lablink.db out') late.abort();
  });
  await expect(work).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
  expect(seen.at(-1)).toBe('lablink.db out');
  await applyRestore(folder);
  expect(look(folder)).toMatchObject({ history: ['history of there'] });
});
