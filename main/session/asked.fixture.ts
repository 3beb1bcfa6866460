import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { identity } from './session.fixture.ts';

/** An instrument behind a link that is asked for each answer. It answers in order, and says whatever a test says. */
export class AskedInstrument {
  readonly lines: string[] = [];
  links = 0;
  clears = 0;
  dones = 0;
  /** Reads that are waiting now. */
  waiting = 0;
  /** What a device clear does: empties the queue of answers; false where the link has none. */
  clearable = true;
  handle: (line: string) => string | null | Promise<string | null> = (line) =>
    line.endsWith('?') ? `re ${line}` : null;
  identify: () => string | Promise<string> = () => identity;
  #answers: Promise<string>[] = [];
  #wake: (() => void) | null = null;

  /** A new link: no answer of the one before is given to it. */
  connect(): void {
    this.links++;
    this.#answers = [];
  }

  take(line: string): void {
    this.lines.push(line);
    const answer = line === '*IDN?' ? this.identify() : this.handle(line);
    if (answer === null) return;
    this.#answers.push(Promise.resolve(answer).then((text) => text ?? ''));
    this.#wake?.();
  }

  clear(): boolean {
    this.clears++;
    if (this.clearable) this.#answers = [];
    return this.clearable;
  }

  async answer(signal: AbortSignal): Promise<string> {
    this.waiting++;
    try {
      const aborted = new Promise<never>((_, reject) => {
        const fail = (): void => reject(abortFault(signal));
        if (signal.aborted) fail();
        signal.addEventListener('abort', fail, { once: true });
      });
      for (;;) {
        const first = this.#answers[0];
        if (first === undefined) {
          const more = new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          await Promise.race([more, aborted]);
          continue;
        }
        const text = await Promise.race([first, aborted]);
        if (this.#answers[0] === first) this.#answers = this.#answers.slice(1);
        return text;
      }
    } finally {
      this.waiting--;
    }
  }
}

/** A link to it. `message` links cut every answer into two parts, the second with END. */
export class AskedTransport implements Transport {
  readonly framing: 'polled' | 'message';
  state: Transport['state'] = 'closed';
  readonly #instrument: AskedInstrument;
  readonly #listeners = new Set<(why: string) => void>();
  #service: ((statusByte: number | null) => void) | null = null;
  #rest: Uint8Array | null = null;

  constructor(instrument: AskedInstrument, framing: 'polled' | 'message') {
    this.#instrument = instrument;
    this.framing = framing;
  }

  open(): Promise<void> {
    this.#instrument.connect();
    this.state = 'open';
    return Promise.resolve();
  }
  write(bytes: Uint8Array): Promise<void> {
    this.writeNow(bytes);
    return Promise.resolve();
  }
  writeNow(bytes: Uint8Array): void {
    if (this.state !== 'open') throw new Fault('INSTRUMENT_CLOSED', 'closed');
    for (const line of Buffer.from(bytes).toString('latin1').trimEnd().split('\n'))
      this.#instrument.take(line);
  }
  async read(signal: AbortSignal): Promise<{ readonly bytes: Uint8Array; readonly end: boolean }> {
    if (this.#rest === null) {
      const all = Buffer.from(`${await this.#instrument.answer(signal)}\n`, 'latin1');
      if (this.framing === 'polled') return { bytes: all, end: false };
      this.#rest = all.subarray(3);
      return { bytes: all.subarray(0, 3), end: false };
    }
    const bytes = this.#rest;
    this.#rest = null;
    return { bytes, end: true };
  }
  done(): void {
    this.#instrument.dones++;
  }
  clear(): Promise<boolean> {
    this.#rest = null;
    return Promise.resolve(this.#instrument.clear());
  }
  statusByte(): Promise<number | null> {
    return Promise.resolve(64);
  }
  trigger(): Promise<boolean> {
    this.#instrument.lines.push('GET');
    return Promise.resolve(true);
  }
  remote(): Promise<boolean> {
    return Promise.resolve(false);
  }
  local(): Promise<boolean> {
    this.#instrument.lines.push('GTL');
    return Promise.resolve(true);
  }
  abort(): Promise<void> {
    return this.close();
  }
  close(): Promise<void> {
    this.state = 'closed';
    return Promise.resolve();
  }
  onServiceRequest(listener: (statusByte: number | null) => void): () => void {
    this.#service = listener;
    return () => {
      this.#service = null;
    };
  }
  /** The instrument asks for service. */
  serve(statusByte: number): void {
    this.#service?.(statusByte);
  }
  onClosed(listener: (why: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
