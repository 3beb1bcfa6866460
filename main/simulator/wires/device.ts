import type { Faults } from '#main/simulator/faults.ts';
import { floodBytes, unsolicitedLine } from '#main/simulator/spoiled-answer.ts';
import type { Wireless } from '#main/simulator/wireless.ts';
import { Answers } from './answers.ts';
import { InputBuffer, inputBufferBytes } from './input-buffer.ts';
import { OutputQueue, type Reply } from './output-queue.ts';
import { ServiceRequest } from './service-request.ts';

/**
 * One client of an instrument on a link that marks END: its own input buffer and output queue. Status registers and front
 * panel are the instrument's, shared with all others. A response is queued when its message has run, and stays until it is
 * read; a message that comes before that interrupts it. The queue takes any response, so -430 (DEADLOCKED) cannot arise.
 * source: IEEE 488.2, chapter 6 (message exchange control)
 */
export class Device {
  readonly #instrument: Wireless;
  readonly #faults: Faults;
  readonly #input: InputBuffer;
  readonly #output = new OutputQueue();
  readonly #answers: Answers;
  readonly #service: ServiceRequest;
  #timer: NodeJS.Timeout | null = null;
  #unsolicited: NodeJS.Timeout | null = null;
  /** A response has been begun, or lost on its way: who reads on has asked for something. */
  #owing = false;
  /** The client has been told that it reads what it has not asked for. */
  #told = false;
  readonly #listeners = new Set<() => void>();
  readonly #closing = new Set<() => void>();
  readonly #stopFollowing: () => void;

  constructor(instrument: Wireless, faults: Faults) {
    this.#instrument = instrument;
    this.#faults = faults;
    this.#input = new InputBuffer(() => instrument.status.report(-363));
    this.#answers = new Answers((message) => instrument.run(message), faults);
    this.#service = new ServiceRequest(instrument.status, () => this.#output.isAvailable);
    this.#stopFollowing = faults.onChange(() => this.#speak());
    this.#speak();
  }

  /** Takes bytes of a program message. `end`: END came with the last of them. See `isFull`: it takes more even then. */
  write(bytes: Buffer, end: boolean): void {
    this.#input.add(bytes, end);
    this.#told = false;
    this.#next();
  }

  /** A message runs, or waits for one that does. */
  get isBusy(): boolean {
    return this.#timer !== null;
  }

  /** A message runs and more wait than the input buffer should hold: a link takes no more until `whenRoom`. */
  get isFull(): boolean {
    return this.#timer !== null && this.#input.length > inputBufferBytes;
  }

  /** Something can be read (MAV). */
  get isAvailable(): boolean {
    return this.#output.isAvailable;
  }

  /**
   * The next bytes of the response: at most `max`, at most up to `terminator` (one byte, null for none). Null when there is
   * nothing: wait with `whenReply`. Reading what was not asked for is -420, once until the next write; what there is of a
   * message is dropped then. source: IEEE 488.2, 6.3.2.2
   */
  read(max: number, terminator: number | null): Reply | null {
    const reply = this.#output.read(max, terminator);
    if (reply !== null) {
      this.#owing = !reply.end;
      if (!this.isAvailable) this.#service.check();
    } else this.#unterminated();
    return reply;
  }

  /** Resolves with true as soon as something can be read, with false after `ms` or when `signal` is aborted. */
  async whenReply(ms: number, signal?: AbortSignal): Promise<boolean> {
    return await this.#when(() => this.isAvailable, ms, signal);
  }

  /** Resolves with true as soon as the input has room, with false after `ms` or when `signal` is aborted. */
  async whenRoom(ms: number, signal?: AbortSignal): Promise<boolean> {
    return await this.#when(() => !this.isFull, ms, signal);
  }

  /** Calls whenever something can be read that could not be before, or the input has room again. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /**
   * Device clear: input, output and what is under way are gone, the registers stay. source: IEEE 488.2, 5.8
   */
  clear(): void {
    this.#stop();
    this.#input.clear();
    this.#output.clear();
    this.#answers.clear();
    this.#owing = false;
    this.#told = false;
    this.#service.check();
    this.#changed();
  }

  /** Serial poll: the status byte with RQS in bit 6, which is gone after it. source: IEEE 488.2, 11.3.3 */
  poll(): number {
    return this.#service.poll();
  }

