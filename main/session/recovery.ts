import { Fault } from '#shared/faults.ts';
import type { Request } from './ports.ts';
import type { Line } from './line.ts';
import { resync } from './resync.ts';
import type { SessionTiming } from './session.ts';
import type { Status } from './status.ts';

/** Knows whether a link may be trusted, and brings it back into step. */
export class Recovery {
  readonly #timing: SessionTiming;
  readonly #status: Status;
  /** The last answer to `*IDN?`: it proves that a link is in step. */
  #identity: Uint8Array | null = null;
  /** A question for the identity went unanswered on this link: its late answer would look like the proof. */
  #owed = false;
  #ripe = false;
  #running = false;
  /** Nothing is missing; there may be an answer that nobody asked for. */
  #gentle = false;

  constructor(timing: SessionTiming, status: Status) {
    this.#timing = timing;
    this.#status = status;
  }

  get running(): boolean {
    return this.#running;
  }

  /** True when a dirty link may be brought back into step now: not in the very tick in which it became dirty. */
  get ripe(): boolean {
    return this.#ripe;
  }

  /** A new link owes nothing. */
  fresh(): void {
    this.#owed = false;
  }

  /**
   * Marks the link as dirty; `then` follows in the next turn, when whoever is being answered now has seen it. `gentle`: no
   * answer is missing, and what was sent may not have run yet.
   */
  distrust(then: () => void, gentle = false): void {
    this.#gentle = gentle && (this.#gentle || !this.#status.dirty);
    if (this.#status.dirty) return;
    this.#status.dirty = true;
    this.#ripe = false;
    setImmediate(() => {
      this.#ripe = true;
      then();
    });
  }

  /** Learns from what came of a question: its answer, or null when there was none. */
  learn(request: Request, reply: Uint8Array | null): void {
    if (reply !== null) {
      if (/^\s*\*idn\?\s*$/i.test(request.text)) this.#identity = reply;
    } else if (request.expectsReply && /\*idn\?/i.test(request.text)) this.#owed = true;
  }

  /** Brings the line back into step, or gives it up: `giveUp` is waited for. */
  async start(line: Line, giveUp: (why: Fault) => Promise<void>): Promise<void> {
    this.#running = true;
    this.#status.recovering = true;
    const failure = await this.#try(line);
    if (failure === null) this.#status.dirty = false;
    else if (!line.over) await giveUp(failure);
    this.#running = false;
    this.#status.recovering = false;
  }

  async #try(line: Line): Promise<Fault | null> {
    const { reply, quiet } = this.#timing;
    // On a stream nobody can say which of two identities it is; elsewhere a device clear throws the late one away.
    if (this.#identity === null || (this.#owed && line.transport.framing === 'stream'))
      return new Fault('LINK_DIRTY', 'An answer is missing, and the identity cannot prove that no other is.');
    try {
      await resync(line, {
        identity: this.#identity,
        deadlineMs: reply,
        quietMs: quiet,
        gentle: this.#gentle,
        owed: this.#owed,
      });
      this.#owed = false;
      return null;
    } catch (error) {
      return error instanceof Fault ? error : new Fault('LINK_DIRTY', 'The link broke.', { cause: error });
    }
  }
}
