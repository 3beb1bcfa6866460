import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { look, tamper } from '#main/database/tamper.fixture.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { openDesk, rowsWith, stopped, testFolder, until } from './fault-desk.fixture.ts';
import { livedDesk, livedFolder, nothingWasLost, stopWorks, unavailable } from './lived.fixture.ts';

const rowsIn = (count: number): string =>
  `(SELECT count(*) AS x FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT ${count}) SELECT x FROM n))`;

let perSecond: number | null = null;
/** Rows that this computer counts in a second: what hangs for some seconds on one is over in one on another. */
function counted(): number {
  const file = join(testFolder(), 'empty.db');
  tamper(file);
  const begun = performance.now();
  look(file, `SELECT x FROM ${rowsIn(1_000_000)}`);
  return 1_000_000_000 / (performance.now() - begun);
}

/** Work of so many seconds, about, inside SQLite: for whoever waits, a disk that does not answer. */
function hanging(seconds: number): string {
  perSecond ??= counted();
  return rowsIn(Math.round(seconds * perSecond));
}

describe('R-3: a disk that hangs after the database was opened does not keep the stop from coming up', () => {
  const openMs = 2500;

  test('while it is asked whether there are accounts', async () => {
    const lived = await livedFolder();
    tamper(
      join(lived.folder, 'lablink.db'),
      'ALTER TABLE user RENAME TO kept_user',
      `CREATE VIEW user AS SELECT x AS id FROM ${hanging(8)} WHERE x = 0`,
    );
    const desk = await openDesk({ folder: lived.folder, seat: 'nobody', openMs });
    expect(wordsOf(await unavailable(desk), { '2.5 s': '20 s' })).toEqual(documented('disk-hangs-accounts'));
    await stopWorks(desk, lived);
  });

  test('while the key of this PC is read', async () => {
    const lived = await livedFolder();
    const key = join(lived.folder, 'vault.key');
    const bytes = readFileSync(key);
    rmSync(key);
    // Whoever opens it to read waits until somebody writes.
    execFileSync('mkfifo', ['-m', '600', key]);
    const letGo = (): void => closeSync(openSync(key, 'r+'));
    onTestFinished(letGo);
    const desk = await openDesk({ folder: lived.folder, seat: 'nobody', openMs });
    expect(wordsOf(await unavailable(desk), { '2.5 s': '20 s' })).toEqual(documented('disk-hangs-key'));
    await stopWorks(desk, lived);
    await desk.close();
    letGo();
    rmSync(key);
    writeFileSync(key, bytes, { mode: 0o600 });
    await nothingWasLost(await openDesk({ folder: lived.folder, seat: 'nobody' }), lived);
  });

  test('while the start is recorded', async () => {
    const lived = await livedFolder();
    tamper(
      join(lived.folder, 'lablink.db'),
      `CREATE TRIGGER hang AFTER INSERT ON record WHEN CAST(NEW.request AS TEXT) = 'console.start' BEGIN
         SELECT x FROM ${hanging(8)}; END`,
    );
    const file = join(lived.folder, 'lablink.db');
    const starts = (): number =>
      look(file, "SELECT 1 FROM record WHERE CAST(request AS TEXT) = 'console.start'").length;
    const before = starts();
    const desk = await openDesk({ folder: lived.folder, seat: 'nobody', openMs });
    // Nobody waited for the row; it comes.
    expect(starts()).toBe(before);
    await stopWorks(desk, lived);
    await desk.close();
    expect(starts()).toBe(before + 1);
  });
});

test('R-1, R-3: the disk hangs while the console runs: the stop works, and what happened is recorded after', async () => {
  const lived = await livedDesk();
  const { desk, ask, folder } = lived;
  tamper(
    join(folder, 'lablink.db'),
    `CREATE TRIGGER hang AFTER INSERT ON record BEGIN SELECT x FROM ${hanging(3)}; END`,
  );
  expect(await ask(':OUTP1?')).toBe('1');
  const { report } = await stopped(desk);
  expect(report?.lines.map(({ result }) => result)).toEqual(['off']);
  expect(await ask(':OUTP1?')).toBe('0');
  // While its row is on the way, the screen says that it is not recorded; then that it is.
  expect(report?.recorded).toBe(false);
  await until(desk.client.safety.state({}), (state) => state.report?.recorded === true);
  tamper(join(folder, 'lablink.db'));
  expect(await desk.client.instruments.output({ id: lived.id, channel: 1, on: false })).toEqual({
    on: false,
  });
  expect((await rowsWith(desk, 'safety.stop')).length).toBeGreaterThan(0);
});
