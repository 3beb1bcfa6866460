import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import { runningThreads } from '#main/threads/start.ts';
import type { ThreadFigures } from '#shared/contract/profiling.ts';

/** How long one is waited for, ms: a thread that is inside SQLite does not answer before it is out again. */
const answerMs = 400;

interface Cpu {
  readonly user: number;
  readonly system: number;
}
type Worker = ReturnType<typeof runningThreads>[number]['worker'];

/** What was known of a thread when it was looked at last. */
interface Seen {
  readonly at: number;
  readonly loop: EventLoopUtilization;
  readonly cpu: Cpu | null;
  readonly heap: { readonly used: number; readonly limit: number } | null;
}

/** Utilisation, heap and CPU of main and of every worker, over the time since it was asked for last. */
export class Threads {
  #main: Seen | null = null;
  readonly #seen = new WeakMap<Worker, Seen>();

  /** Main first. Never waits longer than 0.4 s: what a thread did not say by then is null, or as it was. */
  async look(): Promise<ThreadFigures[]> {
    const workers = runningThreads();
    const figures = await Promise.all(
      workers.map(async ({ name, worker }) => {
        const before = this.#seen.get(worker) ?? null;
        const now = await seen(worker, before);
        this.#seen.set(worker, now);
        return figuresOf(name, before, now);
      }),
    );
    return [this.#lookAtMain(), ...numbered(figures)];
  }

  #lookAtMain(): ThreadFigures {
    const before = this.#main;
    const heap = getHeapStatistics();
    this.#main = {
      at: performance.now(),
      loop: performance.eventLoopUtilization(),
      // Of main's own thread: the whole process has all the others in it.
      cpu: process.threadCpuUsage(),
      heap: { used: heap.used_heap_size, limit: heap.heap_size_limit },
    };
    return figuresOf('main', before, this.#main);
  }
}

async function seen(worker: Worker, before: Seen | null): Promise<Seen> {
  const [heap, cpu] = await Promise.all([
    inTime(worker.getHeapStatistics()),
    inTime(worker.cpuUsage() as Promise<Cpu>),
  ]);
  return {
    at: performance.now(),
    loop: worker.performance.eventLoopUtilization(),
    cpu,
    heap: heap === null ? (before?.heap ?? null) : { used: heap.used_heap_size, limit: heap.heap_size_limit },
  };
}

/** The answer, or null when it does not come in time, or the thread has ended. */
function inTime<T>(answer: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), answerMs);
    answer.then(resolve, () => resolve(null)).finally(() => clearTimeout(timer));
  });
}

/** Microseconds of a core. */
const used = ({ user, system }: Cpu): number => user + system;

function figuresOf(name: string, before: Seen | null, now: Seen): ThreadFigures {
  const { idle, active } = now.loop;
  const [idled, worked] = [idle - (before?.loop.idle ?? 0), active - (before?.loop.active ?? 0)];
  return {
    name,
    utilisation: before === null || idled + worked <= 0 ? null : part(worked / (idled + worked)),
    heapUsed: now.heap?.used ?? null,
    heapLimit: now.heap?.limit ?? null,
    cpu: cpuOf(before, now),
  };
}

/** Part of a core between two looks; null where one of them does not know. */
function cpuOf(before: Seen | null, now: Seen): number | null {
  const then = before?.cpu ?? null;
  if (before === null || then === null || now.cpu === null || now.at <= before.at) return null;
  return part((used(now.cpu) - used(then)) / 1000 / (now.at - before.at));
}

const part = (value: number): number => Math.min(1, Math.max(0, value));

/** Two of one kind have one name: the second is `reader 2`. */
function numbered(figures: readonly ThreadFigures[]): ThreadFigures[] {
  const count = new Map<string, number>();
  return figures.map((each) => {
    const number = (count.get(each.name) ?? 0) + 1;
    count.set(each.name, number);
    return number === 1 ? each : { ...each, name: `${each.name} ${number}` };
  });
}
