import { floodChunk } from '#main/simulator/spoiled-answer.ts';

/** Some bytes of a response, and why they are not more. None of the three: the rest is not there yet. */
export interface Reply {
  readonly bytes: Buffer;
  /** As many as were wanted. */
  readonly requested: boolean;
  /** The last one is the character that was to end it. */
  readonly terminator: boolean;
  /** The last one is the last of the response. */
  readonly end: boolean;
}

/** A response on its way out; a flood is counted, and made when it is read. */
type Waiting = { bytes: Buffer; readonly ended: boolean } | { flood: number };

/** What an instrument has to say and nobody has read yet. */
export class OutputQueue {
  #waiting: Waiting[] = [];

  /** Something can be read: MAV. source: IEEE 488.2, 6.1.10 and 11.2.1.2 */
  get isAvailable(): boolean {
    return this.#waiting.length > 0;
  }

  /** `ended`: END comes with the last byte. Empty bytes without an end are nothing. */
  add(bytes: Buffer, ended: boolean): void {
    if (bytes.length > 0 || ended) this.#waiting.push({ bytes, ended });
  }

  /** So many digits, without an end. */
  addFlood(bytes: number): void {
    this.#waiting.push({ flood: bytes });
  }

  clear(): void {
    this.#waiting = [];
  }

  /**
   * The next bytes of one response, at most `max` (1 or more), and none behind the first `terminator`; null when there are
   * none.
   */
  read(max: number, terminator: number | null): Reply | null {
    const [first] = this.#waiting;
    if (first === undefined) return null;
    const isFlood = 'flood' in first;
    const there = isFlood ? floodChunk.subarray(0, first.flood) : first.bytes;
    let count = Math.min(max, there.length);
    const at = terminator === null ? -1 : there.subarray(0, count).indexOf(terminator);
    if (at !== -1) count = at + 1;
    const bytes = there.subarray(0, count);
    const left = (isFlood ? first.flood : there.length) - count;
    if (left === 0) this.#waiting.shift();
    else if (isFlood) first.flood = left;
    else first.bytes = there.subarray(count);
    return {
      bytes,
      requested: count === max,
      terminator: at !== -1,
      end: left === 0 && !isFlood && first.ended,
    };
  }
}
