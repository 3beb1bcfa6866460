import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { look, tamper } from '#main/database/tamper.fixture.ts';
import {
  backupsIn,
  bench,
  remainsIn,
  scratchIn,
  signers,
  trialFolder,
} from '#main/backups/backup.fixture.ts';
import { openBackup, verifyBackup } from '#main/backups/check/verify.ts';
import { decryptAgeBytes } from '#main/backups/format/age.ts';
import { manifestName } from '#main/backups/format/names.ts';
import { unwrapIdentity, wrapIdentity } from '#main/backups/format/wrapped-identity.ts';
import { createBackup } from './create.ts';
import { tidyScratch } from './run.ts';

// Each check starts a thread or two, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

describe('a backup', () => {
  test('holds the database of one moment, the other files, and the vault’s key for the lab alone', async () => {
    const { backup, identity, signal, folder, stick } = await bench();
    const { file, manifest, places, failed, leftOut } = await backup();
    expect({ places, failed, leftOut }).toEqual({ places: ['stick'], failed: [], leftOut: [] });
    expect(backupsIn(stick)).toHaveLength(1);
    expect(remainsIn(stick)).toEqual([]);
    expect(scratchIn(folder)).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const to = join(trialFolder(), 'plain.db');
    const { verdict } = await openBackup({ file, key: { identity }, signers, signal }, to);
    expect(verdict).toMatchObject({
      state: 'verified',
      signature: 'ok',
      host: 'bench',
      problems: [],
      counts: expect.arrayContaining([
        { what: 'rows of the history', count: manifest.counts['record'], ok: true, note: null },
        { what: 'files', count: 3, ok: true, note: null },
      ]),
    });
    expect(manifest.counts['record']).toBeGreaterThan(400);
    const live = join(folder, 'lablink.db');
    const rows = 'SELECT * FROM record ORDER BY seq';
    expect(look(to, rows)).toEqual(look(live, rows));
    const files = look<{ name: string; sz: number; data: Uint8Array }>(
      to,
      'SELECT * FROM sqlar ORDER BY name',
    );
    expect(files.map(({ name }) => name)).toEqual(['bench.json', 'transcripts/one.txt', 'vault.key.age']);
    expect(Buffer.from(files[1]!.data)).toEqual(readFileSync(join(folder, 'transcripts', 'one.txt')));
    expect(files[1]!.sz).toBe(600);
    expect(Buffer.from(await decryptAgeBytes(files[2]!.data, [identity])).toString()).toBe('the data key');
    // Nothing was added to the live one.
    expect(look(live, "SELECT 1 FROM sqlite_schema WHERE name = 'sqlar'")).toEqual([]);
  });

  test('made while the bench goes on is of one moment, and the bench is not held up', async () => {
    const { backup, work, identity, signal } = await bench(500);
    let over = false;
    const writing = (async () => {
      while (!over) await work(20);
    })();
    const { file, manifest } = await backup();
    over = true;
    await writing;
    const verdict = await verifyBackup({ file, key: { identity }, signers, signal, scratch: trialFolder() });
    expect(verdict).toMatchObject({ state: 'verified', problems: [] });
    expect(manifest.chain?.seq).toBe(manifest.counts['record']);
  });

  test('to several places is the same in each; one that cannot be written drops out with its reason', async () => {
    const { options, stick, folder } = await bench();
    const share = trialFolder();
    const destinations = [
      { id: 'gone', path: join(share, 'not plugged in') },
      { id: 'stick', path: stick },
      { id: 'file', path: join(folder, 'bench.json') },
      { id: 'share', path: share },
    ];
    const { name, places, failed } = await createBackup(options({ destinations }));
    expect(places).toEqual(['stick', 'share']);
    expect(failed.map(({ destination }) => destination)).toEqual(['gone', 'file']);
    expect(failed[0]!.why).toContain('cannot be written');
    for (const each of [name, manifestName(name)])
      expect(readFileSync(join(stick, each)).equals(readFileSync(join(share, each)))).toBe(true);
    // A stick that is not plugged in is not made up for by a folder of its name.
    expect(() => statSync(join(share, 'not plugged in'))).toThrow('ENOENT');
  });

  test('R-36: a place where what was written does not come back gets no backup; the others do', async () => {
    const { options, stick } = await bench();
    const share = trialFolder();
    const destinations = [
      { id: 'stick', path: stick },
      { id: 'share', path: share },
    ];
    const created = await createBackup(
      options({
        destinations,
        onProgress({ stage }) {
          // The first was read back by now, and the second is next.
          if (stage !== 'Check the database') return;
          const [partial] = remainsIn(share);
          const handle = openSync(join(share, partial!), 'r+');
          writeSync(handle, 'x', 300);
          closeSync(handle);
        },
      }),
    );
    expect(created.places).toEqual(['stick']);
    expect(created.failed).toEqual([
      { destination: 'share', why: 'What was read back is not what was written.' },
    ]);
    expect(backupsIn(stick)).toEqual([created.name]);
    expect(readdirSync(share)).toEqual([]);
  });

  test('with no place left, no key, or no place at all, is refused with the reason', async () => {
    const { options, folder } = await bench(1);
    const gone = [{ id: 'gone', path: join(folder, 'gone') }];
    await expect(createBackup(options({ destinations: gone }))).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
    });
    await expect(createBackup(options({ destinations: [] }))).rejects.toMatchObject({
      code: 'BACKUP_NO_PLACE',
    });
    await expect(createBackup(options({ recipients: [] }))).rejects.toMatchObject({ code: 'BACKUP_NO_KEY' });
    expect(scratchIn(folder)).toEqual([]);
  });

  test('asks for room before it begins', async () => {
    const { options, stick, folder } = await bench(1);
    await expect(createBackup(options({ expectedBytes: 2 ** 60 }))).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringMatching(/free; about .* are needed/),
    });
    expect([...backupsIn(stick), ...remainsIn(stick), ...scratchIn(folder)]).toEqual([]);
  });

  test('has the identity beside it under a passphrase, where that is asked for', {
    timeout: 60_000,
  }, async () => {
    const { backup, identity, signal } = await bench(1);
    const { file } = await backup({ wrapped: [await wrapIdentity(identity, 'correct horse battery')] });
    expect(
      await unwrapIdentity(readFileSync(file.replace(/\.age$/, '.identity.age')), 'correct horse battery'),
    ).toBe(identity);
    const asked = { file, signers, signal, scratch: trialFolder() };
    const opened = await verifyBackup({ ...asked, key: { passphrase: 'correct horse battery' } });
    expect(opened.state).toBe('verified');
    await expect(verifyBackup({ ...asked, key: { passphrase: 'another one' } })).rejects.toMatchObject({
      code: 'BACKUP_KEY_WRONG',
    });
  });

  test('R-36: of a database with a fault of its own gets no name, and says what is wrong', async () => {
    const { options, opened, stick, folder } = await bench(50);
    await opened.close();
    const file = join(folder, 'lablink.db');
    tamper(file, ['UPDATE record SET request = ? WHERE seq = 21', Buffer.from('SOUR1:VOLT 9999')]);
    await expect(createBackup(options())).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringContaining('row 21 of the history does not hold'),
    });
    expect([...backupsIn(stick), ...remainsIn(stick), ...scratchIn(folder)]).toEqual([]);
  });

  test('R-36: cancelled at any stage leaves nothing, and says that it was cancelled', {
    timeout: 60_000,
  }, async () => {
    const { options, stick, folder } = await bench(500);
    const stages = new Set<string>();
    await createBackup(options({ onProgress: ({ stage }) => void stages.add(stage) }));
    expect(stages.size).toBeGreaterThan(4);
    const before = backupsIn(stick);
    for (const wanted of stages) {
      const control = new AbortController();
      const cancelled = createBackup(
        options({
          signal: control.signal,
          onProgress: ({ stage }) => {
            if (stage === wanted) control.abort();
          },
        }),
      );
      await expect(cancelled, wanted).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(backupsIn(stick), wanted).toEqual(before);
      expect([...remainsIn(stick), ...scratchIn(folder)], wanted).toEqual([]);
    }
  });
});

