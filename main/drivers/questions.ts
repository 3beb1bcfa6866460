import type { Unit } from '#shared/contract/channels.ts';
import { Fault } from '#shared/faults.ts';
import { unexpected } from '#main/scpi/numbers.ts';
import type { Conversation } from './driver.ts';
import { fill, type Point } from './point.ts';

/** What of a point is needed to ask for it. */
export type Readable<V> = Pick<Point<V, Unit | null, string>, 'header' | 'get' | 'parse'>;

/** The questions of one poll: in one message where the instrument allows it; otherwise one after the other. */
export class Questions {
  readonly #channel: number;
  readonly #compound: boolean;
  readonly #asked: { readonly text: string; readonly take: (reply: string) => void }[] = [];

  constructor(channel: number, compound: boolean) {
    this.#channel = channel;
    this.#compound = compound;
  }

  /** Adds a question; what it answers with is there after `ask`. */
  add<V>(point: Readable<V>): () => V {
    let answer: { readonly value: V } | null = null;
    this.#asked.push({
      text: fill(declared(point.get, point.header), this.#channel),
      take: (reply) => (answer = { value: point.parse(reply) }),
    });
    return () => {
      if (answer === null) throw new Fault('INTERNAL', `${point.header} was not asked for.`);
      return answer.value;
    };
  }

  async ask(talk: Conversation): Promise<void> {
    if (this.#asked.length === 0) return;
    if (!this.#compound) {
      for (const { text, take } of this.#asked) await talk.ask(text, take);
      return;
    }
    await talk.ask(this.#asked.map(({ text }) => text).join(';'), (reply) => {
      const parts = reply.split(';');
      if (parts.length !== this.#asked.length) throw unexpected(`${this.#asked.length} answers`, reply);
      for (const [index, { take }] of this.#asked.entries()) take(parts[index] ?? '');
    });
  }
}

/** Asks for one point. */
export async function read<V>(
  talk: Conversation,
  point: Readable<V>,
  name: string,
  channel: number,
): Promise<V> {
  return await talk.ask(fill(declared(point.get, name), channel), point.parse);
}

/** A template that a table has to have. Throws POINT_UNKNOWN. */
export function declared(template: string | null, name: string): string {
  if (template === null) throw new Fault('POINT_UNKNOWN', `This family cannot do that with ${name}.`);
  return template;
}
