import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCore } from '#main/core.ts';
import { restoreParts } from '#shared/contract/backups.ts';
import { look, makeLive, makePrepared, remove, scratch, withDatabase } from './restore.fixture.ts';

let folder: string;
beforeEach(() => {
  folder = scratch();
});
afterEach(() => remove(folder));

/** Starts a console and ends it again; answers with what it could not open. */
async function startOnce(): Promise<string | null> {
  const core = await openCore({
    folder,
    keyring: null,
    version: 'test',
    onQuit: () => undefined,
    connectAll: false,
  });
  await core.close({ outputs: 'keep', who: 'test' });
  return core.trouble?.code ?? null;
}
const rows = (): unknown =>
  withDatabase(join(folder, 'lablink.db'), (db) =>
    db.prepare("SELECT CAST(request AS TEXT) FROM record WHERE kind = 'audit' ORDER BY seq").pluck().all(),
  );

test('R-37: a start puts it into effect before it opens the database, and says so in the history once', async () => {
  await startOnce();
  rmSync(join(folder, 'lablink.db'));
  makeLive(folder, 'here', []);
  rmSync(join(folder, 'stop.json'));
  await makePrepared(folder, 'there', [], restoreParts);
  rmSync(join(folder, 'restore/new/bench.json'));
  expect(await startOnce()).toBeNull();
  expect(await startOnce()).toBeNull();
  expect(rows()).toEqual(
    expect.arrayContaining(['history of there', 'console.start', 'console.restored', 'console.close']),
  );
  expect((rows() as string[]).filter((row) => row === 'console.restored')).toHaveLength(1);
  expect(rows()).not.toContain('history of here');
});

test('R-37: one that cannot be finished keeps the database shut, and the console starts all the same', async () => {
  makeLive(folder, 'here', []);
  for (const name of ['stop.json', 'bench.json']) rmSync(join(folder, name));
  writeFileSync(
    join(folder, 'lablink.db'),
    'not a database, but long enough to be taken for one by its name',
  );
  await makePrepared(folder, 'there', [], ['history']);
  expect(await startOnce()).toBe('BACKUP_FAILED');
  rmSync(join(folder, 'lablink.db'));
  expect(await startOnce()).toBeNull();
  expect(look(folder)).toMatchObject({ sound: ['ok'], restored: ['r1 []'] });
});
