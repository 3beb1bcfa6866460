import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { openBackup } from '#main/backups/check/verify.ts';
import { generateIdentity } from '#main/backups/format/age.ts';
import { pieces } from '#main/backups/pipe.ts';
import { createBackup } from '#main/backups/make/create.ts';
import { watchLoopDelay } from '#main/profiling/loop-delay.ts';
import { historyLike, waveformLike } from './history-like.fixture.ts';
import { startInstrument, startSession, operator } from './instrument.fixture.ts';
import type { BenchResult, BenchRow } from './result.ts';

const gb = 1e9;
/** 1 is a database of 1 GB, as the goals say; less where it would take more than a minute. */
const scale = Number(process.env['LABLINK_BENCH_SCALE'] ?? 0.3);
const rounds = 3;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

const keys = generateKeyPairSync('ed25519');
const signer = {
  publicKey: 'bench',
  sign: async (bytes: Uint8Array) => new Uint8Array(sign(null, bytes, keys.privateKey)),
};
const signers = {
  verifySignature: (_key: string, bytes: Uint8Array, signature: Uint8Array) =>
    verify(null, bytes, keys.publicKey, signature),
  isKnown: () => true,
  fingerprint: (key: string) => key,
};

/** Debian's zstd at level 3 on one thread, from a file to a file on the disk. */
async function zstdAlone(from: string, to: string): Promise<void> {
  const child = spawn('zstd', ['-3', '-T1', '--single-thread', '-q', '-f', from, '-o', to], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`zstd ended with ${code}`);
  const handle = await open(to, 'r+');
  await handle.sync();
  await handle.close();
}

/** The same library in Node, one frame after the other. */
async function nodeAlone(from: string): Promise<void> {
  const compress = promisify(zstdCompress);
  const params = { [constants.ZSTD_c_compressionLevel]: 3 };
  for await (const piece of pieces(from, 8 * 1024 * 1024))
    await compress(piece, { chunkSize: 8_500_000, params });
}

/** Highest resident memory while something runs, bytes over what there was before. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 20);
  await work();
  clearInterval(timer);
  return most - before;
}

interface Timed {
  /** Until it is written and on the disk, and until it is checked, s. */
  readonly written: number;
  readonly whole: number;
  readonly file: string;
  readonly plainBytes: number;
  readonly fileBytes: number;
}

const { identity, recipient } = await generateIdentity();
const { signal } = new AbortController();

/** A backup of a data folder, with the time at which it was on the disk and the reading back began. */
async function timedBackup(folder: string, stick: string): Promise<Timed> {
  const start = performance.now();
  let written = 0;
  const created = await createBackup({
    folder,
    database: join(folder, 'lablink.db'),
    files: [],
    exportVaultKey: async () => new Uint8Array(200),
    recipients: [recipient],
    signer,
    destinations: [{ id: 'stick', path: stick }],
    why: 'person',
    version: '0',
    host: 'bench',
    signal,
    onProgress({ stage }) {
      if (written === 0 && stage.startsWith('Read back')) written = (performance.now() - start) / 1000;
    },
  });
  const { plain, file } = created.manifest;
  return {
    written,
    whole: (performance.now() - start) / 1000,
    file: join(stick, created.name),
    plainBytes: plain.bytes,
    fileBytes: file.bytes,
  };
}

interface Verified {
  /** Until the plain database is on the disk, and until all is checked, s. */
  readonly restored: number;
  readonly whole: number;
}

async function timedVerify(file: string, to: string): Promise<Verified> {
  const start = performance.now();
  let restored = 0;
  const { verdict } = await openBackup(
    {
      file,
      key: { identity },
      signers,
      signal,
      onProgress({ stage }) {
        if (restored === 0 && stage === 'Check the database') restored = (performance.now() - start) / 1000;
      },
    },
    to,
  );
  if (verdict.state !== 'verified') throw new Error(verdict.problems.join('\n'));
  return { restored, whole: (performance.now() - start) / 1000 };
}

/** A session that asks an instrument a hundred times a second, as a bench that is in use. */
async function control(): Promise<{ stop(): Promise<void> }> {
  const instrument = await startInstrument();
  const session = await startSession(instrument.port, {
    intend: async () => await Promise.resolve(1),
    settle: async () => await Promise.resolve(),
    note: () => undefined,
    reading: () => undefined,
  });
  let over = false;
  const asking = (async () => {
    while (!over) {
      await session.exchange('MEAS:VOLT?', { lane: 'poll', operator, effects: [], reply: true });
      await wait(10);
    }
  })();
  return {
    async stop() {
      over = true;
      await asking;
      await session.close();
      instrument.stop();
    },
  };
}

