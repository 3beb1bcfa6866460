import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import type { Call } from '#main/bridge/caller.ts';
import { openDatabase } from '#main/database/database.ts';
import { openWritable } from '#main/database/connection.ts';
import { migrate, readMigrations } from '#main/database/migrate.ts';
import {
  type Layout,
  type LayoutNode,
  layoutPanels,
  LayoutTree,
  layouts as declared,
  mostLayoutBytes,
  mostLayouts,
  mostPanels,
} from '#shared/contract/layouts.ts';
import { faultShape } from '#shared/faults.ts';
import { openLayouts } from './open-layouts.ts';
import type { layoutReads, layoutWrites } from './operations.ts';

const supply = {
  address: 'tcp://10.0.0.5:5025',
  model: 'SIM-PS2',
  serial: 'S1',
  name: 'Supply A',
  kind: 'dc-supply',
} as const;
const one: LayoutNode = { tabs: [{ shows: 'instrument', of: supply }], chosen: 0 };
const two: LayoutNode = {
  way: 'row',
  parts: [
    { share: 0.6, node: one },
    { share: 0.4, node: { tabs: [{ shows: 'trend', of: supply }], chosen: 0 } },
  ],
};

function trialFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lablink-layouts-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const addUser = "INSERT INTO user VALUES (?, ?, ?, 'viewer', 'x', x'00', 0, 0, NULL)";
function sql(file: string, statement: string, ...values: readonly string[]): void {
  const raw = new BetterSqlite3(file);
  raw.prepare(statement).run(...values);
  raw.close();
}

/** Layouts over a real database with two accounts, Ada and Bo. */
async function opened() {
  const file = join(trialFolder(), 'lablink.db');
  const database = await openDatabase<typeof layoutWrites, typeof layoutReads>({ file });
  onTestFinished(() => database.close());
  for (const name of ['ada', 'bo']) sql(file, addUser, name, name, name);
  const { handlers } = openLayouts(database);
  const call = (userId: string | null, signal = new AbortController().signal): Call => ({
    seat: 's1',
    identity:
      userId === null ? null : { userId, name: userId, role: 'viewer', permissions: [], locked: false },
    who: userId ?? 'nobody signed in',
    signal,
  });
  /** Their list, as a window that opens now gets it. */
  const listOf = async (userId: string): Promise<readonly Layout[]> => {
    for await (const list of handlers.list({}, call(userId))) return list as Layout[];
    throw new Error('no list');
  };
  const names = async (userId: string) => (await listOf(userId)).map(({ name }) => name);
  return { file, handlers, call, listOf, names };
}

const codeOf = (work: unknown): Promise<string> =>
  Promise.resolve(work).then(
    () => 'done',
    (error: unknown) => faultShape(error).code,
  );

test('a layout is kept by its name, changed, renamed, put elsewhere and removed', async () => {
  const { handlers, call, listOf, names } = await opened();
  const { id } = await handlers.create({ name: 'Burn-in', tree: one }, call('ada'));
  expect(await listOf('ada')).toEqual([{ id, name: 'Burn-in', tree: one }]);
  await handlers.save({ id, tree: two }, call('ada'));
  expect(await listOf('ada')).toEqual([{ id, name: 'Burn-in', tree: two }]);
  await handlers.rename({ id, name: 'burn-in' }, call('ada'));
  const second = await handlers.create({ name: 'Sweep', tree: one }, call('ada'));
  expect(await names('ada')).toEqual(['burn-in', 'Sweep']);
  await handlers.order({ ids: [second.id] }, call('ada'));
  expect(await names('ada')).toEqual(['Sweep', 'burn-in']);
  await handlers.remove({ id }, call('ada'));
  expect(await names('ada')).toEqual(['Sweep']);
  expect(await codeOf(handlers.save({ id, tree: one }, call('ada')))).toBe('LAYOUT_UNKNOWN');
});

