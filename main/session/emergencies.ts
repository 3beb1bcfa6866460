import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import type { Operator, Request } from './ports.ts';
import type { EmergencyWrite } from './session.ts';
import type { Transport } from '#main/transports/transport.ts';

interface Waiting {
  readonly bytes: Uint8Array;
  readonly started: number;
  readonly timer: NodeJS.Timeout;
  readonly resolve: (write: EmergencyWrite) => void;
  readonly reject: (fault: Fault) => void;
}

/** Emergency messages that the link did not take: they are the first bytes on the next one, or are reported unknown. */
export class Emergencies {
  readonly #waiting = new Set<Waiting>();
  #count = 0;

  /** True while some wait for a link: then there is no time to back off. */
  get urgent(): boolean {
    return this.#waiting.size > 0;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** Writes to a link in this very tick. Null when there is none, or it cannot take bytes. */
  writeNow(transport: Transport | null, bytes: Uint8Array): EmergencyWrite | null {
    const started = performance.now();
    this.#count++;
    if (transport === null) return null;
    try {
      transport.writeNow(bytes);
    } catch {
      // Whatever the reason, the answer is the same: this link is given up and made again.
      return null;
    }
    return { wireMs: performance.now() - started, reconnected: false };
  }

  /** Waits for the next link, `deadlineMs` at the most. */
  wait(bytes: Uint8Array, deadlineMs: number): Promise<EmergencyWrite> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        bytes,
        started: performance.now(),
        resolve,
        reject,
        timer: setTimeout(() => {
          this.#waiting.delete(waiting);
          reject(unknownOutput(`The off command could not be written within ${deadlineMs} ms.`));
        }, deadlineMs),
      };
      this.#waiting.add(waiting);
    });
  }

  /** A new link: what waits is written before anything else. False when it could not be. */
  flush(transport: Transport): boolean {
    for (const waiting of this.#waiting) {
      try {
        transport.writeNow(waiting.bytes);
      } catch {
        // It goes on waiting for a link that takes bytes, until its deadline.
        return false;
      }
      this.#waiting.delete(waiting);
      clearTimeout(waiting.timer);
      waiting.resolve({ wireMs: performance.now() - waiting.started, reconnected: true });
    }
    return true;
  }

  /** No link will come any more. */
  close(): void {
    for (const waiting of this.#waiting) {
      clearTimeout(waiting.timer);
      waiting.reject(unknownOutput('The link was closed before the off command could be written.'));
    }
    this.#waiting.clear();
  }
}

/** Nobody knows whether the outputs are off. */
export const unknownOutput = (message: string): Fault => new Fault('SAFETY_OUTPUT_UNKNOWN', message);

/** Emergency messages as one piece of bytes: never refused, never checked. */
export const emergencyBytes = (messages: readonly string[]): Uint8Array =>
  Buffer.from(messages.map((message) => `${message}\n`).join(''), 'latin1');

/** Emergency messages as the history knows them. */
export function emergencyRequest(messages: readonly string[], operator: Operator): Request {
  return {
    text: messages.join(';'),
    bytes: emergencyBytes(messages),
    lane: 'emergency',
    operator,
    effects: [{ kind: 'output', channel: 'all', on: false }],
    expectsReply: false,
  };
}
