import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mapOf, soundDatabase } from './flipped-byte.fixture.ts';
import { look } from './tamper.fixture.ts';

const reason =
  spawnSync('sqlite3', ['-version']).status === 0 ? null : 'sqlite3 is not installed (Debian: sqlite3)';
if (reason !== null) process.stderr.write(`skipped, the rescue by hand: ${reason}\n`);
const page = new URL('../../docs/operations/damaged-database.md', import.meta.url);

test.skipIf(reason !== null)(
  'the commands of docs/operations/damaged-database.md, as written: what lies on sound pages is in the rescued database',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'lablink-rescue-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'lablink.db');
    const bytes = soundDatabase();
    writeFileSync(file, bytes);
    const rows = look(file, 'SELECT seq FROM record').length;
    const [number, owner] = [...mapOf(file).owners].find(
      ([, each]) => each.name === 'record' && each.type === 'leaf',
    )!;
    // The kind of this page.
    bytes[(number - 1) * 4096]! ^= 64;
    writeFileSync(file, bytes);
    const commands = Array.from(
      readFileSync(page, 'utf8').matchAll(/```sh\n([\s\S]*?)```/g),
      ([, each]) => each!,
    );
    expect(commands).toHaveLength(2);
    const said = execFileSync('sh', ['-c', commands[1]!], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    expect(Number(said)).toBeGreaterThanOrEqual(rows - owner.cells);
  },
  60_000,
);