test('everybody has their own: those of another are neither seen nor reached, and their names are free', async () => {
  const { handlers, call, listOf, names } = await opened();
  const { id } = await handlers.create({ name: 'Burn-in', tree: one }, call('ada'));
  expect(await names('bo')).toEqual([]);
  const bo = call('bo');
  const codes = [
    await codeOf(handlers.save({ id, tree: two }, bo)),
    await codeOf(handlers.rename({ id, name: 'Mine' }, bo)),
    await codeOf(handlers.remove({ id }, bo)),
    await codeOf(handlers.order({ ids: [id] }, bo)),
  ];
  expect(codes).toEqual(['LAYOUT_UNKNOWN', 'LAYOUT_UNKNOWN', 'LAYOUT_UNKNOWN', 'LAYOUT_UNKNOWN']);
  expect(await listOf('ada')).toEqual([{ id, name: 'Burn-in', tree: one }]);
  await handlers.create({ name: 'Burn-in', tree: two }, bo);
  expect(await names('bo')).toEqual(['Burn-in']);
  expect(await codeOf(handlers.create({ name: 'Nobody', tree: one }, call(null)))).toBe('PERMISSION_DENIED');
});

test('two names that look the same are the same', async () => {
  const { handlers, call, names } = await opened();
  const { id } = await handlers.create({ name: 'Straße', tree: one }, call('ada'));
  await handlers.create({ name: 'Sweep', tree: one }, call('ada'));
  expect(await codeOf(handlers.create({ name: 'STRAßE', tree: one }, call('ada')))).toBe('LAYOUT_NAME_TAKEN');
  expect(await codeOf(handlers.create({ name: '\uff33weep', tree: one }, call('ada')))).toBe(
    'LAYOUT_NAME_TAKEN',
  );
  expect(await codeOf(handlers.rename({ id, name: 'sweep' }, call('ada')))).toBe('LAYOUT_NAME_TAKEN');
  expect(await names('ada')).toEqual(['Straße', 'Sweep']);
});

test('R-23: there are so many and no more, and none is larger than it may be', async () => {
  const { handlers, call, names } = await opened();
  for (let number = 0; number < mostLayouts; number++)
    await handlers.create({ name: `Layout ${number}`, tree: one }, call('ada'));
  expect(await codeOf(handlers.create({ name: 'One more', tree: one }, call('ada')))).toBe('LAYOUTS_FULL');
  expect(await names('ada')).toHaveLength(mostLayouts);
  // Somebody else still has room, but not for this: control characters take six bytes each.
  const long = { ...supply, address: '\u0001'.repeat(256), name: '\u0001'.repeat(64) };
  const tabs = Array.from({ length: 20 }, () => ({ shows: 'instrument' as const, of: long }));
  const part = { share: 0.5, node: { tabs, chosen: 0 } };
  const large: LayoutNode = { way: 'row', parts: [part, part] };
  expect(LayoutTree.safeParse(large).success).toBe(true);
  expect(JSON.stringify(large).length).toBeGreaterThan(mostLayoutBytes);
  expect(await codeOf(handlers.create({ name: 'Large', tree: large }, call('bo')))).toBe('LAYOUT_TOO_LARGE');
  const { id } = await handlers.create({ name: 'Small', tree: one }, call('bo'));
  expect(await codeOf(handlers.save({ id, tree: large }, call('bo')))).toBe('LAYOUT_TOO_LARGE');
});

test('an order that names what is not there moves nothing', async () => {
  const { handlers, call, names } = await opened();
  for (const name of ['a', 'b', 'c']) await handlers.create({ name, tree: one }, call('ada'));
  const [, b] = await listIds();
  expect(await codeOf(handlers.order({ ids: [b!, 'none'] }, call('ada')))).toBe('LAYOUT_UNKNOWN');
  expect(await names('ada')).toEqual(['a', 'b', 'c']);
  await handlers.order({ ids: [b!] }, call('ada'));
  expect(await names('ada')).toEqual(['b', 'a', 'c']);
  async function listIds(): Promise<string[]> {
    for await (const list of handlers.list({}, call('ada'))) return (list as Layout[]).map(({ id }) => id);
    return [];
  }
});

