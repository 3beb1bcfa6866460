import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { headOf, type Kept, readKept } from '#main/statistics/kept.ts';
import { BaselineSummary, baselinesKept } from '#shared/contract/baselines.ts';
import { thisMachine } from './machine.ts';
import { BaselineStore } from './store.ts';

function opened() {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-baselines-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const files = join(folder, 'profiling', 'baselines');
  return { folder, files, store: new BaselineStore(folder) };
}
const measured = [
  { key: 'a', name: 'history:page', measured: [[{ counts: [10, 3, 12, 1] }], [{ ms: [1, 2.5] }]] },
  { key: 'b', name: 'with "quotes"\nand a line', measured: [] },
];
const kept = (name: string, at = 1_790_000_000_000, kind: 'live' | 'paths' = 'live'): Kept => ({
  head: headOf(
    { name, kind, at, machine: thisMachine('1.2.3'), load: 'no instruments', paths: null },
    measured,
  ),
  measured,
});
const code = (expected: string) => ({ code: expected });

test('what is kept comes back as it was, and is one JSON file for other programs', async () => {
  const { store, files } = opened();
  expect(await store.list()).toEqual({ baselines: [], unreadable: [] });
  const { id } = await store.keep(kept('One'));
  const [file] = readdirSync(files);
  expect(file).toBe(`${id}.json`);
  expect(await readKept(store.path(id))).toEqual(kept('One'));
  expect(JSON.parse(await store.text(id))).toEqual(kept('One'));
  const { baselines } = await store.list();
  expect(baselines).toEqual([
    expect.objectContaining({
      id,
      name: 'One',
      kind: 'live',
      measured: 2,
      load: 'no instruments',
      reference: false,
    }),
  ]);
  expect(BaselineSummary.parse(baselines[0])).toEqual(baselines[0]);
});

test('the newest comes first; what is cut short, altered or of another kind is named and left alone', async () => {
  const { store, files } = opened();
  const old = await store.keep(kept('Old', 1));
  const newer = await store.keep(kept('New', 2));
  const text = readFileSync(store.path(old.id), 'utf8');
  writeFileSync(join(files, 'cut.json'), text.slice(0, 60));
  writeFileSync(join(files, 'newer.json'), text.replace('lablink-baseline-1', 'lablink-baseline-2'));
  writeFileSync(join(files, 'other.json'), '{}\n');
  writeFileSync(join(files, 'notes.txt'), '');
  mkdirSync(join(files, 'folder.json'));
  const { baselines, unreadable } = await store.list();
  expect(baselines.map(({ name }) => name)).toEqual(['New', 'Old']);
  expect(unreadable.toSorted()).toEqual(['cut.json', 'folder.json', 'newer.json', 'other.json']);
  await expect(store.summary('cut')).rejects.toMatchObject(code('BASELINE_UNKNOWN'));
  expect(readFileSync(join(files, 'cut.json'), 'utf8')).toBe(text.slice(0, 60));
  await store.remove('cut');
  await store.remove(newer.id);
  expect((await store.list()).baselines.map(({ id }) => id)).toEqual([old.id]);
  await expect(store.remove(newer.id)).rejects.toMatchObject(code('BASELINE_UNKNOWN'));
});

test('a body that is damaged is found when it is compared, not before', async () => {
  const { store } = opened();
  const { id } = await store.keep(kept('One'));
  const text = readFileSync(store.path(id), 'utf8');
  writeFileSync(store.path(id), text.replace('[10,3,12,1]', '[10,-3,12,1]'));
  expect((await store.list()).baselines).toHaveLength(1);
  await expect(readKept(store.path(id))).rejects.toThrow('measured');
});

test('the reference is one of kind live; it outlives a restart, and goes with its file', async () => {
  const { store, folder } = opened();
  const live = await store.keep(kept('Live'));
  const paths = await store.keep(kept('Paths', 1, 'paths'));
  await expect(store.setReference(paths.id)).rejects.toMatchObject(code('BASELINES_DIFFER'));
  await expect(store.setReference('nothing')).rejects.toMatchObject(code('BASELINE_UNKNOWN'));
  expect(await store.reference()).toBeNull();
  await store.setReference(live.id);
  expect(await new BaselineStore(folder).reference()).toBe(live.id);
  expect((await store.list()).baselines.find(({ reference }) => reference)?.id).toBe(live.id);
  await store.remove(live.id);
  expect(await store.reference()).toBeNull();
  writeFileSync(join(folder, 'profiling', 'reference.json'), '{"id":');
  expect(await store.reference()).toBeNull();
});

test('there are no more of them than that', async () => {
  const { store, files } = opened();
  mkdirSync(files, { recursive: true });
  for (let i = 0; i < baselinesKept; i++) writeFileSync(join(files, `b${i}.json`), '');
  await expect(store.keep(kept('Too many'))).rejects.toMatchObject(code('BASELINES_FULL'));
  expect(readdirSync(files)).toHaveLength(baselinesKept);
  expect((await store.list()).unreadable).toHaveLength(baselinesKept);
});

test.runIf(process.platform !== 'win32')(
  'a folder that cannot be written is said, and nothing is left',
  async () => {
    const { store, folder } = opened();
    writeFileSync(join(folder, 'profiling'), 'a file');
    await expect(store.keep(kept('One'))).rejects.toMatchObject(code('FOLDER_UNWRITABLE'));
    expect(readdirSync(folder)).toEqual(['profiling']);
  },
);