describe('what a killed run left', () => {
  test('is removed at the next start, and nothing else is', async () => {
    const { folder, stick, backup } = await bench(1);
    const { file } = await backup();
    const run = join(folder, 'scratch', 'killed');
    mkdirSync(run, { recursive: true });
    const dead = join(stick, 'lablink-bench-20260101-000000-abcdef.age');
    const beside = (name: string): string[] => [manifestName(name)];
    writeFileSync(
      join(run, 'files.json'),
      JSON.stringify({
        places: [
          { backup: dead, partial: `${dead}.partial`, beside: beside(dead) },
          { backup: file, partial: `${file}.partial`, beside: beside(file) },
        ],
      }),
    );
    for (const path of [join(run, 'snapshot.db'), `${dead}.partial`, manifestName(dead)])
      writeFileSync(path, 'x');
    await tidyScratch(folder);
    expect(scratchIn(folder)).toEqual([]);
    expect(remainsIn(stick)).toEqual([]);
    expect(() => statSync(manifestName(dead))).toThrow('ENOENT');
    // A run that was killed after the name was given has a backup to show for it.
    expect(statSync(manifestName(file)).isFile()).toBe(true);
    expect(backupsIn(stick)).toHaveLength(1);
  });

  test('at a place that cannot be reached now is removed when it can', async () => {
    const { folder } = await bench(1);
    const away = join(trialFolder(), 'away');
    const run = join(folder, 'scratch', 'killed');
    mkdirSync(run, { recursive: true });
    const dead = join(away, 'lablink-bench-20260101-000000-abcdef.age');
    const places = [{ backup: dead, partial: `${dead}.partial`, beside: [] }];
    writeFileSync(join(run, 'files.json'), JSON.stringify({ places }));
    writeFileSync(join(run, 'snapshot.db'), 'x');
    await tidyScratch(folder);
    expect(() => statSync(join(run, 'snapshot.db'))).toThrow('ENOENT');
    mkdirSync(away);
    writeFileSync(`${dead}.partial`, 'x');
    await tidyScratch(folder);
    expect(remainsIn(away)).toEqual([]);
    expect(scratchIn(folder)).toEqual([]);
  });

  test('with a list that is cut short is removed all the same', async () => {
    const { folder } = await bench(1);
    const run = join(folder, 'scratch', 'killed');
    mkdirSync(run, { recursive: true });
    writeFileSync(join(run, 'files.json'), '{"pla');
    await tidyScratch(folder);
    expect(scratchIn(folder)).toEqual([]);
  });
});
