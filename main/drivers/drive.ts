import {
  type ChannelInfo,
  type ChoiceName,
  type Point,
  type Quantity,
  quantityUnits,
  type TripName,
  type Unit,
} from '#shared/contract/channels.ts';
import { Fault } from '#shared/faults.ts';
import { parseError } from '#main/scpi/errors.ts';
import type { Reading } from '#main/session/ports.ts';
import type { ChannelTable, Choice, Family, Protection } from './define.ts';
import type { ChannelPoll, Controls, Conversation, Drive } from './driver.ts';
import { effectsBy } from './effects.ts';
import { channelInfo, choicesOf, limitsOf, settingsOf } from './info.ts';
import { fill, type Point as WirePoint } from './point.ts';
import { declared, Questions, read, type Readable } from './questions.ts';
import { effectRules } from './rules.ts';
import { understoodBy } from './understood.ts';
import { parseTraces, type Trace, traceQuery } from './waveform.ts';

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

type Setting = WirePoint<number, Unit, string>;
/** A point that is asked for in turn with others. */
type Rare =
  | { readonly of: 'setting'; readonly name: Point; readonly wire: Setting }
  | { readonly of: 'choice'; readonly name: ChoiceName; readonly wire: Readable<string> };

/** Questions of one message where everything is read: what an instrument takes in one line is bounded. */
const questionsAtOnce = 4;

class FamilyControls implements Controls {
  readonly channels: readonly ChannelInfo[];
  readonly allOff: readonly string[];
  readonly toLocal: readonly string[];
  readonly #family: Family;
  readonly #model: string;
  readonly #tables: readonly ChannelTable<string>[];
  /** What each channel is asked in turn, and which comes next. */
  readonly #turns: readonly { readonly points: readonly Rare[]; next: number }[];

  constructor(family: Family, model: string, tables: readonly ChannelTable<string>[]) {
    this.#family = family;
    this.#model = model;
    this.#tables = tables;
    this.allOff = family.allOff;
    this.toLocal = family.toLocal;
    this.channels = tables.map((table, index) => channelInfo(family, model, table, index + 1));
    this.#turns = tables.map((_, index) => ({ points: rareOf(family, index + 1), next: 0 }));
  }

