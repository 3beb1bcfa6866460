import type { Alert } from '#shared/contract/profiling.ts';

/** Main's event loop may be so late, p99 over ten seconds, ms: half of a poll at the shortest interval that is allowed. */
export const loopLimitMs = 10;
/** Times out of a minute that an instrument may stay silent before it is said. */
const timeoutsAllowed = 3;
/** Memory that is looked at: ten minutes of it, every ten seconds. */
const memoryKept = 60;
/** Growth that is said: both so much, and this part of what it was. */
const growthBytes = 64 * 2 ** 20;
const growthPart = 0.25;
/** An alert ends when its reason has not been seen for so long, ms: one that comes and goes is one. */
const lingerMs = 30_000;

/** What alerts are found in. */
export interface Facts {
  readonly loopP99Ms: number;
  /** Bytes of main's heap in use and of memory outside of it: oldest first, every ten seconds; the last is now. */
  readonly memory: readonly number[];
  /** Of each instrument on the desk, over the last minute. */
  readonly instruments: readonly {
    readonly id: string;
    readonly name: string;
    readonly timeouts: number;
    readonly exchanges: number;
  }[];
}

type Found = Omit<Alert, 'since'>;

const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** What is too late, too much or too silent. */
export const findAlerts = (facts: Facts): Found[] => [
  ...loopAlerts(facts),
  ...memoryAlerts(facts),
  ...facts.instruments.flatMap(instrumentAlerts),
];

function loopAlerts({ loopP99Ms }: Facts): Found[] {
  if (loopP99Ms <= loopLimitMs) return [];
  return [
    {
      kind: 'loop',
      key: null,
      message: `The console's event loop is late: ${loopP99Ms.toFixed(1)} ms at p99 over ten seconds; ${loopLimitMs} ms are allowed.`,
      remedy: 'Record the CPU of main for ten seconds: the widest frame is what holds it up.',
    },
  ];
}

/**
 * Garbage makes what is in use go up and down, so the lowest of a time counts: what is still in use after a collection. Growth is
 * what the last third has more than the first third had at the least.
 */
function memoryAlerts({ memory }: Facts): Found[] {
  if (memory.length < memoryKept) return [];
  const third = Math.floor(memory.length / 3);
  const [first, last] = [Math.min(...memory.slice(0, third)), Math.min(...memory.slice(-third))];
  if (last - first < growthBytes || last - first < first * growthPart) return [];
  return [
    {
      kind: 'memory',
      key: null,
      message: `Memory in use has grown from ${mb(first)} to ${mb(last)} within ten minutes.`,
      remedy: 'Record the heap of main for a minute: what is held most is the widest frame.',
    },
  ];
}

function instrumentAlerts({ id, name, timeouts, exchanges }: Facts['instruments'][number]): Found[] {
  if (timeouts < timeoutsAllowed) return [];
  return [
    {
      kind: 'instrument',
      key: { kind: 'exchange', name: '', instrument: id },
      message: `${name} did not answer in time ${timeouts} times within a minute, of ${exchanges} exchanges.`,
      remedy: 'Look at its figures: which command it is, and how it should be polled. Then check its cable.',
    },
  ];
}

/** Remembers memory, and since when there is something to say. */
export class Alerts {
  readonly #memory: number[] = [];
  readonly #known = new Map<string, { readonly since: number; seen: number; alert: Found }>();

  /** Bytes in use now; every ten seconds. */
  remember(bytes: number): void {
    this.#memory.push(bytes);
    if (this.#memory.length > memoryKept) this.#memory.shift();
  }

  /** What there is to say, oldest first. `now`: ms since 1970. */
  look(facts: Omit<Facts, 'memory'>, now: number): Alert[] {
    for (const alert of findAlerts({ ...facts, memory: this.#memory })) {
      const id = `${alert.kind} ${alert.key?.instrument ?? ''}`;
      const known = this.#known.get(id);
      if (known === undefined) this.#known.set(id, { since: now, seen: now, alert });
      else Object.assign(known, { seen: now, alert });
    }
    for (const [id, { seen }] of this.#known) if (now - seen > lingerMs) this.#known.delete(id);
    return [...this.#known.values()].map(({ since, alert }) => ({ ...alert, since }));
  }
}
