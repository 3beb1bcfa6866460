import { randomUUID } from 'node:crypto';
import type { Call } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { newest } from '#main/bridge/sources.ts';
import type { LabLinkContract } from '#shared/contract/index.ts';
import { type Layout, type LayoutNode, LayoutTree, mostLayoutBytes } from '#shared/contract/layouts.ts';
import { Fault } from '#shared/faults.ts';
import type { LayoutDatabase, StoredLayout } from './operations.ts';

/** The layouts of everybody who has an account here. */
export interface Layouts {
  readonly handlers: DomainHandlers<LabLinkContract['layouts']>;
}

function ownerOf({ identity }: Call): string {
  if (identity === null) throw new Fault('PERMISSION_DENIED', 'Layouts belong to somebody who is signed in.');
  return identity.userId;
}

/** The JSON that is stored; LAYOUT_TOO_LARGE. */
function textOf(tree: LayoutNode): string {
  const text = JSON.stringify(tree);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostLayoutBytes)
    throw new Fault('LAYOUT_TOO_LARGE', `This layout takes ${bytes} bytes; ${mostLayoutBytes} are kept.`, {
      details: { bytes, most: mostLayoutBytes },
    });
  return text;
}

/** What another version has stored, or a disk has changed, is there by its name alone. */
function readTree(text: string): LayoutNode | null {
  try {
    return LayoutTree.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const layoutOf = ({ id, name, tree }: StoredLayout): Layout => ({ id, name, tree: readTree(tree) });

/** Opens them over the database of the data folder. */
export function openLayouts(database: LayoutDatabase, now: () => number = Date.now): Layouts {
  const listeners = new Set<(userId: string) => void>();
  /** Those of one person in every window where they are signed in. */
  const changed = (userId: string): Record<never, never> => {
    for (const listener of listeners) listener(userId);
    return {};
  };
  return {
    handlers: {
      async *list(_input, call) {
        const userId = ownerOf(call);
        const changes = newest<number>(call.signal, (push) => {
          let count = 0;
          const listener = (whose: string): void => {
            if (whose === userId) push(++count);
          };
          listeners.add(listener);
          push(count);
          return () => listeners.delete(listener);
        });
        // One after the other: an older list never comes after a newer one.
        for await (const _ of changes) yield (await database.read('layoutsOf', { userId })).map(layoutOf);
      },
      async create({ name, tree }, call) {
        const userId = ownerOf(call);
        const id = randomUUID();
        await database.write('layoutCreate', { userId, id, name, tree: textOf(tree), at: now() });
        changed(userId);
        return { id };
      },
      async save({ id, tree }, call) {
        const userId = ownerOf(call);
        await database.write('layoutSave', { userId, id, tree: textOf(tree), at: now() });
        return changed(userId);
      },
      async rename({ id, name }, call) {
        const userId = ownerOf(call);
        await database.write('layoutRename', { userId, id, name });
        return changed(userId);
      },
      async remove({ id }, call) {
        const userId = ownerOf(call);
        await database.write('layoutRemove', { userId, id });
        return changed(userId);
      },
      async order({ ids }, call) {
        const userId = ownerOf(call);
        await database.write('layoutOrder', { userId, ids });
        return changed(userId);
      },
    },
  };
}
