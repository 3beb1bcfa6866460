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
    const points = [output, mode, voltage, current, measuredVoltage, measuredCurrent, measuredPower];
    const queries = points.map((point) => fill(declared(point.get, point.header), channel));
    const replies = await this.#askAll(talk, queries);
    const at = Date.now();
    const [isOn = '', modeNow = '', setV = '', setA = '', volts = '', amps = '', watts = ''] = replies;
    const readings: Reading[] = [
      { channel, quantity: 'voltage', unit: 'V', value: measuredVoltage.parse(volts), at },
      { channel, quantity: 'current', unit: 'A', value: measuredCurrent.parse(amps), at },
      { channel, quantity: 'power', unit: 'W', value: measuredPower.parse(watts), at },
    ];
    const regulation = mode.parse(modeNow);
    return {
      on: output.parse(isOn),
      mode: regulation === 'OFF' ? null : regulation,
      setVoltage: voltage.parse(setV),
      setCurrent: current.parse(setA),
      // What the instrument itself calls no number, or overrange, is no reading.
      readings: readings.filter(({ value }) => Number.isFinite(value)),
    };
  }

  /** In one message where the instrument allows it; otherwise one after the other. */
  async #askAll(talk: Conversation, queries: readonly string[]): Promise<readonly string[]> {
    const replies: string[] = [];
    if (!this.#family.compound) {
      for (const query of queries) replies.push(await talk.ask(query));
      return replies;
    }
    const reply = await talk.ask(queries.join(';'));
    const parts = reply.split(';');
    if (parts.length !== queries.length) throw unexpected(`${queries.length} answers`, reply);
    return parts;
  }

  async nextError(talk: Conversation): Promise<{ code: number; text: string } | null> {
    return parseError(await talk.ask(':SYST:ERR?'));
  }
}

async function read<V>(
  talk: Conversation,
  point: Point<V, Unit | null, string>,
  name: string,
  channel: number,
): Promise<V> {
  return point.parse(await talk.ask(fill(declared(point.get, name), channel)));
}

function declared(template: string | null, name: string): string {
  if (template === null) throw new Fault('POINT_UNKNOWN', `This family cannot do that with ${name}.`);
  return template;
}

const range = ([min, max, resolution]: Limits) => ({ min, max, resolution });
