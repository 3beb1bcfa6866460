import { Fault } from '#shared/faults.ts';
import { transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';
import { check, equal } from './checks.ts';
import { address, type Gadget } from './gadget.ts';

export const identity = 'LabLink,GADGET,LABLINK1,1.0';

/** The console's transport, as a session uses it. */
export class Link {
  readonly transport: Transport;
  readonly #signal: AbortSignal;
  #urgent = false;

  constructor(transport: Transport, signal: AbortSignal) {
    this.transport = transport;
    this.#signal = signal;
  }

  tell(text: string | Uint8Array, signal = this.#signal): Promise<void> {
    return this.transport.write(typeof text === 'string' ? Buffer.from(`${text}\n`) : text, signal);
  }

  emergency(text: string): void {
    this.#urgent = true;
    this.transport.writeNow(Buffer.from(`${text}\n`));
  }

  /** The whole message that comes next. */
  async hear(signal = this.#signal): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for (;;) {
      const { bytes, end } = await this.transport.read(signal);
      parts.push(bytes);
      if (end) break;
    }
    this.transport.done?.();
    return Buffer.concat(parts);
  }

  async ask(text: string, signal = this.#signal): Promise<string> {
    await this.tell(text, signal);
    return (await this.hear(signal)).toString('latin1').trimEnd();
  }

  /** What a session does after a missing answer: clear where that works, else a new link; then the identity has to be right. */
  async heal(): Promise<Link> {
    // Twice: the first time what an emergency wrote is let pass.
    for (const last of [false, true]) {
      const cleared = await this.transport.clear(this.#signal).catch(() => false);
      if (!cleared || this.transport.state !== 'open') break;
      // What another console left under way may break this one off: then it takes a new link, as a session does.
      const answer = await this.ask('*IDN?').catch(() => null);
      if (answer === identity) return this;
      if (answer === null) break;
      if (last || !this.#urgent) throw new Error(`after the clear it answers ${answer}`);
    }
    await this.transport.close();
    const link = await openLink(this.#signal);
    // A halt of the time before may break off the first answer here too; a session clears and asks again.
    const first = await link.ask('*IDN?').catch(() => link.#again());
    equal(first, identity, 'the answer after reopening');
    return link;
  }

  async #again(): Promise<string> {
    await this.transport.clear(this.#signal);
    return this.ask('*IDN?');
  }
}

/** A signal that a caller's deadline aborts. */
export function within(ms: number): AbortSignal {
  const deadline = new AbortController();
  setTimeout(() => deadline.abort(new Fault('INSTRUMENT_TIMEOUT', `No answer within ${ms} ms.`)), ms).unref();
  return deadline.signal;
}

const opened = new Set<Transport>();

/** A fresh link to the gadget. It is closed when the check is over. */
export async function openLink(signal: AbortSignal, to = address): Promise<Link> {
  const transport = transportFor(to)();
  await transport.open(signal);
  opened.add(transport);
  return new Link(transport, signal);
}

/**
 * Checks something with the gadget plugged in and without faults. In the end the host has to have broken no rule of the
 * class, unless it may (it is not ours). What went over the cable is shown where it fails.
 */
export function checkGadget(
  gadget: Gadget,
  title: string,
  work: (signal: AbortSignal) => Promise<void>,
  violations: 'none' | 'any' = 'none',
): Promise<void> {
  return check(title, async (signal) => {
    await gadget.plug();
    const before = (await gadget.seen()).violations.length;
    try {
      await work(signal);
    } catch (error) {
      for (const line of (await gadget.order('trace')).trace.slice(-40)) console.log(`    ${line}`);
      throw error;
    } finally {
      for (const transport of opened) await transport.close();
      opened.clear();
      await gadget.order('heal');
    }
    if (violations === 'none')
      equal((await gadget.seen()).violations.slice(before), [], 'what the host did wrong');
  });
}

/** Checks something on a fresh link. */
export const checkLink = (
  gadget: Gadget,
  title: string,
  work: (link: Link, signal: AbortSignal) => Promise<void>,
): Promise<void> => checkGadget(gadget, title, async (signal) => work(await openLink(signal), signal));
