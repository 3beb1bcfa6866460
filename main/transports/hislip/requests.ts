import { Fault } from '#shared/faults.ts';
import { abortFault } from '#main/transports/inbox.ts';
import type { Header } from './header.ts';
import { types } from './messages.ts';

/** Questions that may be without an answer on one channel at a time. */
const limit = 64;

/** The answer to a request. */
export interface Answer {
  readonly control: number;
  readonly parameter: number;
  readonly payload: Uint8Array;
}

interface Waiting {
  readonly expects: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (fault: Fault) => void;
}

/**
 * Requests of one channel that wait for their answer. Answers of one type come in the order of their requests; a request
 * that was given up keeps its place, so that its answer, when it comes, is not taken for the next one's.
 */
export class Requests {
  #waiting: Waiting[] = [];
  #over: Fault | null = null;

  /**
   * Sends (by `send`) and waits for the answer. Rejects with the signal's fault, with what the instrument refused, or
   * with the end of the link. `late` is given the answer to a request that was given up.
   */
  ask(
    expects: number,
    send: () => Promise<void>,
    signal: AbortSignal,
    late: (answer: Answer) => void = nobody,
  ): Promise<Answer> {
    if (this.#over !== null) return Promise.reject(this.#over);
    if (signal.aborted) return Promise.reject(abortFault(signal));
    if (this.#waiting.length >= limit)
      return Promise.reject(
        new Fault('INSTRUMENT_TIMEOUT', `${limit} requests on this link have had no answer.`),
      );
    return new Promise((resolve, reject) => {
      let given = false;
      const onAbort = (): void => {
        given = true;
        reject(abortFault(signal));
      };
      const done = (): void => signal.removeEventListener('abort', onAbort);
      const waiting: Waiting = {
        expects,
        resolve: (answer) => {
          done();
          if (given) late(answer);
          else resolve(answer);
        },
        reject: (fault) => {
          done();
          reject(fault);
        },
      };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', onAbort, { once: true });
      send().catch((error: unknown) => {
        this.#remove(waiting);
        signal.removeEventListener('abort', onAbort);
        reject(error);
      });
    });
  }

  /** Whether an answer of this type is still to come, wanted or not. */
  pending(expects: number): boolean {
    return this.#waiting.some((each) => each.expects === expects);
  }

  /** Takes an answer; false when nobody waits for one of this type. */
  settle(header: Header, payload: Uint8Array): boolean {
    const first = this.#waiting.find(({ expects }) => expects === header.type);
    if (first === undefined) return false;
    this.#remove(first);
    first.resolve({ control: header.control, parameter: header.parameter, payload });
    return true;
  }

  /**
   * An Error says not what it is about: it is the oldest request's, but not that of one which waits for a lock while
   * there is another. False when nothing waits.
   */
  refuse(fault: Fault): boolean {
    const first =
      this.#waiting.find(({ expects }) => expects !== types.AsyncLockResponse) ?? this.#waiting[0];
    if (first === undefined) return false;
    this.#remove(first);
    first.reject(fault);
    return true;
  }

  /** No answer will come any more. */
  end(why: Fault): void {
    this.#over ??= why;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const each of waiting) each.reject(why);
  }

  #remove(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
  }
}

const nobody = (): void => undefined;
