import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '#main/database/tamper.fixture.ts';
import { expect, test } from 'vitest';
import { mounts, readOnly, smallDisk } from '#main/bad-input/mount.fixture.ts';
import { backupsIn, remainsIn, scratchIn, trialFolder } from '#main/backups/backup.fixture.ts';
import { encryptAgeBytes } from '#main/backups/format/age.ts';
import { manifestBytes, readManifest, signManifest } from '#main/backups/format/manifest.ts';
import { manifestName } from '#main/backups/format/names.ts';
import { makeSigner } from '#main/restore/backup.fixture.ts';
import { by, openedBackups, resultOf } from './opened.fixture.ts';

test('a place that is missing drops out with its reason; the others have the backup', async () => {
  const bench = await openedBackups();
  await bench.key();
  await bench.place();
  const share = trialFolder();
  const gone = await bench.place(share, 'Share');
  rmSync(share, { recursive: true });
  const { copies, failed } = await bench.create();
  expect(copies).toHaveLength(1);
  expect(failed).toMatchObject([{ destination: gone }]);
  const state = await bench.state((each) => each.destinations.some(({ trouble }) => trouble !== null));
  expect(state.destinations.map(({ trouble }) => trouble === null)).toEqual([true, false]);
  expect(state.days.at(-1)).toMatchObject({ made: 1 });
  // Nothing of that name was made up.
  expect(() => readdirSync(share)).toThrow('ENOENT');
}, 30_000);

test('with no place that can be reached nothing is made, and that is remembered as a failure', async () => {
  const bench = await openedBackups();
  await bench.key();
  await bench.place();
  renameSync(bench.stick, `${bench.stick}-unplugged`);
  await expect(bench.create()).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
  const state = await bench.state();
  expect(state).toMatchObject({ verdict: 'failed', newest: null, running: null });
  expect(state.days.at(-1)).toMatchObject({ made: 0, failed: 1 });
  expect(scratchIn(bench.folder)).toEqual([]);
  renameSync(`${bench.stick}-unplugged`, bench.stick);
  await bench.create();
  expect((await bench.state()).verdict).toBe('yes');
}, 30_000);

test('unplugged in the middle: the other place has it whole, and nothing is left that looks like a backup', async () => {
  const bench = await openedBackups();
  await bench.key();
  await bench.place();
  const other = trialFolder();
  await bench.place(other, 'Share');
  let unplugged = false;
  let result: { copies: readonly unknown[]; failed: readonly unknown[] } | null = null;
  for await (const item of bench.handlers.create({ destinations: null }, by()))
    if (item.kind === 'result') ({ result } = item);
    else if (!unplugged) {
      unplugged = true;
      renameSync(bench.stick, `${bench.stick}-gone`);
    }
  expect(unplugged).toBe(true);
  expect(result).toMatchObject({ copies: [expect.anything()], failed: [expect.anything()] });
  expect(backupsIn(other)).toHaveLength(1);
  expect(backupsIn(`${bench.stick}-gone`)).toEqual([]);
}, 30_000);

test.runIf(mounts)(
  'read-only, and full: said, and nothing is left there',
  async () => {
    const bench = await openedBackups();
    await bench.key();
    const disk = smallDisk(1);
    const full = await bench.place(disk.folder, 'Small disk');
    disk.fill();
    await expect(bench.create([full])).rejects.toMatchObject({
      message: expect.stringMatching(/full|free/),
    });
    expect(readdirSync(disk.folder).filter((name) => name.startsWith('lablink'))).toEqual([]);
    const fixed = await bench.place();
    readOnly(bench.stick);
    await expect(bench.create([fixed])).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
    const { destinations } = await bench.state((each) =>
      each.destinations.some(({ id, trouble }) => id === fixed && trouble !== null),
    );
    expect(destinations.find(({ id }) => id === fixed)!.trouble).toMatch(/read-only|EROFS/);
  },
  30_000,
);

