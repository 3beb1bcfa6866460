import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openReadable } from '#main/database/connection.ts';
import { everything } from '#shared/contract/history.ts';
import { exported } from './export.fixture.ts';
import { Writing } from './writing.ts';

/** An export that has been written to its end and waits for its name, in a folder of its own. */
async function nameless() {
  const { file, given, left } = await exported();
  const db = openReadable(file);
  onTestFinished(() => void db.close());
  const origin = { console: '1', host: 'h', who: 'Ada', at: 0, format: 'csv', filter: everything } as const;
  const writing = await Writing.begin(db, given, false, origin);
  while (!(await writing.step()).finished);
  return { writing, given, left: () => left(given) };
}

test('a name that is taken is left alone, of the file and of its page, and nothing is left of the try', async () => {
  const { writing, given, left } = await nameless();
  writeFileSync(join(given, 'a.csv'), 'mine');
  writeFileSync(join(given, 'b.csv.provenance.json'), 'mine, too');
  const { file, provenance } = await writing.finish(['a.csv', 'b.csv', 'c.csv']);
  await writing.giveUp();
  expect([file, provenance]).toEqual([join(given, 'c.csv'), join(given, 'c.csv.provenance.json')]);
  expect(left()).toEqual(['a.csv', 'b.csv.provenance.json', 'c.csv', 'c.csv.provenance.json']);
  expect(readFileSync(join(given, 'a.csv'), 'utf8')).toBe('mine');
  expect(JSON.parse(readFileSync(provenance, 'utf8'))).toMatchObject({ file: 'c.csv' });
});

test('where every name is taken, it says so and leaves nothing', async () => {
  const { writing, given, left } = await nameless();
  writeFileSync(join(given, 'a.csv'), 'mine');
  await expect(writing.finish(['a.csv'])).rejects.toMatchObject({ code: 'FOLDER_UNWRITABLE' });
  await writing.giveUp();
  expect(left()).toEqual(['a.csv']);
});

test('taken back, a whole one is gone with its page', async () => {
  const { writing, left } = await nameless();
  await writing.finish();
  expect(left()).toHaveLength(2);
  await writing.takeBack();
  expect(left()).toEqual([]);
});
