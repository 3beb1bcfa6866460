import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { working } from '#main/bridge/working.ts';
import type { profiles } from '#shared/contract/profiles.ts';
import { Fault } from '#shared/faults.ts';
import { recordableThreads } from './recordable.ts';
import { ProfileRecorder } from './recorder.ts';
import { ProfileStore, profilesKept } from './store.ts';
import { Uploads } from './uploads.ts';
import { inProfileThread } from './working-thread.ts';

/** V8's profiles of the console's threads: recorded, kept, shown, exchanged. */
export interface Profiles {
  readonly handlers: DomainHandlers<typeof profiles>;
  /** Gives up what is being recorded; nothing of it stays. */
  close(): void;
}

/** `folder`: the data folder. */
export function openProfiles(folder: string): Profiles {
  const store = new ProfileStore(folder);
  const recorder = new ProfileRecorder(store);
  const uploads = new Uploads();
  // A folder that cannot be read says so when it is asked for.
  store.tidy().catch(() => undefined);
  return {
    handlers: {
      record: (asked, { signal }) => working(signal, (tell, stop) => recorder.record(asked, tell, stop)),
      list: async () => ({
        threads: recordableThreads().map((each) => each.name),
        profiles: (await store.list()).slice(0, profilesKept),
      }),
      async flame({ id, against }) {
        const profile = await store.one(id);
        const then = against === null ? null : await store.one(against);
        if (then !== null && then.kind !== profile.kind)
          throw new Fault('PROFILE_UNREADABLE', 'One of them is of the CPU and one of the heap.', {
            remedy: 'Choose two profiles of one kind.',
          });
        const graph = await inProfileThread((thread) =>
          thread.call('flame', {
            file: store.file(profile),
            against: then === null ? null : store.file(then),
          }),
        );
        return { profile, against: then, ...graph };
      },
      export: ({ id }) => store.text(id),
      importPart({ upload, part, text }, { seat }) {
        uploads.add(seat, upload, part, text);
        return {};
      },
      async import({ name, upload }, { seat }) {
        const text = uploads.take(seat, upload);
        const at = Date.now();
        const summary = await inProfileThread((thread) =>
          thread.call('keep', {
            folder: store.folder,
            ids: store.idsFor(at, 'imported'),
            thread: name,
            imported: true,
            at,
            seconds: null,
            text,
          }),
        );
        await store.trim();
        return summary;
      },
      async remove({ id }) {
        await store.remove(id);
        return {};
      },
    },
    close() {
      recorder.close();
      uploads.close();
    },
  };
}
