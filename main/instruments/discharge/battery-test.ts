import type { DischargeEnd, DischargeRun } from '#shared/contract/discharge.ts';
import type { Device } from '#main/instruments/device.ts';
import type { Room } from '#main/instruments/room.ts';
import { Course, type Plan, type Seen } from './course.ts';
import { keepOff } from './keep-off.ts';
import { recordEnd, recordOff } from './record.ts';
import { Slept } from './slept.ts';

/** Between two looks at a test when nothing is told, ms. */
const lookMs = 200;

/** A test that was started: the input has been read back on. */
export interface Begun {
  readonly plan: Plan;
  readonly by: string;
  /** Its input is off, or somebody else's: a start of the console need not look after it any more. */
  readonly forget: () => Promise<void>;
}

/** One battery test, from the input going on until it was read back off. It watches the device, and ends by itself. */
export class BatteryTest {
  readonly #room: Room;
  readonly #device: Device;
  readonly #number: number;
  readonly #begun: Begun;
  readonly #startedAt: number;
  readonly #course: Course;
  readonly #slept: Slept;
  readonly #changed: () => void;
  readonly #giveUp = new AbortController();
  readonly #stopLooking: () => void;
  #looks = false;
  #end: DischargeRun['end'] = null;
  #ending: Promise<void> | null = null;
  #input: DischargeRun['input'] = 'on';
  #phase: DischargeRun['phase'] = 'running';
  #recorded = false;

  constructor(room: Room, device: Device, number: number, begun: Begun, changed: () => void) {
    this.#room = room;
    this.#device = device;
    this.#number = number;
    this.#begun = begun;
    this.#changed = changed;
    this.#startedAt = room.now();
    this.#course = new Course(begun.plan, performance.now());
    this.#slept = new Slept(this.#startedAt, performance.now());
    const unwatch = device.watch(() => this.#lookSoon());
    const timer = setInterval(() => this.#look(), lookMs);
    device.gone.signal.addEventListener('abort', this.#look, { once: true });
    this.#stopLooking = () => {
      unwatch();
      clearInterval(timer);
      device.gone.signal.removeEventListener('abort', this.#look);
    };
    this.#look();
  }

  /** True once the input was read back off, or the first try for that has failed. */
  get over(): boolean {
    return this.#phase === 'ended';
  }

  get run(): DischargeRun {
    return {
      phase: this.#phase,
      by: this.#begun.by,
      startedAt: this.#startedAt,
      ...this.#course.figures(performance.now()),
      end: this.#end,
      input: this.#input,
      recorded: this.#recorded,
    };
  }

  /** Ends the test, and resolves when the input was read back off or the first try for that failed, and the result is recorded. */
  end(reason: DischargeEnd): Promise<void> {
    this.#ending ??= this.#finish(reason);
    return this.#ending;
  }

  /** Nobody tries any more: the console ends. */
  close(): void {
    this.#giveUp.abort();
    this.#stopLooking();
  }

  /** Once for all that a tick tells: the emergency stop sets its latch after it has sent the outputs off. */
  #lookSoon(): void {
    if (this.#looks) return;
    this.#looks = true;
    queueMicrotask(() => {
      this.#looks = false;
      this.#look();
    });
  }

  readonly #look = (): void => {
    if (this.#ending !== null) return;
    const at = performance.now();
    const slept = this.#slept.since(this.#room.now(), at);
    const over = slept ? 'asleep' : this.#course.look(at, seen(this.#room, this.#device, this.#number));
    if (over === null) this.#changed();
    else void this.end(over);
  };

  async #finish(reason: DischargeEnd): Promise<void> {
    // Nothing comes before the wire.
    const off = keepOff(this.#room, this.#device, this.#number, {
      operator: { name: `${this.#begun.by} (battery test)`, confirmed: false },
      sent: reason === 'emergencyStop' || reason === 'switchedOff',
      signal: this.#giveUp.signal,
    });
    this.#course.finish(performance.now());
    this.#stopLooking();
    this.#end = { reason, at: this.#room.now() };
    this.#phase = 'ending';
    this.#input = 'unknown';
    this.#changed();
    const isOff = await off.first;
    this.#input = isOff ? 'off' : 'unknown';
    this.#phase = 'ended';
    this.#changed();
    const forgotten = isOff ? this.#begun.forget() : null;
    if (!isOff) void off.whole.then((at) => this.#isOff(at));
    this.#recorded = await recordEnd(this.#room, this.#device, this.#number, this.run);
    await forgotten;
    this.#changed();
  }

  /** It was read back off later, or nobody tries any more. */
  #isOff(off: boolean): void {
    if (this.#input === 'off' || this.#giveUp.signal.aborted) return;
    void this.#begun.forget();
    if (!off) return;
    this.#input = 'off';
    this.#changed();
    void recordOff(this.#room, this.#device, this.#number);
  }
}

/** How a channel and its instrument stand now. */
function seen(room: Room, device: Device, number: number): Seen {
  const channel = device.channels.get(number);
  const view = channel?.view(null, null);
  return {
    latched: room.latch.reason !== null,
    gone: device.gone.signal.aborted,
    local: device.local,
    greeted: device.greeted,
    tripped: (view?.tripped?.value?.length ?? 0) > 0,
    output: view?.output ?? null,
    word: view?.function?.value ?? null,
    current: view?.settings.current?.value ?? null,
    reading:
      view === undefined || view.at === null
        ? null
        : { at: view.at, volts: view.readings.voltage ?? null, amps: view.readings.current ?? null },
    periodMs: device.periodMs,
  };
}
