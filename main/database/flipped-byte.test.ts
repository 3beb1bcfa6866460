import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Looked, lookAt, mapOf, type Owner, soundDatabase } from './flipped-byte.fixture.ts';
import { kills, runSeed, seeded } from './seeded.fixture.ts';

const flips = kills(25);
const seed = runSeed();
const root = mkdtempSync(join(tmpdir(), 'lablink-flipped-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const pageBytes = 4096;

/** What the chain, the signatures and the sums of rows cover, and the structure of the file: never different without a word. */
const covered = [
  'record',
  'link',
  'signed_head',
  'checkpoint',
  'checkpoint_pin',
  'sqlite_schema',
  'reading_block',
  'mark',
  'mark_tag',
];

/** What is built anew from the chain. */
const derived = /^(search_|history_quarter|work_session)/;

test(`R-15: one flipped bit, ${flips} times: found and said where, or nothing of the history reads differently; what can be read is kept (seed ${seed})`, {
  timeout: 120_000 + flips * 2000,
}, () => {
  const sound = soundDatabase();
  const file = join(root, 'lablink.db');
  writeFileSync(file, sound);
  const mapped = mapOf(file);
  const truth = lookAt(file, mapped);
  expect(truth.found).toEqual([]);
  const next = seeded(seed);
  const came = { found: 0, harmless: 0, value: 0, silent: 0 };
  for (let round = 0; round < flips; round++) {
    const at = Math.floor(next() * sound.length);
    const bit = 1 << Math.floor(next() * 8);
    const number = Math.floor(at / pageBytes) + 1;
    const owner = mapped.owners.get(number);
    const where = `byte ${at}, bit ${bit}, page ${number} of ${owner?.name ?? 'no table'} (${owner?.type ?? ''})`;
    const bytes = Buffer.from(sound);
    bytes[at]! ^= bit;
    writeFileSync(file, bytes);
    const looked = lookAt(file, mapped);
    // Looking changes nothing.
    expect(readFileSync(file).equals(bytes), where).toBe(true);
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    const kind = kindOf(truth, looked, owner?.name ?? null);
    expect(kind, where).not.toBe('silent');
    came[kind]++;
    // Lines on other pages are there, one by one.
    const lost = mapped.lines.filter((seq) => looked.lines.get(seq) !== truth.lines.get(seq)).length;
    expect(lost, where).toBeLessThanOrEqual(mayLose(owner, mapped.lines.length));
  }
  process.stdout.write(
    `${flips} flipped bits: ${came.found} found, ${came.harmless} harmless, ${came.value} in a value that nothing covers\n`,
  );
});

/**
 * What became of a flipped bit: found, without effect, or one value of one row that no chain, no signature and no sum covers
 * (docs/operations/damaged-database.md lists those); anything else is silent, and must not be.
 */
function kindOf(
  truth: Looked,
  looked: Looked,
  owner: string | null,
): 'found' | 'harmless' | 'value' | 'silent' {
  if (looked.found.length > 0) return looked.found.every((each) => each.length > 5) ? 'found' : 'silent';
  const unlike = [...truth.answers.keys()].filter((name) => differing(truth, looked, name) !== 0);
  if (unlike.length === 0) return 'harmless';
  // Questions are answered from derived tables as well: a mistake there is one of the answers.
  const tables = unlike.filter((name) => !name.startsWith('question'));
  const one =
    owner !== null && tables.length === 1 && tables[0] === owner && differing(truth, looked, owner) === 1;
  const asked = unlike.length > tables.length;
  return one && !covered.includes(owner) && (!asked || derived.test(owner)) ? 'value' : 'silent';
}

/** Lines that may be lost with a page: those on it, and their outcomes; none with a page of something else. */
function mayLose(owner: Owner | undefined, all: number): number {
  if (owner?.name === 'record' && owner.type !== 'internal') return 2 * Math.max(1, owner.cells);
  return owner !== undefined &&
    (derived.test(owner.name) || /^(reading_block|user|signed_head)/.test(owner.name))
    ? 0
    : all;
}

/** Rows of a table that do not read as they did; -1 when it cannot be read. */
function differing(truth: Looked, looked: Looked, name: string): number {
  const [was, is] = [truth.answers.get(name)!, looked.answers.get(name)];
  if (is === null || is === undefined || is?.length !== was?.length) return -1;
  return was!.filter((row, index) => row !== is[index]).length;
}
