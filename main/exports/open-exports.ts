import { isAbsolute } from 'node:path';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { recordSpan } from '#main/profiling/span.ts';
import { startThread } from '#main/threads/start.ts';
import type { exports, Exported } from '#shared/contract/exports.ts';
import { Fault } from '#shared/faults.ts';
import { paceOf } from './pace.ts';
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
  const running = new Map<AbortController, Promise<void>>();
  return {
    handlers: {
      async *write({ filter, format, folder: given }, { who, signal }) {
        const origin = { console: version, host, who, at: now(), format, filter };
        const task: ExportTask = { database, ...place(given, folder), origin };
        if (running.size >= atOnce)
          throw new Fault('OVERLOADED', `${atOnce} exports are being written already.`, {
            remedy: 'Wait until one has ended, or cancel it.',
          });
        const closing = new AbortController();
        const { promise: ended, resolve: end } = Promise.withResolvers<void>();
        running.set(closing, ended);
        const thread = startThread('export', { data: task });
        const cancelled = AbortSignal.any([signal, closing.signal]);
        const start = performance.now();
        let failed = true;
        try {
          const pace = paceOf('Read, encode, write', 'rows');
          await thread.call('begin', null);
          let told = Number.NEGATIVE_INFINITY;
          for (let finished = false; !finished; ) {
            if (cancelled.aborted) throw givenUp();
            const { done, of, finished: over } = (await thread.call('step', null)) as Reached;
            finished = over;
            if (performance.now() - told < tellMs && !over) continue;
            told = performance.now();
            yield { kind: 'progress' as const, progress: pace(done, of) };
          }
          if (cancelled.aborted) throw givenUp();
          const result = (await thread.call('finish', null)) as Exported;
          if (cancelled.aborted) {
            await thread.call('takeBack', null);
            throw givenUp();
          }
          failed = false;
          yield { kind: 'result' as const, result };
        } finally {
          // What has no name yet is removed by the thread as it ends.
          await thread.close(closeMs);
          recordSpan('exports:write', performance.now() - start, failed);
          running.delete(closing);
          end();
        }
      },
    },
    async close() {
      for (const closing of running.keys()) closing.abort();
      await Promise.all(running.values());
    },
  };
}

/** How long a thread may take to end: the step that it is in, and the removal of its file, on a disk that is slow. */
const closeMs = 10_000;