/** Backups against zstd alone over the same bytes, in turns. */
async function compared(root: string, name: string, make: (file: string) => void) {
  const folder = join(root, name);
  const stick = join(root, `${name}-stick`);
  mkdirSync(folder);
  mkdirSync(stick);
  const database = join(folder, 'lablink.db');
  make(database);
  const peer: number[] = [];
  const node: number[] = [];
  const backups: Timed[] = [];
  const checks: Verified[] = [];
  for (let round = -1; round < rounds; round++) {
    const zstd = await seconds(() => zstdAlone(database, join(root, 'peer.zst')));
    const own = await seconds(() => nodeAlone(database));
    const backup = await timedBackup(folder, stick);
    const plain = join(root, 'plain.db');
    const check = await timedVerify(backup.file, plain);
    rmSync(plain);
    rmSync(backup.file);
    if (round < 0) continue;
    peer.push(zstd);
    node.push(own);
    backups.push(backup);
    checks.push(check);
  }
  rmSync(join(root, 'peer.zst'));
  const bytes = statSync(database).size;
  return { folder, stick, bytes, peer, node, backups, checks };
}

const row = (what: string, value: number, unit: string, goal = '', ok = true): BenchRow => ({
  what,
  value,
  unit,
  goal,
  ok,
});

/**
 * A backup of a history-like database against zstd level 3 alone on the same bytes: made, restored, verified; how late the thread
 * that talks to instruments comes meanwhile, and what memory it takes.
 */
export async function run(): Promise<BenchResult> {
  if (spawnSync('zstd', ['--version']).error !== undefined)
    return { name: 'backup', rows: [row('skipped: zstd is not installed (Debian: zstd)', 0, '')] };
  const root = mkdtempSync(join(tmpdir(), 'lablink-backup-bench-'));
  try {
    const history = await compared(root, 'history', (file) => historyLike(file, scale * gb));
    const mb = history.bytes / 1e6;
    const ratios = history.backups.map(({ written }, i) => history.peer[i]! / written);
    const ratio = median(ratios);
    const restore = median(history.checks.map(({ restored }, i) => history.backups[i]!.written / restored));
    const perGb = median(history.checks.map(({ whole }) => (whole / history.bytes) * gb));

    const busy = await control();
    await wait(500);
    const loop = watchLoopDelay(600_000);
    await timedBackup(history.folder, history.stick);
    const late = loop.p99Ms;
    loop.close();
    await busy.stop();

    const small = join(root, 'small');
    mkdirSync(small);
    historyLike(join(small, 'lablink.db'), (scale * gb) / 10);
    const smallGrowth = await growth(() => timedBackup(small, history.stick));
    const bigGrowth = await growth(() => timedBackup(history.folder, history.stick));

    const waves = await compared(root, 'waves', (file) => waveformLike(file, (scale * gb) / 4));
    const waveRatio = median(waves.backups.map(({ written }, i) => waves.peer[i]! / written));
    const [first] = history.backups;
    return {
      name: 'backup',
      rows: [
        row('database, history-like', mb, 'MB'),
        row('peer: zstd -3 on one core', mb / median(history.peer), 'MB/s'),
        row('peer: zstd of Node, frame by frame', mb / median(history.node), 'MB/s'),
        row(
          'backup until it is on the disk (snapshot, compress, encrypt, write)',
          mb / median(history.backups.map(({ written }) => written)),
          'MB/s',
        ),
        row('backup, compressed to one part in', first!.plainBytes / first!.fileBytes, ''),
        row('backup against zstd -3 alone, median of the rounds', ratio, 'x', '>= 0.7', ratio >= 0.7),
        row(
          'backup with everything read back and checked',
          mb / median(history.backups.map(({ whole }) => whole)),
          'MB/s',
        ),
        row(
          'restore (decrypt, decompress, write) against the backup',
          restore,
          'x',
          '>= 0.7',
          restore >= 0.7,
        ),
        row('full verification of 1 GB', perGb, 's', '<= 60', perGb <= 60),
        row(
          'event loop lateness p99 while a backup is made and an instrument is asked',
          late,
          'ms',
          '< 10',
          late < 10,
        ),
        row('memory that a backup takes, a tenth of the database', smallGrowth / 1e6, 'MB'),
        row('memory that a backup takes, all of it', bigGrowth / 1e6, 'MB'),
        row(
          'memory: growth with size',
          (bigGrowth - smallGrowth) / 1e6,
          'MB',
          '< 150',
          (bigGrowth - smallGrowth) / 1e6 < 150,
        ),
        row('waveforms: peer zstd -3', waves.bytes / 1e6 / median(waves.peer), 'MB/s'),
        row(
          'waveforms: backup until it is on the disk',
          waves.bytes / 1e6 / median(waves.backups.map(({ written }) => written)),
          'MB/s',
        ),
        row('waveforms: backup against zstd -3 alone', waveRatio, 'x'),
      ],
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
