import { Fault } from '#shared/faults.ts';
import { parseError } from '#main/scpi/errors.ts';
import { unexpected } from '#main/scpi/numbers.ts';
import type { Reading } from '#main/session/ports.ts';
import type { ChannelTable, Limits, SupplyFamily, SupplyPoints } from './define.ts';
import type { Conversation, Drive, SupplyDrive, SupplyPoint, SupplyPoll } from './driver.ts';
import { type EffectRule, effectsBy } from './effects.ts';
import { fill, type Point, type Unit } from './point.ts';

/** A family at work on one model. RANGE_UNKNOWN when the family does not know the model. */
export function driveSupply<P extends SupplyPoints>(family: SupplyFamily<P>, model: string): Drive {
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
    effects: effectsBy(supplyRules(family, tables.length)),
    supply: new Supply(family, model, tables),
  };
}

/** The table of meanings that follows from a family's points. */
function supplyRules(family: SupplyFamily, channels: number): readonly EffectRule[] {
  const { voltage, current, output } = family.points;
  const asks = Object.values({ ...family.points }).map((point: { readonly header: string }) => point.header);
  return [
    { header: voltage.header, does: 'set', quantity: 'voltage', unit: 'V', channels },
    { header: current.header, does: 'set', quantity: 'current', unit: 'A', channels },
    { header: output.header, does: 'switch', channels },
    ...(family.allOutputs === null
      ? []
      : [{ header: family.allOutputs, does: 'switch', channels: 'all' } as const]),
    ...family.harmless.map((header) => ({ header, does: 'harmless' }) as const),
    ...[...asks, ...family.queries].map((header) => ({ header, does: 'ask' }) as const),
  ];
}

/** What of a point is needed to ask for it. */
type Readable<V> = Pick<Point<V, Unit | null, string>, 'header' | 'get' | 'parse'>;
type Values<P extends readonly Readable<unknown>[]> = {
  -readonly [K in keyof P]: P[K] extends Readable<infer V> ? V : never;
};

class Supply implements SupplyDrive {
  readonly channels: SupplyDrive['channels'];
  readonly allOff: readonly string[];
  readonly #family: SupplyFamily;
  readonly #model: string;
  readonly #tables: readonly ChannelTable<string>[];

  constructor(family: SupplyFamily, model: string, tables: readonly ChannelTable<string>[]) {
    this.#family = family;
    this.#model = model;
    this.#tables = tables;
    this.allOff = family.allOff;
    this.channels = tables.map((table, index) => ({
      channel: index + 1,
      label: table.label,
      voltage: range(this.#limits('voltage', index + 1)),
      current: range(this.#limits('current', index + 1)),
    }));
  }

  /** The limits of a point; RANGE_UNKNOWN when the table has none, so that nothing is sent. */
  #limits(point: SupplyPoint, channel: number): Limits {
    const name = this.#family.points[point].range;
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

  async set(talk: Conversation, channel: number, point: SupplyPoint, value: number): Promise<number> {
    const { unit, set, format } = this.#family.points[point];
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

  async readBack(talk: Conversation, channel: number, point: SupplyPoint): Promise<number> {
    this.#exists(channel);
    return await read(talk, this.#family.points[point], point, channel);
  }

  async output(talk: Conversation, channel: number, on: boolean): Promise<void> {
    this.#exists(channel);
    const { set, format } = this.#family.points.output;
    await talk.tell(fill(declared(set, 'output'), channel, format(on)));
  }

  async readOutput(talk: Conversation, channel: number): Promise<boolean> {
    this.#exists(channel);
    return await read(talk, this.#family.points.output, 'output', channel);
  }

  async poll(talk: Conversation, channel: number): Promise<SupplyPoll> {
    this.#exists(channel);
    const { output, mode, voltage, current, measuredVoltage, measuredCurrent, measuredPower } =
      this.#family.points;
    const points = [output, mode, voltage, current, measuredVoltage, measuredCurrent, measuredPower] as const;
    const values = await this.#askAll(talk, channel, points);
    const [on, regulation, setVoltage, setCurrent, volts, amps, watts] = values;
    const at = Date.now();
    const readings: Reading[] = [
      { channel, quantity: 'voltage', unit: 'V', value: volts, at },
      { channel, quantity: 'current', unit: 'A', value: amps, at },
      { channel, quantity: 'power', unit: 'W', value: watts, at },
    ];
    return {
      on,
      mode: regulation === 'OFF' ? null : regulation,
      setVoltage,
      setCurrent,
      // What the instrument itself calls no number, or overrange, is no reading.
      readings: readings.filter(({ value }) => Number.isFinite(value)),
    };
  }

  /** In one message where the instrument allows it; otherwise one after the other. */
  async #askAll<const P extends readonly Readable<unknown>[]>(
    talk: Conversation,
    channel: number,
    points: P,
  ): Promise<Values<P>> {
    const queries = points.map((point) => fill(declared(point.get, point.header), channel));
    const parse = (reply: string, index: number): unknown => points[index]?.parse(reply);
    const values: unknown[] = [];
    if (this.#family.compound)
      await talk.ask(queries.join(';'), (reply) => {
        const parts = reply.split(';');
        if (parts.length !== points.length) throw unexpected(`${points.length} answers`, reply);
        values.push(...parts.map(parse));
      });
    else
      for (const [index, query] of queries.entries())
        values.push(await talk.ask(query, (reply) => parse(reply, index)));
    // One value a point, in their order: each is what its own point makes of a reply.
    return values as Values<P>;
  }

  async nextError(talk: Conversation): Promise<{ code: number; text: string } | null> {
    return await talk.ask(':SYST:ERR?', parseError);
  }
}

async function read<V>(
  talk: Conversation,
  point: Point<V, Unit | null, string>,
  name: string,
  channel: number,
): Promise<V> {
  return await talk.ask(fill(declared(point.get, name), channel), point.parse);
}

function declared(template: string | null, name: string): string {
  if (template === null) throw new Fault('POINT_UNKNOWN', `This family cannot do that with ${name}.`);
  return template;
}

const range = ([min, max, resolution]: Limits) => ({ min, max, resolution });