  #setting(point: Point, channel: number): Setting {
    const found: Setting | undefined = this.#family.settings[point];
    if (found === undefined || (found.shared === true && channel !== 1))
      throw new Fault('POINT_UNKNOWN', `${this.#model} has no ${point} to set.`, { details: { point } });
    return found;
  }

  #exists(channel: number): void {
    if (this.#tables[channel - 1] === undefined)
      throw new Fault('POINT_UNKNOWN', `${this.#model} has no channel ${channel}.`, { details: { channel } });
  }

  async set(talk: Conversation, channel: number, point: Point, value: number): Promise<number> {
    const { unit, set, format, range } = this.#setting(point, channel);
    if (!Number.isFinite(value)) throw new Fault('VALUE_NOT_FINITE', `The ${point} must be a number.`);
    this.#exists(channel);
    const [min, max] = limitsOf(this.#tables[channel - 1], point, range, this.#model, channel);
    if (!(value >= min && value <= max))
      throw new Fault('RANGE_EXCEEDED', `${value} ${unit} is outside ${min} ${unit} to ${max} ${unit}.`, {
        details: { channel, point, value, min, max },
      });
    await talk.tell(fill(declared(set, point), channel, format(value)));
    return await this.readBack(talk, channel, point);
  }

  async readBack(talk: Conversation, channel: number, point: Point): Promise<number> {
    this.#exists(channel);
    return await read(talk, this.#setting(point, channel), point, channel);
  }

  async choose(
    talk: Conversation,
    channel: number,
    choice: ChoiceName | 'function',
    word: string,
  ): Promise<string> {
    this.#exists(channel);
    const { point, words } = this.#selector(choice, channel);
    const found = words.find((each) => each.word === word);
    if (found === undefined) {
      const known = words.map((each) => each.word).join(', ');
      throw new Fault('WORD_UNKNOWN', `${JSON.stringify(word.slice(0, 40))} is none of ${known}.`);
    }
    const name = choice === 'function' ? 'the function' : choice;
    const set = found.says?.set ?? declared(point.set, name);
    await talk.tell(fill(set, channel, point.format(word)));
    return await read(talk, point, name, channel);
  }

  #selector(choice: ChoiceName | 'function', channel: number): Pick<Choice, 'point' | 'words'> {
    const { selector, choices } = this.#family;
    if (choice === 'function') {
      if (selector === null) throw new Fault('POINT_UNKNOWN', `${this.#model} has no function to choose.`);
      return selector;
    }
    const found = choices[choice];
    if (found === undefined || (found.point.shared === true && channel !== 1))
      throw new Fault('POINT_UNKNOWN', `${this.#model} has no ${choice} to choose.`);
    return found;
  }

  async clearTrips(talk: Conversation, channel: number): Promise<void> {
    this.#exists(channel);
    await talk.tell(fill(this.#protection().clear.set, channel));
  }

  async readTrips(talk: Conversation, channel: number): Promise<readonly TripName[]> {
    this.#exists(channel);
    const questions = new Questions(channel, this.#family.compound);
    const trips = askTrips(questions, this.#protection());
    await questions.ask(talk);
    return trips();
  }

  #protection(): Protection {
    const { protection } = this.#family;
    if (protection === null) throw new Fault('POINT_UNKNOWN', `${this.#model} has nothing that trips.`);
    return protection;
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

  async poll(talk: Conversation, channel: number, rare: 'one' | 'all'): Promise<ChannelPoll> {
    this.#exists(channel);
    const { output, mode, selector, readings, measured, protection } = this.#family;
    const questions = new Questions(channel, this.#family.compound);
    const on = output && questions.add(output);
    const regulation = mode && questions.add(mode);
    const trips = protection && askTrips(questions, protection);
    const word = selector && questions.add(selector.point);
    const settings: [Point, () => number][] = settingsOf(this.#family, channel)
      .filter(([, wire]) => wire.rare !== true)
      .map(([point, wire]) => [point, questions.add(wire as Setting)]);
    const choices: [ChoiceName, () => string][] = choicesOf(this.#family, channel)
      .filter(([, { point }]) => point.rare !== true)
      .map(([choice, { point }]) => [choice, questions.add(point)]);
    const taken = (Object.entries(readings) as [Quantity, Readable<number>][]).map(
      ([quantity, wire]) => [quantity, questions.add(wire)] as const,
    );
    const taking = measured && questions.add(measured);
    const due = this.#due(channel, rare);
    const seldom = (points: readonly Rare[], into: Questions): void => {
      for (const each of points)
        if (each.of === 'setting') settings.push([each.name, into.add(each.wire)]);
        else choices.push([each.name, into.add(each.wire)]);
    };
    if (rare === 'one') seldom(due, questions);
    await questions.ask(talk);
    const at = Date.now();
    if (rare === 'all')
      for (let from = 0; from < due.length; from += questionsAtOnce) {
        const more = new Questions(channel, this.#family.compound);
        seldom(due.slice(from, from + questionsAtOnce), more);
        await more.ask(talk);
      }

    const values: [Quantity, number][] = taken.map(([quantity, answer]) => [quantity, answer()]);
    const now = word === null ? null : word();
    const measures = selector?.words.find((each) => each.word === now)?.measures ?? null;
    if (taking !== null && measures !== null) values.push([measures, taking()]);
    const regulates = regulation === null ? 'OFF' : regulation();
    return {
      on: on === null ? null : on(),
      mode: regulates === 'OFF' ? null : regulates,
      word: now,
      settings: Object.fromEntries(settings.map(([point, answer]) => [point, answer()])),
      choices: Object.fromEntries(choices.map(([choice, answer]) => [choice, answer()])),
      trips: trips === null ? null : trips(),
      // What the instrument itself calls no number, or overrange, is no reading.
      readings: values.flatMap(([quantity, value]): Reading[] =>
        Number.isFinite(value) ? [{ channel, quantity, unit: quantityUnits[quantity], value, at }] : [],
      ),
      overload: values.flatMap(([quantity, value]) => (Math.abs(value) === Infinity ? [quantity] : [])),
    };
  }

  /** What is asked for beside what every poll asks for. */
  #due(channel: number, rare: 'one' | 'all'): readonly Rare[] {
    const turn = this.#turns[channel - 1];
    if (turn === undefined || turn.points.length === 0) return [];
    if (rare === 'all') return turn.points;
    const at = turn.next % turn.points.length;
    turn.next = at + 1;
    return turn.points.slice(at, at + 1);
  }

  get hasTraces(): boolean {
    return this.#family.waveform !== null;
  }

  async traces(talk: Conversation, channels: readonly number[]): Promise<readonly Trace[]> {
    const { waveform } = this.#family;
    if (waveform === null) throw new Fault('POINT_UNKNOWN', `${this.#model} has no traces.`);
    for (const channel of channels) this.#exists(channel);
    return await talk.askBytes(traceQuery(waveform, channels), (reply) =>
      parseTraces(waveform, channels, reply),
    );
  }

  async nextError(talk: Conversation): Promise<{ code: number; text: string } | null> {
    return await talk.ask(':SYST:ERR?', parseError);
  }
}

function rareOf(family: Family, channel: number): readonly Rare[] {
  return [
    ...settingsOf(family, channel).flatMap(([name, wire]): Rare[] =>
      wire.rare === true ? [{ of: 'setting', name, wire: wire as Setting }] : [],
    ),
    ...choicesOf(family, channel).flatMap(([name, { point }]): Rare[] =>
      point.rare === true ? [{ of: 'choice', name, wire: point }] : [],
    ),
  ];
}

function askTrips(questions: Questions, { trips }: Protection): () => readonly TripName[] {
  const asked = trips.map(({ trip, point }) => [trip, questions.add(point)] as const);
  return () => asked.flatMap(([trip, answer]) => (answer() ? [trip] : []));
}
