import { performance } from 'node:perf_hooks';
import { Fault } from '#shared/faults.ts';
import { isFiller, type MessageAssembler } from '#main/scpi/messages.ts';
import { assemblerFor, type Line } from './line.ts';

export interface ResyncOptions {
  /** The reply to `*IDN?` as it was when the link was in order. */
  readonly identity: Uint8Array;
  /** For the whole of it, ms. */
  readonly deadlineMs: number;
  /**
   * No answer is missing: what was sent last may have one of its own, and may not have run yet. A device clear would throw
   * it away, although it was reported as sent; so the identity is asked for without one first.
   */
  readonly gentle: boolean;
  /** A question for the identity went unanswered: its late answer would look like the proof. */
  readonly owed: boolean;
  /** Silence of this length means that nothing more comes, ms. */
  readonly quietMs: number;
}

const question = Buffer.from('*IDN?\n', 'latin1');

/**
 * Makes question and answer meet again: device clear where the link has one, else drain until quiet; then ask for the
 * identity. On a stream everything is discarded until it comes, and nothing may follow it: an instrument answers in
 * order, so every older answer has come by then. Rejects with LINK_DIRTY when that fails within the deadline.
 */
export function resync(line: Line, options: ResyncOptions): Promise<void> {
  return line.transport.framing === 'stream' ? resyncStream(line, options) : resyncAsked(line, options);
}

/** One try to bring an asked link into step: whether a device clear goes before it, and its share of the time left. */
type Try = readonly [clears: boolean, share: number];
const gently: readonly Try[] = [
  [false, 0.4],
  [true, 0.5],
  [true, 1],
];
const firmly: readonly Try[] = [
  [true, 0.5],
  [true, 1],
];

/**
 * On a link that is asked for each answer: device clear empties it; then the first answer has to be the identity. One
 * that was interrupted (a switch-off went between) is asked once more. Nothing may be read past: an older answer in
 * front of it would leave another behind it. So a second question for the identity proves something only behind a device
 * clear, and when all of the first one was sent before that.
 */
async function resyncAsked(line: Line, options: ResyncOptions): Promise<void> {
  const { identity, deadlineMs, gentle, owed } = options;
  const until = performance.now() + deadlineMs;
  let why = 'It does not say who it is.';
  /** An identity may be on its way that was asked for before. */
  let another = owed;
  for (const [clears, share] of gentle && !owed ? gently : firmly) {
    const left = Math.max(1, Math.ceil((until - performance.now()) * share));
    const signal = AbortSignal.timeout(left);
    await within(line.rest(), signal);
    check(line);
    const cleared = clears && (await line.clear(signal));
    check(line);
    if (another && !cleared) break;
    another = true;
    const timer = setTimeout(() => line.giveUp(failed('It does not say who it is.')), left);
    const { lastOff } = line;
    let sent = false;
    try {
      const answer = await line.ask(question, () => {
        sent = true;
      });
      if (Buffer.compare(answer, identity) === 0) {
        line.ran(lastOff);
        return;
      }
      why = 'Another answer came than its identity.';
    } catch (error) {
      check(line);
      if (error instanceof Fault && error.code !== 'LINK_DIRTY') why = error.message;
    } finally {
      clearTimeout(timer);
    }
    if (!sent) throw failed('It does not take a question.');
  }
  throw failed(why);
}

/** Rejects when it takes too long: whoever reads does not let go. */
function within(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(failed('The answer that was given up is still being read.'));
    signal.addEventListener('abort', late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}

async function resyncStream(
  line: Line,
  { identity, deadlineMs, quietMs, gentle }: ResyncOptions,
): Promise<void> {
  const until = performance.now() + deadlineMs;
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(deadlineMs)));
  const ear = new Ear(identity, line);
  line.listen((bytes) => ear.hear(bytes));
  try {
    if (!gentle) await line.clear(signal);
    for (;;) {
      await ear.silence(quietMs, until, line);
      const { lastOff } = line;
      await Promise.all([ear.identity(until, line), line.send(question)]);
      if (!(await ear.nothingFor(quietMs, line))) continue;
      line.ran(lastOff);
      return;
    }
  } finally {
    line.listen(null);
    ear.stop();
  }
}

/** Listens to a line that is out of step. */
class Ear {
  readonly #identity: Uint8Array;
  readonly #assembler: MessageAssembler;
  #heard = 0;
  #onIdentity: (() => void) | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(identity: Uint8Array, line: Line) {
    this.#assembler = assemblerFor(line.transport, 1 << 16);
    this.#identity = identity;
  }

  hear(bytes: Uint8Array): void {
    if (!bytes.every(isFiller)) this.#heard++;
    if (this.#onIdentity === null) return;
    try {
      this.#assembler.push(bytes);
    } catch {
      // Longer than any identity: the assembler is empty again and goes on listening.
      return;
    }
    for (let message = this.#assembler.next(); message !== null; message = this.#assembler.next())
      if (Buffer.compare(message, this.#identity) === 0) {
        // Anything behind it in the same bytes counts as heard after it.
        this.#heard = this.#assembler.ready + this.#assembler.pending;
        const found = this.#onIdentity;
        this.#onIdentity = null;
        found();
        return;
      }
  }

  /** Resolves when nothing was heard for `quietMs`. */
  async silence(quietMs: number, until: number, line: Line): Promise<void> {
    for (;;) {
      const before = this.#heard;
      await this.#sleep(Math.min(quietMs, Math.max(0, until - performance.now())));
      check(line);
      if (before === this.#heard) return;
      if (performance.now() >= until) throw failed('It does not stop sending.');
    }
  }

  /** True when nothing follows for `quietMs`. */
  async nothingFor(quietMs: number, line: Line): Promise<boolean> {
    if (this.#heard > 0) return false;
    await this.#sleep(quietMs);
    check(line);
    return this.#heard === 0;
  }

  /** Resolves when the identity comes. */
  identity(until: number, line: Line): Promise<void> {
    this.#assembler.reset();
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        line.life.removeEventListener('abort', onOver);
        this.stop();
        settle();
      };
      const onOver = (): void => end(() => reject(failed('The link ended.')));
      line.life.addEventListener('abort', onOver);
      this.#timer = setTimeout(
        () => end(() => reject(failed('It does not say who it is.'))),
        Math.max(0, until - performance.now()),
      );
      this.#onIdentity = () => end(resolve);
    });
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#onIdentity = null;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
    });
  }
}

function check(line: Line): void {
  if (line.over) throw failed('The link ended.');
}

const failed = (why: string): Fault =>
  new Fault('LINK_DIRTY', `The instrument could not be brought back into step: ${why}`);
