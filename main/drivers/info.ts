import type { ChannelInfo, ChoiceName, Point, Quantity } from '#shared/contract/channels.ts';
import { Fault } from '#shared/faults.ts';
import type { ChannelTable, Choice, Family, Limits } from './define.ts';
import type { Place } from './point.ts';

/** The points of a record that a channel has: the whole instrument's are its first channel's. */
export function ofChannel<K extends string, P>(
  points: Readonly<Partial<Record<K, P>>>,
  place: (point: P) => Place,
  channel: number,
): readonly (readonly [K, P])[] {
  return (Object.entries(points) as [K, P][]).filter(
    ([, point]) => channel === 1 || place(point).shared !== true,
  );
}

export const settingsOf = (family: Family, channel: number) =>
  ofChannel(family.settings, (point) => point, channel);
export const choicesOf = (family: Family, channel: number) =>
  ofChannel<ChoiceName, Choice>(family.choices, ({ point }) => point, channel);

/** What one channel of a model can do, by its family's table. Throws RANGE_UNKNOWN for a limit that is not there. */
export function channelInfo(
  family: Family,
  model: string,
  table: ChannelTable<string>,
  channel: number,
): ChannelInfo {
  const { selector, readings, switches, envelope, protection } = family;
  const measures = (selector?.words ?? []).flatMap(({ measures: quantity }) => quantity ?? []);
  const read = new Set([...(Object.keys(readings) as Quantity[]), ...measures]);
  return {
    channel,
    label: table.label,
    switches,
    settings: settingsOf(family, channel).map(([point, wire]) => {
      const [min, max, resolution, values] = limitsOf(table, point, wire.range, model, channel);
      return { point, min, max, resolution, values: values ? [...values] : null, ...placeInfo(wire) };
    }),
    functions: selector?.words.map(({ word, label, rules }) => ({ word, label, point: rules })) ?? null,
    choices: choicesOf(family, channel).map(([choice, { label, words, point }]) => ({
      choice,
      label,
      words: words.map((each) => ({ word: each.word, label: each.label })),
      ...placeInfo(point),
    })),
    trips: protection?.trips.map(({ trip, label }) => ({ trip, label })) ?? [],
    readings: [...read].map((quantity) => ({
      quantity,
      resolution: resolutionOf(table, quantity, model),
    })),
    envelope,
  };
}

const placeInfo = ({ shared = false, under, rare = false }: Place) => ({
  of: shared ? ('instrument' as const) : ('channel' as const),
  under: under ? [...under] : null,
  rare,
});

/** The limits of a point; RANGE_UNKNOWN when the table has none, so that nothing is sent. */
export function limitsOf(
  table: ChannelTable<string> | undefined,
  point: Point,
  name: string | null,
  model: string,
  channel: number,
): Limits {
  const limits = table?.limits;
  const found =
    name !== null && limits !== undefined && Object.hasOwn(limits, name) ? limits[name] : undefined;
  if (found === undefined || !found.flat().every(Number.isFinite))
    throw new Fault('RANGE_UNKNOWN', `No ${point} limit is known for ${model}, channel ${channel}.`, {
      details: { model, channel, point },
    });
  return found;
}

function resolutionOf(table: ChannelTable<string>, quantity: Quantity, model: string): number {
  const found = table.resolutions[quantity];
  if (found === undefined)
    throw new Fault('RANGE_UNKNOWN', `No resolution of ${quantity} is known for ${model}.`);
  return found;
}