  /** The status byte with MSS in bit 6, as `*STB?` answers it. Changes nothing. source: IEEE 488.2, 11.2.2 */
  statusByte(): number {
    return this.#instrument.status.byte(this.isAvailable);
  }

  /** Calls each time there is a new reason for service (RQS rises). Returns what takes the listener away. */
  onServiceRequest(listener: () => void): () => void {
    return this.#service.onRequest(listener);
  }

  /** Group execute trigger: `*TRG` behind what is in the input; inside a message it is -105. source: IEEE 488.2, 6.1.4.2.5 */
  trigger(): void {
    if (this.#input.isPartial) {
      this.#input.clear();
      this.#instrument.status.report(-105);
    } else this.write(Buffer.from('*TRG'), true);
  }

  /** Under control of the wire; a locked panel stays locked. */
  remote(): void {
    if (this.#instrument.panel.control === 'local') this.#instrument.panel.control = 'remote';
  }

  /** Under control of the wire, and the local key is dead. */
  lockout(): void {
    this.#instrument.panel.control = 'locked';
  }

  /** Under control of whoever stands before it. */
  local(): void {
    this.#instrument.panel.control = 'local';
  }

  /** Calls when the fault `closing` wants the link cut. Returns what takes the listener away. */
  onClosing(listener: () => void): () => void {
    this.#closing.add(listener);
    return () => {
      this.#closing.delete(listener);
    };
  }

  /** The client has gone: nothing runs on. Who waits is told false by its own deadline or signal. */
  close(): void {
    this.#stopFollowing();
    if (this.#unsolicited !== null) clearInterval(this.#unsolicited);
    this.#unsolicited = null;
    this.#stop();
    this.#service.close();
    this.#input.clear();
    this.#output.clear();
  }

  /** Runs what is complete, for as long as nothing makes it wait. */
  #next(): void {
    while (this.#timer === null) {
      if (this.#input.length > 0 || this.#input.isPartial) this.#interrupted();
      const message = this.#input.take();
      if (message === null) break;
      const { slowMs } = this.#faults;
      if (slowMs <= 0) this.#run(message);
      else
        this.#timer = setTimeout(() => {
          this.#timer = null;
          this.#run(message);
          this.#next();
        }, slowMs);
    }
    this.#changed();
  }

  #run(message: string): void {
    const answer = this.#answers.to(message);
    this.#owing = answer.kind !== 'none';
    if (answer.kind === 'text') this.#output.add(answer.bytes, answer.ended);
    else if (answer.kind === 'flood') this.#output.addFlood(floodBytes);
    else if (answer.kind === 'closing') for (const listener of this.#closing) listener();
    this.#service.check();
  }

  /** A new message before the response has been read: the response is gone. source: IEEE 488.2, 6.3.2.3 */
  #interrupted(): void {
    if (!this.isAvailable) return;
    this.#output.clear();
    this.#owing = false;
    this.#service.check();
    this.#instrument.status.report(-410);
  }

  #unterminated(): void {
    if (this.#timer !== null || this.#owing || this.#told) return;
    this.#told = true;
    this.#input.clear();
    this.#instrument.status.report(-420);
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Has something to say that nobody asked for, as often as it is set now, if there is nothing else to be read. */
  #speak(): void {
    if (this.#unsolicited !== null) clearInterval(this.#unsolicited);
    const { unsolicitedMs } = this.#faults;
    this.#unsolicited =
      unsolicitedMs <= 0
        ? null
        : setInterval(() => {
            if (this.isAvailable) return;
            this.#output.add(Buffer.from(unsolicitedLine, 'latin1'), true);
            this.#service.check();
            this.#changed();
          }, unsolicitedMs);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }

  #when(ready: () => boolean, ms: number, signal: AbortSignal | undefined): Promise<boolean> {
    if (ready()) return Promise.resolve(true);
    if (signal?.aborted === true) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (): void => {
        clearTimeout(timer);
        stopListening();
        signal?.removeEventListener('abort', settle);
        resolve(ready());
      };
      const timer = setTimeout(settle, ms);
      const stopListening = this.onChange(() => {
        if (ready()) settle();
      });
      signal?.addEventListener('abort', settle);
    });
  }
}
