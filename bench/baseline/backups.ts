import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { backedUpFolder, prepareData } from '#main/critical-paths/data.ts';
import { fillHistory } from '#main/critical-paths/fill.ts';
import { inTurns } from '../in-turns.ts';
import { type BenchChart, type BenchRow, figure, median } from '../result.ts';
import { openPath, timeRow, timesAsMuch } from './path-round.ts';
import { backupSizes, listSizes, rounds, type Setting } from './setting.ts';

/** A database with its tables alone is longer than the 100 kB of the old baseline: in its place there is one of 100 lines. */
const smallest = 1e6;
const sized = (bytes: number): string =>
  bytes < smallest ? 'the smallest database (100 lines)' : inWords(bytes);
const inWords = (bytes: number): string => (bytes >= 1e9 ? `${bytes / 1e9} GB` : `${bytes / 1e6} MB`);

/** Debian's zstd at level 3 on one thread, from a file to a file that is synced to the disk, ms. */
async function zstdAlone(from: string, to: string): Promise<number> {
  const start = performance.now();
  const child = spawn('zstd', ['-3', '-T1', '--single-thread', '-q', '-f', from, '-o', to], {
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`zstd ended with ${code}`);
  const handle = await open(to, 'r+');
  await handle.sync();
  await handle.close();
  return performance.now() - start;
}

/** Real backups of a database of so many bytes, checked whole, against zstd alone on the same bytes. */
async function making(root: string, bytes: number, zstd: boolean) {
  const data = mkdtempSync(join(root, 'backup-'));
  const file = join(backedUpFolder(data), 'lablink.db');
  mkdirSync(backedUpFolder(data));
  for (const _step of fillHistory(file, bytes < smallest ? { lines: 100 } : { bytes }));
  const sizes = { historyLines: 0, backupBytes: bytes, backups: 0 };
  const path = await openPath('backups.create', { data, folder: data, sizes });
  const found = await inTurns(
    [path, ...(zstd ? [{ name: 'zstd', round: () => zstdAlone(file, join(data, 'peer.zst')) }] : [])],
    // A gigabyte takes most of a minute each time.
    bytes >= 1e9 ? 3 : rounds,
  );
  const proof = await path.open.prove();
  await path.open.close();
  const real = statSync(file).size;
  rmSync(data, { recursive: true });
  return { own: found.get(path.name)!, peer: found.get('zstd'), proof, real };
}

/** Making backups and listing them, over sizes. */
export async function backupRows({ root }: Setting): Promise<{ rows: BenchRow[]; charts: BenchChart[] }> {
  const zstd = spawnSync('zstd', ['--version']).error === undefined;
  if (!zstd) console.log('Without zstd alone: install zstd.');
  const rows: BenchRow[] = [];
  const made: [number, number][] = [];
  const peers: [number, number][] = [];
  for (const bytes of backupSizes) {
    const { own, peer, proof, real } = await making(root, bytes, zstd);
    made.push([real, median(own)]);
    rows.push(
      timeRow(`make a backup of ${sized(bytes)}, encrypted, synced, read back and checked whole`, own, proof),
    );
    if (peer === undefined) continue;
    peers.push([real, median(peer)]);
    rows.push(
      timeRow(`peer: zstd -3 alone on ${sized(bytes)}, synced`, peer, `${(real / 1e6).toFixed(1)} MB`),
      figure(`backup of ${sized(bytes)} against zstd alone`, timesAsMuch(own, peer), 'x'),
    );
  }
  const listed: [number, number][] = [];
  for (const backups of listSizes) {
    const data = mkdtempSync(join(root, 'list-'));
    const sizes = { historyLines: 100, backupBytes: 100_000, backups };
    await prepareData(data, sizes, () => undefined, new AbortController().signal);
    const path = await openPath('backups.list', { data, folder: join(data, 'own'), sizes });
    const found = await inTurns([path], rounds);
    const own = found.get(path.name)!;
    listed.push([backups, median(own)]);
    rows.push(
      timeRow(
        `list ${backups.toLocaleString('en-US')} real backups, in pages of 200`,
        own,
        await path.open.prove(),
      ),
    );
    await path.open.close();
    rmSync(data, { recursive: true });
  }
  return {
    rows,
    charts: [
      {
        name: 'backup',
        title: 'A backup, made and checked whole, by the size of the database',
        x: { label: 'bytes', log: true },
        y: { label: 'ms', log: true },
        lines: [
          { name: 'console', points: made },
          ...(zstd ? [{ name: 'zstd -3 alone', points: peers }] : []),
        ],
      },
      {
        name: 'backup-list',
        title: 'All backups listed, by how many there are',
        x: { label: 'backups', log: true },
        y: { label: 'ms', log: true },
        lines: [{ name: 'console', points: listed }],
      },
    ],
  };
}
