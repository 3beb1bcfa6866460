import {
  type ChannelInfo,
  type Point,
  type Quantity,
  quantityUnits,
  type Unit,
} from '#shared/contract/channels.ts';
import { Fault } from '#shared/faults.ts';
import { parseError } from '#main/scpi/errors.ts';
import { unexpected } from '#main/scpi/numbers.ts';
import type { Reading } from '#main/session/ports.ts';
import type { ChannelTable, Family, Limits } from './define.ts';
import type { ChannelPoll, Controls, Conversation, Drive } from './driver.ts';
import { effectsBy } from './effects.ts';
import { fill, type Point as WirePoint } from './point.ts';
import { effectRules, understoodBy } from './rules.ts';

/** A family at work on one model. RANGE_UNKNOWN when the family does not know the model. */
export function drive(family: Family, model: string): Drive {
  const tables: readonly ChannelTable<string>[] | undefined = Object.hasOwn(family.models, model)
    ? family.models[model]
    : undefined;
  if (tables === undefined)
    throw new Fault('RANGE_UNKNOWN', `${family.family} knows no limits of ${JSON.stringify(model)}.`);
  return {
    family: family.family,
    version: `${family.family} ${family.version}`,
    kind: family.kind,
    verified: family.verified,
    effects: effectsBy(effectRules(family, tables.length)),
    commands: understoodBy(family),
    controls: new FamilyControls(family, model, tables),
  };
}

/** What of a point is needed to ask for it. */
type Readable<V> = Pick<WirePoint<V, Unit | null, string>, 'header' | 'get' | 'parse'>;
type Setting = WirePoint<number, Unit, string>;

class FamilyControls implements Controls {
  readonly channels: readonly ChannelInfo[];
  readonly allOff: readonly string[];
  readonly toLocal: readonly string[];
  readonly #family: Family;
  readonly #model: string;
  readonly #tables: readonly ChannelTable<string>[];

  constructor(family: Family, model: string, tables: readonly ChannelTable<string>[]) {
    this.#family = family;
    this.#model = model;
    this.#tables = tables;
    this.allOff = family.allOff;
    this.toLocal = family.toLocal;
    this.channels = tables.map((table, index) => this.#info(table, index + 1));
  }

  #info(table: ChannelTable<string>, channel: number): ChannelInfo {
    const { settings, selector, readings, switches, envelope } = this.#family;
    const measures = (selector?.words ?? []).flatMap(({ measures: quantity }) => quantity ?? []);
    const read = new Set([...(Object.keys(readings) as Quantity[]), ...measures]);
    return {
      channel,
      label: table.label,
      switches,
      settings: (Object.keys(settings) as Point[]).map((point) => {
        const [min, max, resolution] = this.#limits(point, channel);
        return { point, min, max, resolution };
      }),
      functions: selector?.words.map(({ word, label, rules }) => ({ word, label, point: rules })) ?? null,
      readings: [...read].map((quantity) => ({
        quantity,
        resolution: resolutionOf(table, quantity, this.#model),
      })),
      envelope,
    };
  }

  #setting(point: Point): Setting {
    const found: Setting | undefined = this.#family.settings[point];
    if (found === undefined)
      throw new Fault('POINT_UNKNOWN', `${this.#model} has no ${point} to set.`, { details: { point } });
    return found;
  }

  /** The limits of a point; RANGE_UNKNOWN when the table has none, so that nothing is sent. */
  #limits(point: Point, channel: number): Limits {
    const name = this.#setting(point).range;
    const limits = this.#tables[channel - 1]?.limits;
    const found =
      name !== null && limits !== undefined && Object.hasOwn(limits, name) ? limits[name] : undefined;
    if (found === undefined || !found.every(Number.isFinite))
      throw new Fault('RANGE_UNKNOWN', `No ${point} limit is known for ${this.#model}, channel ${channel}.`, {
        details: { model: this.#model, channel, point },
      });
    return found;
  }

  #exists(channel: number): void {
    if (this.#tables[channel - 1] === undefined)
      throw new Fault('POINT_UNKNOWN', `${this.#model} has no channel ${channel}.`, { details: { channel } });
  }

