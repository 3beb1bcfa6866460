import { isAbsolute } from 'node:path';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { removePartials } from '#main/folder/new-file.ts';
import { recordSpan } from '#main/profiling/span.ts';
import { startThread } from '#main/threads/start.ts';
import type { Thread } from '#main/threads/thread.ts';
import type { exports, Exported } from '#shared/contract/exports.ts';
import { Fault } from '#shared/faults.ts';
import type { z } from '#shared/schema.ts';
import { paceOf } from '#main/profiling/pace.ts';
import type { ExportTask } from './task.ts';
import type { Reached } from './writing.ts';

export interface ExportsOptions {
  /** The file of the database. */
  readonly database: string;
  /** Where exports go that name no folder: made when it is needed. */
  readonly folder: string;
  readonly version: string;
  readonly host: string;
  readonly now?: () => number;
}

/** The history as files for other programs. */
export interface Exports {
  readonly handlers: DomainHandlers<typeof exports>;
  /** Gives up what is being written; nothing of it stays. */
  close(): Promise<void>;
}

/** Progress is told as often, ms. */
const tellMs = 250;
/** Exports at once; each has a thread. */
const atOnce = 2;
/** How long a thread may take to end: the step that it is in, and the removal of its file, on a disk that is slow, ms. */
const closeMs = 10_000;

type Item = z.infer<(typeof exports)['write']['output']>;

const givenUp = (): Fault => new Fault('CANCELLED', 'The export was cancelled. No file was written.');

/** Where an export goes. A folder that is given has to be there, and is named from the root: the console has no place of its own. */
function place(given: string | null, own: string): Pick<ExportTask, 'folder' | 'make'> {
  if (given === null) return { folder: own, make: true };
  if (!isAbsolute(given))
    throw new Fault('INPUT_INVALID', 'The folder is not a whole path.', {
      remedy: 'Write it from the root on, as in /media/usb/exports.',
    });
  return { folder: given, make: false };
}

/** Opens them. Each export runs on a thread of its own, with a connection of its own that can only read. */
export function openExports({ database, folder, version, host, now = Date.now }: ExportsOptions): Exports {
  const running = new Map<Thread, AbortController>();
  // Of a console that was killed; none is being written yet.
  const tidied = removePartials(folder);
  return {
    handlers: {
      async *write({ filter, format, folder: given }, { who, signal }) {
        const origin = { console: version, host, who, at: now(), format, filter };
        const task: ExportTask = { database, ...place(given, folder), origin };
        await tidied;
        if (running.size >= atOnce)
          throw new Fault('OVERLOADED', `${atOnce} exports are being written already.`, {
            remedy: 'Wait until one has ended, or cancel it.',
          });
        const closing = new AbortController();
        const thread = startThread('export', { data: task });
        running.set(thread, closing);
        const cancelled = AbortSignal.any([signal, closing.signal]);
        const start = performance.now();
        let failed = true;
        try {
          yield* written(thread, cancelled);
          failed = false;
        } catch (error) {
          // A thread that was closed meanwhile answers nothing any more.
          throw cancelled.aborted ? givenUp() : error;
        } finally {
          await thread.close(closeMs);
          recordSpan('history:export', performance.now() - start, failed);
          running.delete(thread);
        }
      },
    },
    async close() {
      // Not through their readers: one that has stopped reading would hold up the end of the console.
      for (const closing of running.values()) closing.abort();
      await Promise.all([...running.keys()].map((thread) => thread.close(closeMs)));
    },
  };
}

/** What the thread does, step by step. What has no name yet when the thread ends is removed by it. */
async function* written(thread: Thread, cancelled: AbortSignal): AsyncGenerator<Item> {
  const pace = paceOf('Read, encode, write', 'rows');
  await thread.call('begin', null);
  let told = Number.NEGATIVE_INFINITY;
  for (let finished = false; !finished; ) {
    if (cancelled.aborted) throw givenUp();
    const reached = (await thread.call('step', null)) as Reached;
    ({ finished } = reached);
    if (performance.now() - told < tellMs && !finished) continue;
    told = performance.now();
    yield { kind: 'progress', progress: pace(reached.done, reached.of) };
  }
  const result = (await thread.call('finish', null)) as Exported;
  if (cancelled.aborted) {
    await thread.call('takeBack', null);
    throw givenUp();
  }
  yield { kind: 'result', result };
}
