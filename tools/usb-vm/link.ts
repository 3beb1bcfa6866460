import { transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';
import { check, equal } from './checks.ts';
import { address, type Gadget } from './gadget.ts';

export const identity = 'LabLink,GADGET,LABLINK1,1.0';

/** The console's transport, as a session uses it. */
export class Link {
  readonly transport: Transport;
  readonly #signal: AbortSignal;

  constructor(transport: Transport, signal: AbortSignal) {
    this.transport = transport;
    this.#signal = signal;
  }

  tell(text: string | Uint8Array, signal = this.#signal): Promise<void> {
    return this.transport.write(typeof text === 'string' ? Buffer.from(`${text}\n`) : text, signal);
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
    const cleared = await this.transport.clear(this.#signal).catch(() => false);
    if (cleared && this.transport.state === 'open') {
      equal(await this.ask('*IDN?'), identity, 'the answer after the clear');
      return this;
    }
    await this.transport.close();
    const link = await openLink(this.#signal);
    equal(await link.ask('*IDN?'), identity, 'the answer after reopening');
    return link;
  }
}

/** A fresh link to the gadget. */
export async function openLink(signal: AbortSignal, to = address): Promise<Link> {
  const transport = transportFor(to)();
  await transport.open(signal);
  return new Link(transport, signal);
}

/** Checks something on a fresh link; in the end the host has to have broken no rule of the class. */
export function checkLink(
  gadget: Gadget,
  title: string,
  work: (link: Link, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  return check(title, async (signal) => {
    const before = (await gadget.seen()).violations.length;
    const link = await openLink(signal);
    try {
      await work(link, signal);
    } catch (error) {
      for (const line of (await gadget.order('trace')).trace.slice(-40)) console.log(`    ${line}`);
      throw error;
    } finally {
      await link.transport.close();
      await gadget.order('heal');
    }
    equal((await gadget.seen()).violations.slice(before), [], 'what the host did wrong');
  });
}
