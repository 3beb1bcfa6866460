import { firstMessageId, nextMessageId, noMessageId } from './hislip-message.ts';

/**
 * What one session remembers of numbers and deliveries: which message came last, which answer is out and not yet taken. Of
 * synchronized mode it knows the RMT rules, of overlapped mode the server's own numbers.
 * source: IVI-6.1, 3.1.1 (synchronized), 3.2 (overlapped), 6.14 (MAV)
 */
export class Exchange {
  readonly isOverlapped: boolean;
  #received = noMessageId;
  #next = firstMessageId;
  #sent = noMessageId;
  /** The end of an answer was sent, and the client has not said that it took it (RMT-expected). */
  #expected = false;

  constructor(isOverlapped: boolean) {
    this.isOverlapped = isOverlapped;
  }

  /** Number of the last Data, DataEnd or Trigger that came. */
  get received(): number {
    return this.#received;
  }

  /**
   * A Data, DataEnd or Trigger came. False: the client has left the last answer lying, or says that it took one that it was
   * never sent. That is an interrupted error which the client is not told of. source: IVI-6.1, 3.1.1, server rule 2
   */
  message(id: number, delivered: boolean): boolean {
    this.#received = id;
    const agrees = this.isOverlapped || this.#expected === delivered;
    this.#expected = false;
    return agrees;
  }

  /** The number on a piece of an answer. `answers`: what stands on it in synchronized mode. */
  piece(answers: number, end: boolean): number {
    if (!this.isOverlapped) {
      this.#expected ||= end;
      return answers;
    }
    this.#sent = this.#next;
    this.#next = nextMessageId(this.#next);
    return this.#sent;
  }

  /** Whether a status query with this number and flag is told of an answer. `waiting`: one is not sent yet. */
  available(id: number, delivered: boolean, waiting: boolean): boolean {
    if (this.isOverlapped) return waiting || id !== this.#sent;
    if (delivered) this.#expected = false;
    return id === this.#received && (waiting || this.#expected);
  }
}
