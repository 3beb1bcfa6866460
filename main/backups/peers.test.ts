import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { bench, signers, trialFolder } from './backup.fixture.ts';
import { openBackup } from './check/verify.ts';
import { hasProgram, piped } from './format/bytes.fixture.ts';
import { Tally } from './pipe.ts';

// Each check starts a thread or two, and a machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const peers = ['age', 'zstd', 'sqlite3'].map(hasProgram).every(Boolean);

test.runIf(peers)('Debian’s age, zstd and sqlite3 restore a backup byte for byte', async () => {
  const { backup, identity, signal, folder } = await bench(500);
  const { file, manifest } = await backup();
  const out = trialFolder();
  const [key, database] = [join(out, 'key.txt'), join(out, 'lablink.db')];
  writeFileSync(key, `${identity}\n`, { mode: 0o600 });
  const frames = piped('age', ['-d', '-i', key], readFileSync(file));
  const plain = piped('zstd', ['-d', '-c'], frames);
  const tally = new Tally();
  tally.add(plain);
  expect(tally.end()).toEqual(manifest.plain);
  writeFileSync(database, plain);

  const ours = join(trialFolder(), 'plain.db');
  await openBackup({ file, key: { identity }, signers, signal }, ours);
  expect(readFileSync(ours).equals(plain)).toBe(true);

  const ask = (sql: string): string => execFileSync('sqlite3', [database, sql]).toString().trim();
  expect(ask('PRAGMA integrity_check')).toBe('ok');
  expect(ask('SELECT count(*) FROM record')).toBe(String(manifest.counts['record']));
  expect(ask('SELECT lower(hex(hash)) FROM record ORDER BY seq DESC LIMIT 1')).toBe(manifest.chain?.hash);
  const files = join(out, 'files');
  mkdirSync(files);
  execFileSync('sqlite3', [database, '-Ax'], { cwd: files });
  for (const name of ['bench.json', 'transcripts/one.txt'])
    expect(readFileSync(join(files, name)).equals(readFileSync(join(folder, name)))).toBe(true);
  const vaultKey = piped('age', ['-d', '-i', key], readFileSync(join(files, 'vault.key.age')));
  expect(vaultKey.toString()).toBe('the data key');
});
