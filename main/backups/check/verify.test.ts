import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { seeded } from '#main/database/seeded.fixture.ts';
import { tamper } from '#main/database/tamper.fixture.ts';
import type { BackupVerdict } from '#shared/contract/backups.ts';
import { bench, signer, signers, trialFolder } from '#main/backups/backup.fixture.ts';
import { all, seed, streamOf } from '#main/backups/format/bytes.fixture.ts';
import { encryptAge, encryptAgeBytes, generateIdentity } from '#main/backups/format/age.ts';
import { announce, frameBytes } from '#main/backups/format/frame-layout.ts';
import { compressFrames } from '#main/backups/format/frames.ts';
import { type Manifest, manifestBytes, signManifest } from '#main/backups/format/manifest.ts';
import { manifestName } from '#main/backups/format/names.ts';
import { Tally } from '#main/backups/pipe.ts';
import { compareBackup, openBackup, verifyBackup } from './verify.ts';

// Each check starts a thread or two, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

type Made = Awaited<ReturnType<typeof made>>;

/** A backup, and what to check it with; whatever comes of a check, nothing of it may be left. */
async function made(exchanges = 100) {
  const desk = await bench(exchanges);
  const backup = await desk.backup();
  await desk.opened.close();
  const { identity, signal } = desk;
  const scratch = trialFolder();
  const check = async (more: Partial<Parameters<typeof verifyBackup>[0]> = {}): Promise<BackupVerdict> => {
    try {
      return await verifyBackup({ file: backup.file, key: { identity }, signers, signal, scratch, ...more });
    } finally {
      expect(readdirSync(scratch)).toEqual([]);
    }
  };
  return { ...desk, ...backup, check };
}

const code = async (work: Promise<unknown>): Promise<unknown> =>
  await work.then(
    () => null,
    (error: unknown) => (error as { code: unknown }).code,
  );

/** Another content under a manifest that is true of it, and signed or not. */
async function replaced(
  { file, manifest, recipient }: Made,
  content: AsyncIterable<Uint8Array>,
  more: Partial<Manifest> = {},
  by: typeof signer | null = signer,
): Promise<void> {
  const sealed = new Tally();
  const bytes = await all(sealed.over(encryptAge(content, [recipient])));
  writeFileSync(file, bytes);
  const { signer: _key, signature: _signature, ...facts } = { ...manifest, ...more };
  const signed = await signManifest({ ...facts, file: { name: basename(file), ...sealed.end() } }, by);
  writeFileSync(manifestName(file), manifestBytes(signed));
}

const inFrames = (bytes: Uint8Array) => compressFrames(streamOf(bytes), new AbortController());

function plainOf(bytes: Uint8Array): Manifest['plain'] {
  const tally = new Tally();
  tally.add(bytes);
  return tally.end();
}

