import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Transport } from '#main/transports/transport.ts';
import { readTranscript, type Transcript } from './file.ts';
import { Script } from './script.ts';

type Got = Awaited<ReturnType<Transport['read']>>;

/** A part of an answer that is on its way. */
interface Coming {
  readonly got: Got;
  /** When it arrives, by `performance.now()`. */
  readonly due: number;
}

/**
 * A recorded session as an instrument: what was sent then and is sent again is answered by the same bytes, in the same
 * parts, after the same time. See `Script` for which answer is taken.
 */
export class ReplayTransport implements Transport {
  state: Transport['state'] = 'closed';
  #framing: Transport['framing'] = 'stream';
  #script: Script | null = null;
  #coming: Coming[] = [];
  #wake: () => void = () => undefined;
  readonly #folder: string;
  readonly #name: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  /** As it was recorded; known once the link is open. */
  get framing(): Transport['framing'] {
    return this.#framing;
  }

  async open(signal: AbortSignal): Promise<void> {
    this.state = 'opening';
    let transcript: Transcript;
    try {
      transcript = await readTranscript(this.#folder, this.#name, signal);
    } catch (error) {
      this.state = 'closed';
      throw signal.aborted ? abortFault(signal) : error;
    }
    this.#framing = transcript.heading.framing;
    this.#script = new Script(transcript.entries);
    this.state = 'open';
  }

  /** Rejects with LINK_LACKS for what was not sent in this transcript: nobody knows what would have come of it. */
  write(bytes: Uint8Array): Promise<void> {
    try {
      this.#take(bytes, true);
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error);
    }
  }

  writeNow(bytes: Uint8Array): void {
    this.#take(bytes, false);
  }

  #take(bytes: Uint8Array, mustKnow: boolean): void {
    const script = this.#open();
    const answer = script.answer(bytes);
    if (answer === null) {
      if (mustKnow) throw this.#unknown(Buffer.from(bytes).toString('latin1').trim());
      return;
    }
    const now = performance.now();
    for (const { got, afterMs } of answer) this.#coming.push({ got, due: now + afterMs });
    this.#wake();
  }

  #unknown(text: string): Fault {
    const what = JSON.stringify(text.slice(0, 60));
    return new Fault(
      'LINK_LACKS',
      text.includes('?')
        ? `The transcript ${this.#name} has no answer to ${what}.`
        : `The transcript ${this.#name} does not have ${what}. Nothing was changed.`,
      { remedy: 'It answers what was sent while it was recorded, and nothing else.' },
    );
  }

  async read(signal: AbortSignal): Promise<Got> {
    for (;;) {
      this.#open();
      if (signal.aborted) throw abortFault(signal);
      const next = this.#coming[0];
      const wait = next === undefined ? Infinity : next.due - performance.now();
      if (next !== undefined && wait <= 0) {
        this.#coming.shift();
        return next.got;
      }
      await this.#rest(wait, signal);
    }
  }

  /** Until something new comes, the time is over, or the signal is aborted. */
  async #rest(ms: number, signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const options = { signal: AbortSignal.any([signal, ended.signal]) };
    // Longer than a timer can run is as long as it takes.
    const passed = sleep(Math.min(ms, 0x7fff_ffff), undefined, options).catch(() => undefined);
    await Promise.race([woken, passed]);
    ended.abort();
  }

  #open(): Script {
    if (this.#script === null || this.state !== 'open')
      throw new Fault('INSTRUMENT_CLOSED', 'The transcript is closed.');
    return this.#script;
  }

  clear(): Promise<boolean> {
    this.#coming = [];
    return Promise.resolve(this.#framing !== 'stream');
  }

  statusByte(): Promise<number | null> {
    return Promise.resolve(this.#script?.statusByte() ?? null);
  }

  trigger(): Promise<boolean> {
    return Promise.resolve(this.#script?.did('trigger') ?? false);
  }

  remote(lockout: boolean): Promise<boolean> {
    return Promise.resolve(this.#script?.did(lockout ? 'lockout' : 'remote') ?? false);
  }

  local(): Promise<boolean> {
    return Promise.resolve(this.#script?.did('local') ?? false);
  }

  abort(): Promise<void> {
    return this.close();
  }

  close(): Promise<void> {
    this.state = 'closed';
    this.#coming = [];
    this.#wake();
    return Promise.resolve();
  }

  /** A transcript does not end by itself. */
  onClosed(): () => void {
    return () => undefined;
  }
}