  async set(talk: Conversation, channel: number, point: Point, value: number): Promise<number> {
    const { unit, set, format } = this.#setting(point);
    if (!Number.isFinite(value)) throw new Fault('VALUE_NOT_FINITE', `The ${point} must be a number.`);
    this.#exists(channel);
    const [min, max] = this.#limits(point, channel);
    if (!(value >= min && value <= max))
      throw new Fault('RANGE_EXCEEDED', `${value} ${unit} is outside ${min} ${unit} to ${max} ${unit}.`, {
        details: { channel, point, value, min, max },
      });
    await talk.tell(fill(declared(set, point), channel, format(value)));
    return await this.readBack(talk, channel, point);
  }

  async readBack(talk: Conversation, channel: number, point: Point): Promise<number> {
    this.#exists(channel);
    return await read(talk, this.#setting(point), point, channel);
  }

  async choose(talk: Conversation, channel: number, word: string): Promise<string> {
    this.#exists(channel);
    const { selector } = this.#family;
    if (selector === null) throw new Fault('POINT_UNKNOWN', `${this.#model} has no function to choose.`);
    if (!selector.words.some((each) => each.word === word)) {
      const known = selector.words.map((each) => each.word).join(', ');
      throw new Fault('WORD_UNKNOWN', `${JSON.stringify(word.slice(0, 40))} is none of ${known}.`);
    }
    const { set, format } = selector.point;
    await talk.tell(fill(declared(set, 'the function'), channel, format(word)));
    return await read(talk, selector.point, 'the function', channel);
  }

  async output(talk: Conversation, channel: number, on: boolean): Promise<void> {
    this.#exists(channel);
    const { set, format } = this.#output();
    await talk.tell(fill(declared(set, 'output'), channel, format(on)));
  }

  async readOutput(talk: Conversation, channel: number): Promise<boolean> {
    this.#exists(channel);
    return await read(talk, this.#output(), 'output', channel);
  }

  #output(): WirePoint<boolean, null> {
    const { output } = this.#family;
    if (output === null) throw new Fault('POINT_UNKNOWN', `${this.#model} has nothing to switch.`);
    return output;
  }

  async poll(talk: Conversation, channel: number): Promise<ChannelPoll> {
    this.#exists(channel);
    const { output, mode, selector, settings, readings, measured } = this.#family;
    const questions = new Questions(channel, this.#family.compound);
    const on = output && questions.add(output);
    const regulation = mode && questions.add(mode);
    const word = selector && questions.add(selector.point);
    const set = Object.entries(settings).map(
      ([point, wire]) => [point, questions.add(wire as Setting)] as const,
    );
    const taken = Object.entries(readings).map(
      ([quantity, wire]) => [quantity as Quantity, questions.add(wire as Readable<number>)] as const,
    );
    const taking = measured && questions.add(measured);
    await questions.ask(talk);

    const at = Date.now();
    const values: [Quantity, number][] = taken.map(([quantity, answer]) => [quantity, answer()]);
    const now = word === null ? null : word();
    const measures = selector?.words.find((each) => each.word === now)?.measures ?? null;
    if (taking !== null && measures !== null) values.push([measures, taking()]);
    const regulates = regulation === null ? 'OFF' : regulation();
    return {
      on: on === null ? null : on(),
      mode: regulates === 'OFF' ? null : regulates,
      word: now,
      settings: Object.fromEntries(set.map(([point, answer]) => [point, answer()])),
      // What the instrument itself calls no number, or overrange, is no reading.
      readings: values.flatMap(([quantity, value]): Reading[] =>
        Number.isFinite(value) ? [{ channel, quantity, unit: quantityUnits[quantity], value, at }] : [],
      ),
      overload: values.flatMap(([quantity, value]) => (Math.abs(value) === Infinity ? [quantity] : [])),
    };
  }

  async nextError(talk: Conversation): Promise<{ code: number; text: string } | null> {
    return await talk.ask(':SYST:ERR?', parseError);
  }
}

/** The questions of one poll: in one message where the instrument allows it; otherwise one after the other. */
class Questions {
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

function resolutionOf(table: ChannelTable<string>, quantity: Quantity, model: string): number {
  const found = table.resolutions[quantity];
  if (found === undefined)
    throw new Fault('RANGE_UNKNOWN', `No resolution of ${quantity} is known for ${model}.`);
  return found;
}

async function read<V>(talk: Conversation, point: Readable<V>, name: string, channel: number): Promise<V> {
  return await talk.ask(fill(declared(point.get, name), channel), point.parse);
}

function declared(template: string | null, name: string): string {
  if (template === null) throw new Fault('POINT_UNKNOWN', `This family cannot do that with ${name}.`);
  return template;
}
