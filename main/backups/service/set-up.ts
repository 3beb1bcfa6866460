import { randomUUID } from 'node:crypto';
import { isAbsolute } from 'node:path';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { backups } from '#shared/contract/backups.ts';
import { Fault } from '#shared/faults.ts';
import { answering } from '#main/backups/make/deadline.ts';
import { mountOf } from '#main/backups/make/mounts.ts';
import { proveRecipient, ShownIdentities } from './keys.ts';
import type { Places } from './places.ts';
import type { Remembered, StoredDestination, StoredRecipient } from './records.ts';
import type { BackupsOptions } from './service.ts';

const recipientsMax = 20;
const destinationsMax = 20;

const unknown = (what: string): Fault => new Fault('INPUT_INVALID', `There is no such ${what} any more.`);

/** Destinations by their ids; null: all. Throws INPUT_INVALID for one that is not there any more. */
export function chosen(
  all: readonly StoredDestination[],
  ids: readonly string[] | null,
): readonly StoredDestination[] {
  if (ids === null) return all;
  return ids.map((wanted) => {
    const place = all.find(({ id }) => id === wanted);
    if (place === undefined) throw unknown('destination');
    return place;
  });
}

const recipientOfId = (all: Remembered, id: string): StoredRecipient => {
  const found = all.recipients.find((each) => each.id === id);
  if (found === undefined) throw unknown('key');
  return found;
};
/** What setting up needs of the service. */
interface SetUp extends Pick<BackupsOptions, 'database' | 'signer'> {
  readonly places: Places;
  readonly remembered: () => Promise<Remembered>;
  /** Waits for what was written, and has everybody told. */
  readonly done: (writing: Promise<unknown>) => Promise<Record<string, never>>;
  readonly now: () => number;
}

type SetUpHandlers = Pick<
  DomainHandlers<typeof backups>,
  | 'createIdentity'
  | 'confirmIdentity'
  | 'addRecipient'
  | 'prove'
  | 'removeRecipient'
  | 'addDestination'
  | 'removeDestination'
>;

/** Keys and destinations: made, shown, proved, added, removed. */
export function setUpHandlers({ database, signer, places, remembered, done, now }: SetUp): SetUpHandlers {
  const shown = new ShownIdentities(now);
  const addRecipient = async (stored: StoredRecipient): Promise<void> => {
    const { recipients } = await remembered();
    if (recipients.some(({ recipient }) => recipient === stored.recipient))
      throw new Fault('INPUT_INVALID', 'This key is in the list already.');
    if (recipients.length >= recipientsMax)
      throw new Fault('INPUT_INVALID', `There are ${recipientsMax} keys already.`);
    await done(database.write('addBackupRecipient', stored));
  };

  return {
    createIdentity: ({ name }) => {
      if (signer === null)
        throw new Fault('VAULT_FAILED', 'The key of this PC cannot be read, so nothing can be signed.');
      return shown.create(name, signer.fingerprint);
    },
    confirmIdentity: async ({ id, identity, passphrase }) => {
      await addRecipient(await shown.confirm(id, identity, passphrase));
      return {};
    },
    addRecipient: async ({ name, recipient }) => {
      const id = randomUUID();
      await addRecipient({ id, name, recipient, provedAt: null, wrapped: null, at: now() });
      return { id };
    },
    prove: async ({ id, key }) => {
      await proveRecipient(recipientOfId(await remembered(), id), key);
      return await done(database.write('proveBackupRecipient', { id, at: now() }));
    },
    removeRecipient: async ({ id }) => {
      const all = await remembered();
      recipientOfId(all, id);
      if (all.recipients.length === 1)
        throw new Fault('INPUT_INVALID', 'This is the last key: without one there are no backups.', {
          remedy: 'Add another key first.',
        });
      return await done(database.write('removeBackupRecipient', id));
    },

    addDestination: async ({ name, path, kind }) => {
      const { destinations } = await remembered();
      if (!isAbsolute(path))
        throw new Fault('INPUT_INVALID', 'The folder is not a whole path.', {
          remedy: 'Write it from the root on, as in /media/usb/backups.',
        });
      if (destinations.some((each) => each.path === path))
        throw new Fault('INPUT_INVALID', 'This folder is a destination already.');
      if (destinations.length >= destinationsMax)
        throw new Fault('INPUT_INVALID', `There are ${destinationsMax} destinations already.`);
      const id = randomUUID();
      await places.look([{ path }], true);
      const trouble = places.seen(path)?.trouble ?? null;
      if (trouble !== null) throw new Fault('BACKUP_NO_PLACE', `${path}: ${trouble}`);
      const mount = await answering(mountOf(path), path);
      await done(database.write('addBackupDestination', { id, name, path, kind, mount, at: now() }));
      return { id };
    },
    removeDestination: async ({ id }) => {
      chosen((await remembered()).destinations, [id]);
      return await done(database.write('removeBackupDestination', id));
    },
  };
}
