/** One event of a file of Chrome trace events, as far as this console writes them. */
export interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly cat?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}
export interface TraceFile {
  readonly traceEvents: readonly TraceEvent[];
  readonly displayTimeUnit: string;
  readonly otherData: Readonly<Record<string, unknown>>;
}

const metadata = new Map([
  ['process_name', 'name'],
  ['process_sort_index', 'sort_index'],
  ['thread_name', 'name'],
  ['thread_sort_index', 'sort_index'],
]);
/** Microseconds: rounding. */
const close = 0.002;

function insist(what: boolean, event: unknown, why: string): asserts what {
  if (!what) throw new Error(`${why}: ${JSON.stringify(event)}`);
}

/**
 * Reads a file as strictly as the format is written down, and as viewers nest what is on one thread: throws on anything that one of them could
 * show wrongly.
 */
export function readTrace(text: string): TraceFile {
  const file = JSON.parse(text) as TraceFile;
  insist(file.displayTimeUnit === 'ms', file.displayTimeUnit, 'no unit to display');
  insist(Array.isArray(file.traceEvents), null, 'no events');
  const named = new Set<string>();
  const threads = new Map<string, TraceEvent[]>();
  for (const event of file.traceEvents) {
    const { ph, name, pid, tid, ts, dur, cat, args } = event;
    insist(typeof name === 'string' && name !== '', event, 'no name');
    insist(Number.isSafeInteger(pid) && Number.isSafeInteger(tid), event, 'no process or no thread');
    insist(Number.isFinite(ts) && ts >= 0, event, 'no time');
    insist(typeof args === 'object' && args !== null, event, 'no args');
    insist(ph === 'M' || ph === 'X', event, 'no known phase');
    const thread = `${pid} ${tid}`;
    if (ph === 'M') {
      const field = metadata.get(name);
      insist(field !== undefined, event, 'no known metadata');
      insist(
        typeof args[field] === (field === 'name' ? 'string' : 'number'),
        event,
        'metadata without its value',
      );
      if (name.endsWith('_name')) named.add(name === 'thread_name' ? thread : String(pid));
    } else {
      insist(typeof cat === 'string' && cat !== '', event, 'no category');
      insist(dur !== undefined && Number.isFinite(dur) && dur >= 0, event, 'no duration');
      insist(named.has(thread) && named.has(String(pid)), event, 'a process or a thread without a name');
      threads.set(thread, [...(threads.get(thread) ?? []), event]);
    }
  }
  for (const own of threads.values()) checkNesting(own);
  return file;
}

/** Two on one thread lie apart, or one inside the other. */
function checkNesting(own: readonly TraceEvent[]): void {
  const open: number[] = [];
  for (const event of own.toSorted((a, b) => a.ts - b.ts || b.dur! - a.dur!)) {
    while (open.length > 0 && open.at(-1)! <= event.ts + close) open.pop();
    const end = event.ts + event.dur!;
    insist(end <= (open.at(-1) ?? end) + close, event, 'half over the end of what it lies in');
    open.push(end);
  }
}
