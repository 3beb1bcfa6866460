import type {
  Database,
  ReadableDb,
  ReadOperations,
  WritableDb,
  WriteOperations,
} from '#main/database/operations.ts';
import { mostLayouts } from '#shared/contract/layouts.ts';
import { Fault } from '#shared/faults.ts';

/** A layout as it is stored: `tree` is JSON that nobody has looked at yet. */
export interface StoredLayout {
  readonly id: string;
  readonly name: string;
  readonly tree: string;
}

/** Whose layout, and which. */
interface Which {
  readonly userId: string;
  readonly id: string;
}

const keyOf = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Throws LAYOUT_NAME_TAKEN when another layout of this person is called so. */
function claimName(db: WritableDb, { userId, id }: Which, name: string): string {
  const key = keyOf(name);
  if (
    db.prepare('SELECT 1 FROM layout WHERE user_id = ? AND name_key = ? AND id <> ?').get(userId, key, id) !==
    undefined
  )
    throw new Fault('LAYOUT_NAME_TAKEN', `Another layout is called ${name}.`);
  return key;
}

/** Somebody else's layout is as unknown as one that never was. */
function expectOne(changes: number): void {
  if (changes !== 1) throw new Fault('LAYOUT_UNKNOWN', 'This layout is not there any more.');
}

export const layoutReads = {
  /** Those of one person, in their order. */
  layoutsOf(db: ReadableDb, { userId }: { readonly userId: string }): StoredLayout[] {
    return db
      .prepare('SELECT id, name, tree FROM layout WHERE user_id = ? ORDER BY place, name_key')
      .all(userId) as StoredLayout[];
  },
} satisfies ReadOperations;

/** Each names the person beside the layout: nobody reaches what is another's. */
export const layoutWrites = {
  layoutCreate(
    db: WritableDb,
    input: Which & { readonly name: string; readonly tree: string; readonly at: number },
  ): void {
    const { userId, id, name, tree, at } = input;
    const { count, place } = db
      .prepare('SELECT count(*) AS count, coalesce(max(place) + 1, 0) AS place FROM layout WHERE user_id = ?')
      .get(userId) as { count: number; place: number };
    if (count >= mostLayouts)
      throw new Fault('LAYOUTS_FULL', `There are ${mostLayouts} layouts, and no more are kept.`);
    const key = claimName(db, input, name);
    db.prepare('INSERT INTO layout VALUES (?, ?, ?, ?, ?, ?, ?)').run(id, userId, name, key, place, tree, at);
  },
  layoutSave(
    db: WritableDb,
    { userId, id, tree, at }: Which & { readonly tree: string; readonly at: number },
  ) {
    const { changes } = db
      .prepare('UPDATE layout SET tree = ?, changed_at = ? WHERE id = ? AND user_id = ?')
      .run(tree, at, id, userId);
    expectOne(changes);
  },
  layoutRename(db: WritableDb, input: Which & { readonly name: string }): void {
    const key = claimName(db, input, input.name);
    const { changes } = db
      .prepare('UPDATE layout SET name = ?, name_key = ? WHERE id = ? AND user_id = ?')
      .run(input.name, key, input.id, input.userId);
    expectOne(changes);
  },
  layoutRemove(db: WritableDb, { userId, id }: Which): void {
    expectOne(db.prepare('DELETE FROM layout WHERE id = ? AND user_id = ?').run(id, userId).changes);
  },
  /** What is not named keeps its order, after what is. */
  layoutOrder(db: WritableDb, { userId, ids }: { readonly userId: string; readonly ids: readonly string[] }) {
    db.prepare('UPDATE layout SET place = place + ? WHERE user_id = ?').run(ids.length, userId);
    const put = db.prepare('UPDATE layout SET place = ? WHERE id = ? AND user_id = ?');
    for (const [place, id] of ids.entries()) expectOne(put.run(place, id, userId).changes);
  },
} satisfies WriteOperations;

/** The database as layouts use it. */
export type LayoutDatabase = Database<typeof layoutWrites, typeof layoutReads>;