test('the list comes again after every change of one’s own, and after nobody else’s', async () => {
  const { handlers, call } = await opened();
  const end = new AbortController();
  const seen: string[][] = [];
  const following = (async () => {
    for await (const list of handlers.list({}, call('ada', end.signal)))
      seen.push((list as Layout[]).map(({ name }) => name));
  })();
  await expect.poll(() => seen).toEqual([[]]);
  await handlers.create({ name: 'Theirs', tree: one }, call('bo'));
  await handlers.create({ name: 'Mine', tree: one }, call('ada'));
  await expect.poll(() => seen).toEqual([[], ['Mine']]);
  end.abort();
  await following;
});

test('what is stored and cannot be read is there by its name, and can be saved over and removed', async () => {
  const { file, handlers, call, listOf } = await opened();
  const { id } = await handlers.create({ name: 'Burn-in', tree: one }, call('ada'));
  for (const text of ['{', 'null', '{"tabs":[],"chosen":0,"more":1}', '{"way":"row","parts":[]}']) {
    sql(file, 'UPDATE layout SET tree = ? WHERE id = ?', text, id);
    expect(await listOf('ada')).toEqual([{ id, name: 'Burn-in', tree: null }]);
  }
  await handlers.save({ id, tree: two }, call('ada'));
  expect((await listOf('ada'))[0]?.tree).toEqual(two);
});

test('R-23: the declaration takes no tree that is deeper, wider or fuller than it says', () => {
  const taken = (tree: unknown): boolean => declared.create.input.safeParse({ name: 'a', tree }).success;
  const deep = (levels: number): LayoutNode =>
    levels === 0
      ? one
      : {
          way: 'row',
          parts: [
            { share: 0.5, node: one },
            { share: 0.5, node: deep(levels - 1) },
          ],
        };
  expect(taken(deep(8))).toBe(true);
  expect(taken(deep(9))).toBe(false);
  expect(taken(deep(2000))).toBe(false);
  const wide = (parts: number) => ({
    way: 'row',
    parts: Array.from({ length: parts }, () => ({ share: 0.1, node: one })),
  });
  expect([taken(wide(1)), taken(wide(2)), taken(wide(12)), taken(wide(13))]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  const full = {
    way: 'row',
    parts: [22, 22, 21].map((count) => ({
      share: 1 / 3,
      node: { tabs: Array.from({ length: count }, () => ({ shows: 'glance', of: supply })), chosen: 0 },
    })),
  };
  expect(layoutPanels(full as LayoutNode)).toHaveLength(mostPanels + 1);
  expect(taken(full)).toBe(false);
  for (const share of [0, -1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(
      taken({
        way: 'row',
        parts: [
          { share, node: one },
          { share: 0.5, node: one },
        ],
      }),
    ).toBe(false);
});

test('a database of the version before has its accounts, and room for layouts', () => {
  const file = join(trialFolder(), 'lablink.db');
  const known = readMigrations();
  const before = known.findIndex(({ name }) => name === '0009-layouts');
  const connection = openWritable(file);
  migrate(connection, known.slice(0, before));
  connection.prepare(addUser).run('ada', 'Ada', 'ada');
  const people = connection.prepare('SELECT * FROM user').all();
  migrate(connection, known);
  expect(connection.prepare('SELECT * FROM user').all()).toEqual(people);
  expect(connection.prepare('SELECT count(*) FROM layout').pluck().get()).toBe(0);
  // Nobody's layout is nobody's: it cannot be there without its owner.
  expect(() =>
    connection.prepare("INSERT INTO layout VALUES ('i', 'none', 'n', 'n', 0, '{}', 0)").run(),
  ).toThrow('FOREIGN KEY');
  connection.close();
});
