import { ErrorQueue } from './error-queue.ts';
import type { ErrorNumber } from './errors.ts';

/** Bits of the standard event status register. source: IEEE 488.2, 11.5.1.1 */
export const eventBits = {
  operationComplete: 1,
  queryError: 4,
  deviceError: 8,
  executionError: 16,
  commandError: 32,
  powerOn: 128,
} as const;

/** Bits of the status byte. source: IEEE 488.2, 11.2; SCPI-99, volume 1, chapter 9 (bits 2, 3 and 7) */
const statusBits = {
  errorQueue: 4,
  questionable: 8,
  messageAvailable: 16,
  eventStatus: 32,
  masterSummary: 64,
  operation: 128,
} as const;

/** Condition, event and enable of one SCPI status register; an event is latched when its condition rises. */
export class StatusRegister {
  #condition = 0;
  #event = 0;
  #enable = 0;
  readonly #changed: () => void;

  /** `changed`: called when its summary may have changed. */
  constructor(changed: () => void = () => {}) {
    this.#changed = changed;
  }

  get enable(): number {
    return this.#enable;
  }

  set enable(bits: number) {
    this.#enable = bits;
    this.#changed();
  }

  get condition(): number {
    return this.#condition;
  }

  set condition(bits: number) {
    if (bits === this.#condition) return;
    this.#event |= bits & ~this.#condition;
    this.#condition = bits;
    this.#changed();
  }

  /** Reading takes the events away. */
  takeEvent(): number {
    const event = this.#event;
    this.#event = 0;
    this.#changed();
    return event;
  }

  get summary(): boolean {
    return (this.#event & this.enable) !== 0;
  }
}

/** The status structure of one instrument. All its clients share it. */
export class Status {
  readonly errors = new ErrorQueue(() => this.#changed());
  readonly questionable = new StatusRegister(() => this.#changed());
  readonly operation = new StatusRegister(() => this.#changed());
  #events: number = eventBits.powerOn;
  #eventEnable = 0;
  #serviceEnable = 0;
  readonly #listeners = new Set<() => void>();

  /** Calls when the status byte or what it enables may have changed. Returns what takes the listener away. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Queues an error and raises the bit of its class. source: SCPI-99, volume 2, 21.8.9 */
  report(number: ErrorNumber, info = ''): void {
    this.errors.push(number, info);
    if (number <= -400) this.raise(eventBits.queryError);
    else if (number <= -300) this.raise(eventBits.deviceError);
    else if (number <= -200) this.raise(eventBits.executionError);
    else if (number <= -100) this.raise(eventBits.commandError);
  }

  raise(bit: number): void {
    this.#events |= bit;
    this.#changed();
  }

  takeEvents(): number {
    const events = this.#events;
    this.#events = 0;
    this.#changed();
    return events;
  }

  get eventEnable(): number {
    return this.#eventEnable;
  }

  set eventEnable(bits: number) {
    this.#eventEnable = bits;
    this.#changed();
  }

  get serviceEnable(): number {
    return this.#serviceEnable;
  }

  /** Bit 6 summarises the others, so it cannot be enabled. source: IEEE 488.2, 11.3.2 */
  set serviceEnable(bits: number) {
    this.#serviceEnable = bits & ~statusBits.masterSummary;
    this.#changed();
  }

  /** The status byte with MSS in bit 6, as `*STB?` answers it. */
  byte(messageAvailable: boolean): number {
    const bits =
      (this.errors.length > 0 ? statusBits.errorQueue : 0) |
      (this.questionable.summary ? statusBits.questionable : 0) |
      (messageAvailable ? statusBits.messageAvailable : 0) |
      ((this.#events & this.eventEnable) !== 0 ? statusBits.eventStatus : 0) |
      (this.operation.summary ? statusBits.operation : 0);
    return bits | ((bits & this.#serviceEnable) !== 0 ? statusBits.masterSummary : 0);
  }

  /** `*CLS`: events and errors go, enables stay. source: IEEE 488.2, 10.3 */
  clear(): void {
    this.#events = 0;
    this.errors.clear();
    this.questionable.takeEvent();
    this.operation.takeEvent();
  }

  /** `STATus:PRESet`: nothing of SCPI's own registers is reported. source: SCPI-99, volume 2, 20 */
  preset(): void {
    this.questionable.enable = 0;
    this.operation.enable = 0;
  }
}