describe('a backup is refused with the reason', () => {
  test(`with any byte changed, whichever check looks (seed ${seed})`, { timeout: 120_000 }, async () => {
    const { file, check, signal } = await made();
    const whole = readFileSync(file);
    const next = seeded(seed);
    // The header byte by byte in steps, then anywhere.
    const places = [0, 10, 25, 60, 100, 150, 250, 300, whole.length - 1];
    for (let round = 0; round < 12; round++) places.push(Math.floor(next() * whole.length));
    for (const at of places) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << Math.floor(next() * 8);
      writeFileSync(file, changed);
      const verdict = await check();
      expect(verdict, `byte ${at}`).toMatchObject({ state: 'failed', signature: 'ok' });
      expect(verdict.problems, `byte ${at}`).toHaveLength(1);
      expect(await compareBackup(file, signers, { signal }), `byte ${at}`).toMatchObject({ state: 'failed' });
    }
    writeFileSync(file, whole);
    expect(await check()).toMatchObject({ state: 'verified' });
    expect(await compareBackup(file, signers, { signal })).toMatchObject({
      state: 'unchanged',
      problems: [],
    });
  });

  test(`cut short anywhere, or longer (seed ${seed})`, async () => {
    const { file, check } = await made();
    const next = seeded(seed);
    const { size } = statSync(file);
    for (const length of [0, 1, Math.floor(next() * size), size - 1, size + 1]) {
      truncateSync(file, length);
      expect((await check()).problems, `${length}`).toEqual([
        expect.stringContaining(`it has ${length} bytes`),
      ]);
    }
  });

  test('with any byte of its manifest changed, or with the manifest of another', async () => {
    const { file, check, backup } = await made();
    const manifest = readFileSync(manifestName(file));
    for (let at = 0; at < manifest.length; at += 97) {
      const changed = Buffer.from(manifest);
      changed[at]! ^= 1;
      writeFileSync(manifestName(file), changed);
      const refused = await check().then(
        ({ state, signature }) => `${state} ${signature}`,
        (error: unknown) => (error as { code: string }).code,
      );
      expect(['failed wrong', 'BACKUP_NEWER'], `byte ${at}`).toContain(refused);
    }
    const other = await backup();
    copyFileSync(manifestName(other.file), manifestName(file));
    const verdict = await check();
    expect(verdict).toMatchObject({ state: 'failed', signature: 'wrong' });
    expect(verdict.problems[0]).toContain('has the manifest of another');
  });

  test('renamed: its manifest says so, or is not found', async () => {
    const { file, check } = await made(1);
    const other = file.replace(/-[a-z0-9]{6}\.age$/, '-zzzzzz.age');
    renameSync(file, other);
    expect(await check({ file: other })).toMatchObject({
      state: 'verified',
      signature: 'unsigned',
      at: expect.any(Number),
    });
    renameSync(manifestName(file), manifestName(other));
    expect((await check({ file: other })).problems[0]).toContain('renamed');
    await expect(check()).rejects.toMatchObject({ code: 'BACKUP_UNKNOWN' });
  });

  test('of a newer format, or with a newer database', async () => {
    const { file, check, manifest } = await made(1);
    for (const more of [{ format: 2 }, { schema: 1000 }]) {
      const { signer: _key, signature: _signature, ...facts } = { ...manifest, ...more };
      writeFileSync(manifestName(file), manifestBytes(await signManifest(facts, signer)));
      await expect(check()).rejects.toMatchObject({ code: 'BACKUP_NEWER' });
    }
  });

  test('with a key that does not open it, or none at all', async () => {
    const { check } = await made(1);
    const { identity } = await generateIdentity();
    for (const key of [{ identity }, { identity: 'no key' }, { passphrase: 'none beside it' }])
      await expect(check({ key })).rejects.toMatchObject({ code: 'BACKUP_KEY_WRONG' });
  });

  test('unsigned, signed by somebody else, or wrongly signed: told apart', async () => {
    const backup = await made(1);
    const { file, check, manifest } = backup;
    const { signer: _key, signature: _signature, ...facts } = manifest;
    const put = async (by: typeof signer | null): Promise<void> =>
      writeFileSync(manifestName(file), manifestBytes(await signManifest(facts, by)));
    await put(null);
    expect(await check()).toMatchObject({ state: 'verified', signature: 'unsigned', signer: null });
    await put({ ...signer, publicKey: 'stranger' });
    expect(await check()).toMatchObject({
      state: 'verified',
      signature: 'unknown-signer',
      signer: 'ed25519:stranger',
    });
    await put({ ...signer, sign: async () => new Uint8Array(64) });
    expect(await check()).toMatchObject({ state: 'failed', signature: 'wrong' });
  });

  test('with something else inside than the manifest says, however well it is encrypted', async () => {
    const backup = await made(1);
    const { check, signal, folder, identity, file } = backup;
    const plain = join(folder, 'plain.db');
    await openBackup({ file, key: { identity }, signers, signal }, plain);
    const sound = readFileSync(plain);
    await replaced(backup, inFrames(sound.subarray(0, sound.length - 4096)));
    expect((await check()).problems[0]).toContain('the bytes of its database are not those');
    await replaced(backup, inFrames(Buffer.concat([sound, Buffer.alloc(4096)])));
    expect((await check()).problems[0]).toContain('holds more than');
    await replaced(backup, streamOf(Buffer.from('no frames at all')));
    expect((await check()).problems[0]).toContain('does not begin as one');
    // A manifest that is true of the bytes, and not of what is in them.
    await replaced(backup, inFrames(sound), { counts: { ...backup.manifest.counts, record: 7 } });
    expect((await check()).problems).toEqual([expect.stringContaining('the manifest says 7')]);
    await replaced(backup, inFrames(sound), { chain: { seq: 3, hash: 'ab'.repeat(32) } });
    expect((await check()).problems).toEqual(['its history does not end where the manifest says']);
    const text = Buffer.from('no database');
    await replaced(backup, inFrames(text), { plain: plainOf(text) });
    expect((await check()).problems[0]).toContain('the database in it cannot be read');
    tamper(plain, ['UPDATE record SET request = ? WHERE seq = 1', Buffer.from('x')]);
    const altered = readFileSync(plain);
    await replaced(backup, inFrames(altered), { plain: plainOf(altered) });
    expect((await check()).problems).toContainEqual(
      expect.stringContaining('row 1 of the history does not hold'),
    );
    await replaced(backup, inFrames(sound));
    expect(await check()).toMatchObject({ state: 'verified' });
  });

  test('R-23: that would unfold without end, with a manifest or without', async () => {
    const backup = await made(1);
    const { file, check } = backup;
    const bomb = zstdCompressSync(Buffer.alloc(frameBytes));
    async function* many(): AsyncGenerator<Uint8Array> {
      for (let frame = 0; frame < 50; frame++) yield Buffer.concat([announce(bomb.length), bomb]);
    }
    await replaced(backup, many());
    expect((await check()).problems[0]).toContain('holds more than');
    const huge = zstdCompressSync(Buffer.alloc(10 * frameBytes));
    async function* one(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([announce(huge.length), huge]);
    }
    await replaced(backup, one());
    expect((await check()).problems[0]).toContain('would become');
    rmSync(manifestName(file));
    expect(await check()).toMatchObject({ state: 'failed', signature: 'unsigned' });
  });

  test('that is no backup at all', async () => {
    const { file, check } = await made(1);
    rmSync(manifestName(file));
    for (const content of [
      '',
      'hello',
      'age-encryption.org/v1\n',
      await encryptAgeBytes(Buffer.from('x'), []),
    ]) {
      writeFileSync(file, content);
      expect(['BACKUP_KEY_WRONG', null]).toContain(await code(check()));
    }
    await expect(check({ file: join(file, '..') })).rejects.toMatchObject({ code: 'BACKUP_UNKNOWN' });
  });
});

test('cancelled, a verification leaves nothing', async () => {
  const { check } = await made();
  const control = new AbortController();
  const cancelled = check({ signal: control.signal, onProgress: () => control.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('progress has stages, and says how far it is', async () => {
  const { check } = await made();
  const stages = new Map<string, number | null>();
  await check({
    onProgress: ({ stage, done, of }) => void stages.set(stage, of === null ? null : done / of),
  });
  expect([...stages.keys()]).toEqual([
    'Read back, decrypt, decompress',
    'Check the database',
    'Check the history, row by row',
  ]);
  expect(stages.get('Check the history, row by row')).toBe(1);
});
