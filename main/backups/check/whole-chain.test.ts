import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { bench } from '#main/backups/backup.fixture.ts';
import { openForCheck } from '#main/database/backup.ts';
import { tamper } from '#main/database/tamper.fixture.ts';
import { wholeChain } from './whole-chain.ts';

// Each check starts a thread or two, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

/** What is found in a chain by two threads, and how far they said they were at last. */
async function found(file: string): Promise<{ problems: string[]; done: number; rows: number }> {
  const db = openForCheck(file);
  const problems: string[] = [];
  const rows = db.prepare('SELECT count(*) FROM record').pluck().get() as number;
  let done = 0;
  for await (const reached of wholeChain(db, file, rows, problems, 10)) ({ done } = reached);
  db.close();
  return { problems, done, rows };
}

test('two threads find what does not hold in either half, and where the halves meet', async () => {
  const { folder, opened } = await bench(300);
  await opened.close();
  const file = join(folder, 'lablink.db');
  const { rows, ...sound } = await found(file);
  expect(sound).toEqual({ problems: [], done: rows });
  const middle = rows - Math.floor(rows / 2);
  for (const seq of [rows - 1, middle + 1, middle, middle - 1, 2]) {
    tamper(file, ['UPDATE record SET at = at + 1 WHERE seq = ?', seq]);
    expect((await found(file)).problems).toContainEqual(
      `row ${seq} of the history does not hold: its content is not what was written`,
    );
  }
  expect((await found(file)).problems).toHaveLength(2);
});

test('left early, it leaves no thread behind', async () => {
  const { folder, opened } = await bench(300);
  await opened.close();
  const file = join(folder, 'lablink.db');
  const db = openForCheck(file);
  for await (const _reached of wholeChain(db, file, 600, [], 10)) break;
  db.close();
  // With a thread that still reads it, Windows would keep it; here it is enough that this ends.
  expect(process.getActiveResourcesInfo().filter((each) => each === 'MessagePort')).toEqual([]);
});
