import { setTimeout as wait } from 'node:timers/promises';
import type { ProfileSummary } from '#shared/contract/profiles.ts';
import type { Progress } from '#shared/contract/work.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { recordableThreads, type ThreadRecording } from './recordable.ts';
import type { ProfileStore } from './store.ts';
import { type ProfileThread, profileThread } from './working-thread.ts';

/** How often it is told how far a recording is, ms. */
const tellMs = 250;

/** What is asked for. */
export interface RecordingAsked {
  readonly kind: ProfileSummary['kind'];
  readonly seconds: number;
  /** None: all that run. */
  readonly threads: readonly string[];
}
export interface Recorded {
  readonly profiles: ProfileSummary[];
  /** Threads of which there is no profile, and why. */
  readonly missed: { readonly thread: string; readonly why: string }[];
}
/** One recording, while it is made. */
interface Made extends Recorded {
  readonly asked: RecordingAsked;
  readonly tell: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** Reads and writes the profiles. */
  readonly thread: ProfileThread;
  readonly running: { readonly name: string; readonly recording: ThreadRecording }[];
}

const wants = ({ asked: { threads } }: Made, name: string): boolean =>
  threads.length === 0 || threads.includes(name);

/** Says why there is no profile of a thread. */
const miss =
  ({ missed }: Made, thread: string) =>
  (error: unknown): void => {
    const { code, message } = faultShape(error);
    missed.push({ thread, why: code === 'INTERNAL' ? 'It does not run yet, or not any more.' : message });
  };

/** Records threads, one recording at a time. */
export class ProfileRecorder {
  readonly #store: ProfileStore;
  readonly #closing = new AbortController();
  #busy = false;

  constructor(store: ProfileStore) {
    this.#store = store;
  }

  /** Records, and keeps a profile of each thread. Aborted: keeps nothing. Rejects with PROFILE_BUSY, CANCELLED, DISK_FULL, FOLDER_UNWRITABLE. */
  async record(
    asked: RecordingAsked,
    tell: (progress: Progress) => void,
    reader: AbortSignal,
  ): Promise<Recorded> {
    if (this.#busy) throw new Fault('PROFILE_BUSY', 'A recording is under way already.');
    this.#busy = true;
    const signal = AbortSignal.any([reader, this.#closing.signal]);
    const thread = profileThread();
    const made: Made = { asked, tell, signal, thread, running: [], profiles: [], missed: [] };
    try {
      const at = Date.now();
      const seconds = await this.#run(made);
      await this.#keep(made, at, seconds);
      await this.#store.trim();
      return { profiles: made.profiles, missed: made.missed };
    } catch (error) {
      await Promise.all(made.running.map(({ recording }) => recording.drop()));
      for (const { id } of made.profiles) await this.#store.remove(id).catch(() => undefined);
      throw signal.aborted
        ? new Fault('CANCELLED', 'The recording was cancelled. Nothing of it is kept.')
        : error;
    } finally {
      await thread.close();
      this.#busy = false;
    }
  }

  /** Gives up what is being recorded. */
  close(): void {
    this.#closing.abort();
  }

  /** Begins everywhere and waits. Resolves with the seconds that it took. */
  async #run(made: Made): Promise<number> {
    const { asked, missed, running, tell, signal } = made;
    const there = recordableThreads();
    for (const name of asked.threads)
      if (!there.some((each) => each.name === name))
        missed.push({ thread: name, why: 'It does not run any more.' });
    await Promise.all(
      there
        .filter(({ name }) => wants(made, name))
        .map((each) =>
          each
            .begin(asked.kind)
            .then((recording) => running.push({ name: each.name, recording }), miss(made, each.name)),
        ),
    );
    const began = performance.now();
    const { seconds: of } = asked;
    for (let done = 0; done < of; done = (performance.now() - began) / 1000) {
      tell({ stage: 'Record', done, of, unit: 'seconds', rate: 1, leftS: of - done });
      await wait(Math.min(tellMs, (of - done) * 1000), undefined, { signal });
    }
    return (performance.now() - began) / 1000;
  }

  async #keep(made: Made, at: number, seconds: number): Promise<void> {
    const { running, profiles, tell, signal, thread } = made;
    const of = running.length;
    const told = (): void =>
      tell({ stage: 'Keep', done: profiles.length, of, unit: 'files', rate: null, leftS: null });
    const keeping = (name: string) => ({
      folder: this.#store.folder,
      ids: this.#store.idsFor(at, name),
      thread: name,
      imported: false,
      at,
      seconds,
    });
    told();
    // All of them end now, whatever the keeping of each takes.
    const ended = running.map(({ name, recording }) => ({ name, text: recording.stop() }));
    for (const { text } of ended) text.catch(() => undefined);
    for (const { name, text } of ended) {
      told();
      const written = await text.catch(miss(made, name));
      if (written !== undefined)
        profiles.push(await thread.call('keep', { ...keeping(name), text: written }));
      // Whoever left while it was written wants nothing of it.
      signal.throwIfAborted();
    }
  }
}
