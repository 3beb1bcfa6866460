import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { goodPassword } from '#main/accounts/accounts.fixture.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { faultOf, openDesk, until } from './fault-desk.fixture.ts';
import { type Lived, livedFolder, nothingWasLost, stopWorks, unavailable } from './lived.fixture.ts';
import { mounts, readOnly } from './mount.fixture.ts';

const fileOf = ({ folder }: Lived): string => join(folder, 'lablink.db');
const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The pages of a table, as numbers from 1. */
function pagesOf(file: string, table: string): number[] {
  const database = new BetterSqlite3(file, { readonly: true });
  try {
    return database.prepare('SELECT pageno FROM dbstat WHERE name = ?').pluck().all(table) as number[];
  } finally {
    database.close();
  }
}

/** Flips every bit of some bytes of a file. */
function flip(file: string, from: number, count: number): void {
  const bytes = readFileSync(file);
  for (let at = from; at < from + count; at++) bytes[at] = 255 - bytes[at]!;
  writeFileSync(file, bytes);
}

/** What is damaged, and how; and whether SQLite sees it before anything is read. */
const damages = [
  ['database-header', 'bytes of its header are flipped', (file: string) => flip(file, 0, 64)],
  [
    'database-cut',
    'its second half is missing',
    (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  ],
] as const;

test.each(damages)('R-15, R-3: a damaged database (%s): %s', async (id, _what, damage) => {
  const lived = await livedFolder();
  const file = fileOf(lived);
  const whole = readFileSync(file);
  damage(file);
  const damaged = digest(file);
  const desk = await openDesk({ folder: lived.folder, seat: 'nobody' });
  expect(wordsOf(await unavailable(desk))).toEqual(documented(id));
  await stopWorks(desk, lived);
  await desk.close();
  expect(digest(file)).toBe(damaged);
  // A backup is restored: everything is there, and the stop holds.
  writeFileSync(file, whole);
  await nothingWasLost(await openDesk({ folder: lived.folder, seat: 'nobody' }), lived);
});

test.each([
  ['database-accounts-page', 'user'],
  ['database-history-page', 'record'],
] as const)(
  'R-3: bytes in pages of the database are flipped (%s): it opens, and says so when they are met',
  async (id, table) => {
    const lived = await livedFolder();
    const file = fileOf(lived);
    const whole = readFileSync(file);
    for (const page of pagesOf(file, table)) flip(file, (page - 1) * 4096, 4096);
    const desk = await openDesk({ folder: lived.folder, seat: 'nobody' });
    expect(
      wordsOf(await faultOf(desk.client.accounts.signInPassword({ name: 'Ada', password: goodPassword }))),
    ).toEqual(documented(id));
    await stopWorks(desk, lived);
    await desk.close();
    writeFileSync(file, whole);
    await nothingWasLost(await openDesk({ folder: lived.folder, seat: 'nobody' }), lived);
  },
);

test('R-15, R-3: a database of a newer version is refused and not touched', async () => {
  const lived = await livedFolder();
  const file = fileOf(lived);
  const version = (number: number): number => {
    const database = new BetterSqlite3(file);
    const before = database.pragma('user_version', { simple: true }) as number;
    database.pragma(`user_version = ${number}`);
    database.close();
    return before;
  };
  const known = version(99);
  const newer = digest(file);
  const desk = await openDesk({ folder: lived.folder, seat: 'nobody' });
  expect(
    wordsOf(await unavailable(desk), {
      [`versions up to ${known}.`]: 'versions up to 2.',
    }),
  ).toEqual(documented('database-newer'));
  await stopWorks(desk, lived);
  await desk.close();
  expect(digest(file)).toBe(newer);
  version(known);
  await nothingWasLost(await openDesk({ folder: lived.folder, seat: 'nobody' }), lived);
});

test('R-3: a database that another program holds', { timeout: 60_000 }, async () => {
  const lived = await livedFolder();
  // A process of its own: locks of one process do not hold back its own threads.
  const script = `const { DatabaseSync } = require('node:sqlite');
    const database = new DatabaseSync(process.argv[1]);
    database.exec('BEGIN IMMEDIATE');
    process.stdout.write('holds');
    process.stdin.once('data', () => process.exit());`;
  const holder = spawn(process.execPath, ['-e', script, fileOf(lived)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  onTestFinished(() => void holder.kill());
  await once(holder.stdout, 'data');
  const desk = await openDesk({ folder: lived.folder, seat: 'nobody' });
  const fault = await faultOf(desk.client.accounts.signInPassword({ name: 'Ada', password: goodPassword }));
  expect(wordsOf(fault)).toEqual(documented('database-locked'));
  expect(await unavailable(desk)).toMatchObject({ message: fault.message, remedy: fault.remedy });
  await stopWorks(desk, lived);
  holder.stdin.write('end');
  await once(holder, 'exit');
  // By itself: nobody starts the console again.
  await until(desk.client.accounts.state({}), ({ phase }) => phase === 'signed-out');
  await nothingWasLost(desk, lived);
});

test.runIf(mounts)('R-3: a database that is read-only', async () => {
  const lived = await livedFolder();
  const writable = readOnly(fileOf(lived));
  const before = digest(fileOf(lived));
  const desk = await openDesk({ folder: lived.folder, seat: 'nobody' });
  const fault = await faultOf(desk.client.accounts.signInPassword({ name: 'Ada', password: goodPassword }));
  expect(wordsOf(fault)).toEqual(documented('database-read-only'));
  expect(await unavailable(desk)).toMatchObject({ message: fault.message, remedy: fault.remedy });
  await stopWorks(desk, lived);
  await desk.close();
  expect(digest(fileOf(lived))).toBe(before);
  writable();
  await nothingWasLost(await openDesk({ folder: lived.folder, seat: 'nobody' }), lived);
});