test('two at once: the second is told that one runs; one that is given up leaves nothing and is no failure', async () => {
  const bench = await openedBackups();
  await bench.key();
  await bench.place();
  const first = bench.handlers.create({ destinations: null }, by())[Symbol.asyncIterator]();
  await first.next();
  await expect(bench.create()).rejects.toMatchObject({ code: 'BACKUP_BUSY' });
  expect((await bench.state()).running).toMatchObject({ what: 'backup' });
  await first.return!();
  expect(readdirSync(bench.stick)).toEqual([]);
  expect([...remainsIn(bench.stick), ...scratchIn(bench.folder)]).toEqual([]);
  const state = await bench.state();
  expect(state).toMatchObject({ running: null, verdict: 'no-backups' });
  expect(state.days.at(-1)).toMatchObject({ made: 0, failed: 0 });
  await bench.create();
}, 30_000);

test('a copy that was altered or removed is found, and counts as none; another that holds still does', async () => {
  // On two days: of one day keeping leaves the newest alone.
  let time = Date.now() - 86_400_000;
  const bench = await openedBackups({ now: () => time });
  await bench.key();
  await bench.place();
  const one = (await bench.create()).copies[0]!;
  time = Date.now();
  const two = (await bench.create()).copies[0]!;
  const all = () => resultOf(bench.handlers.verifyAll({}, by()));
  expect(await all()).toEqual({ unchanged: 2, failed: 0, missing: 0 });
  appendFileSync(join(bench.stick, two.name), 'x');
  expect(await all()).toEqual({ unchanged: 1, failed: 1, missing: 0 });
  expect((await bench.copies()).find(({ id }) => id === two.id)).toMatchObject({
    state: 'failed',
    trouble: expect.stringContaining('bytes'),
  });
  expect(await bench.state()).toMatchObject({ verdict: 'yes', newest: { at: one.at } });
  rmSync(join(bench.stick, one.name));
  expect(await all()).toEqual({ unchanged: 0, failed: 1, missing: 1 });
  expect(await bench.state()).toMatchObject({ verdict: 'failed', newest: null });
}, 30_000);

test('a file that the list does not know is listed, is not believed, and is never taken away', async () => {
  const bench = await openedBackups();
  await bench.key();
  const place = await bench.place();
  const name = 'lablink-other-20200101-120000-abcdef.age';
  writeFileSync(join(bench.stick, name), 'not one of ours');
  mkdirSync(join(bench.stick, 'lablink-other-20200101-120000-abcdeg.age'));
  // At the next start (or half a minute later).
  await bench.again();
  await bench.state((each) => each.destinations[0]?.kept === 1);
  expect(await bench.copies()).toMatchObject([{ destination: place, name, state: 'unverified' }]);
  expect((await bench.state()).verdict).toBe('no-backups');
  await bench.create();
  expect(backupsIn(bench.stick)).toContain(name);
}, 30_000);

test('another backup in its place, with a manifest of its own, is not what was made here', async () => {
  const bench = await openedBackups();
  const { recipient } = await bench.key();
  await bench.place();
  const made = (await bench.create()).copies[0]!;
  const path = join(bench.stick, made.name);
  const file = await encryptAgeBytes(Buffer.from('something else'), [recipient]);
  const bytes = await readFile(manifestName(path));
  const { signature: _gone, ...says } = readManifest(bytes, 99);
  const sha256 = createHash('sha256').update(file).digest('hex');
  const forged = { ...says, file: { name: made.name, bytes: file.length, sha256 } };
  writeFileSync(path, file);
  const stranger = makeSigner();
  writeFileSync(manifestName(path), manifestBytes(await signManifest(forged, stranger)));
  // Whoever can write the database can write a key into it, but not seal its private half.
  const key = Buffer.from(stranger.publicKey, 'base64').toString('hex');
  attempt(
    join(bench.folder, 'lablink.db'),
    `INSERT INTO signing_key (public_key, sealed, created_at) VALUES (x'${key}', x'00', 0)`,
  );
  expect(await resultOf(bench.handlers.verifyAll({}, by()))).toEqual({ unchanged: 0, failed: 1, missing: 0 });
  expect(await bench.copies()).toMatchObject([
    { state: 'failed', trouble: 'Its manifest is not signed by this console.' },
  ]);
  expect((await bench.state()).verdict).toBe('failed');
}, 30_000);
