import { setTimeout as delay } from 'node:timers/promises';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Trace } from '#main/drivers/waveform.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import type { TraceFrame } from '#shared/contract/waveforms.ts';
import { minMaxColumns } from '#shared/dsp/columns.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import { controlsOf, deviceOf } from './control.ts';
import type { Device } from './device.ts';
import type { Room } from './room.ts';
import { consoleOperator, converse } from './talk.ts';
import { t } from '#shared/language/t.ts';

/** Between two acquisitions of one scope, however many look at it. ms */
const frameMs = 50;
/** Before it is looked at again, when it cannot be read. ms */
const againMs = 500;

/** What was read of a scope, and when the next reading may begin (monotonic ms). */
interface Acquired {
  readonly channels: readonly number[];
  readonly traces: readonly Trace[];
  readonly at: number;
  readonly next: number;
}

/** One reading of a scope at a time, shared by all that look at the same channels. */
class Acquirer {
  readonly #room: Room;
  readonly #device: Device;
  readonly #last = new Map<string, Acquired>();
  #turn: Promise<unknown> = Promise.resolve();
  #next = 0;

  constructor(room: Room, device: Device) {
    this.#room = room;
    this.#device = device;
  }

  /** The newest traces: read now, unless they were a moment ago. Rejects as the session does. */
  async newest(channels: readonly number[], signal: AbortSignal): Promise<Acquired> {
    const mine = this.#turn.then(() => this.#read(channels, signal));
    this.#turn = mine.catch(() => undefined);
    return await mine;
  }

  async #read(channels: readonly number[], signal: AbortSignal): Promise<Acquired> {
    const key = channels.join();
    const known = this.#last.get(key);
    if (known !== undefined && performance.now() < known.next) return known;
    const wait = this.#next - performance.now();
    if (wait > 0) await delay(wait, undefined, { signal });
    const device = this.#device;
    const begun = performance.now();
    try {
      const talk = converse(device, { lane: 'poll', operator: consoleOperator, signal });
      const traces = await controlsOf(device).traces(talk, channels);
      const next = this.#after(begun);
      const read = { channels, traces, at: this.#room.now(), next };
      // One entry for each set of channels that is looked at: a scope has few.
      if (this.#last.size > 32) this.#last.clear();
      this.#last.set(key, read);
      return read;
    } finally {
      this.#after(begun);
    }
  }

  /** Never more than half of the link's time. */
  #after(begun: number): number {
    const took = performance.now() - begun;
    this.#next = begun + Math.max(frameMs, 2 * took);
    return this.#next;
  }
}

const acquirers = new WeakMap<Device, Acquirer>();

/** The traces of a scope, read when somebody takes them. */
export function traceHandler(room: Room): DomainHandlers<typeof instruments>['trace'] {
  return async function* trace({ id, channels: wanted, columns }, { signal }) {
    const device = deviceOf(room, id);
    const channels = [...new Set(wanted)].toSorted((a, b) => a - b);
    const ended = AbortSignal.any([signal, device.gone.signal]);
    const acquirer = acquirers.get(device) ?? new Acquirer(room, device);
    acquirers.set(device, acquirer);
    if (device.greeted) refuseWithout(device, channels);
    let told: Acquired | string | null = null;
    while (!ended.aborted) {
      const why = whyNot(device);
      const found = why ?? (await read(acquirer, device, channels, ended));
      if (ended.aborted) return;
      if (typeof found === 'string') {
        if (found !== told) yield { item: 'none', why: found };
        told = found;
        await pause(ended);
      } else if (found === told || (told !== null && typeof told !== 'string' && same(told, found))) {
        // A stopped scope has nothing new to say.
        await pause(ended, frameMs);
      } else {
        told = found;
        yield frameOf(found, columns);
      }
    }
  };
}

/** What is read, or why it cannot be, in words. */
async function read(
  acquirer: Acquirer,
  device: Device,
  channels: readonly number[],
  signal: AbortSignal,
): Promise<Acquired | string> {
  try {
    refuseWithout(device, channels);
    return await acquirer.newest(channels, signal);
  } catch (error) {
    return faultShape(error).message;
  }
}

function refuseWithout(device: Device, channels: readonly number[]): void {
  const controls = controlsOf(device);
  const missing = channels.find((channel) => !device.channels.has(channel));
  if (!controls.hasTraces || missing !== undefined)
    throw new Fault(
      'POINT_UNKNOWN',
      missing === undefined ? `${device.name} has no traces.` : `${device.name} has no channel ${missing}.`,
    );
}

function whyNot(device: Device): string | null {
  if (device.local) return t`${device.name} was given back to its front panel.`;
  return device.greeted ? null : t`${device.name} is not connected.`;
}

async function pause(signal: AbortSignal, ms = againMs): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

/** Two readings of what the scope keeps. */
const same = (a: Acquired, b: Acquired): boolean =>
  a.traces.every((trace, place) => {
    const other = b.traces[place];
    return (
      other !== undefined &&
      trace.state === 'stopped' &&
      other.state === 'stopped' &&
      trace.start === other.start &&
      trace.step === other.step &&
      Buffer.compare(Buffer.from(trace.volts.buffer), Buffer.from(other.volts.buffer)) === 0
    );
  });

/** Columns of what was read. A channel with fewer samples than another has its own width: one time axis fits all. */
function frameOf({ traces, at }: Acquired, columns: number): TraceFrame {
  const [first] = traces;
  const samples = Math.max(0, ...traces.map(({ volts }) => volts.length));
  const seconds = (first?.step ?? 0) * samples;
  return {
    item: 'frame',
    at,
    state: first?.state ?? 'waiting',
    start: first?.start ?? 0,
    step: seconds / Math.max(1, Math.min(columns, samples)),
    samples,
    traces: traces.map(({ channel, volts }) => ({ channel, ...minMaxColumns(volts, columns) })),
  };
}
