import {
  type ChoiceName,
  type Point,
  type Quantity,
  quantityUnits,
  type Unit,
} from '#shared/contract/channels.ts';
import type { Choice, Family } from './define.ts';
import type { EffectRule } from './effects.ts';
import type { Point as WirePoint } from './point.ts';

/** What of a point its headers are made of. */
export type Wired = Pick<WirePoint<never, Unit | null, string>, 'header' | 'get' | 'set' | 'shared'>;

export const wiredSettings = (family: Family): readonly (readonly [Point, Wired])[] =>
  Object.entries(family.settings) as [Point, Wired][];
export const wiredReadings = (family: Family): readonly (readonly [Quantity, Wired])[] =>
  Object.entries(family.readings) as [Quantity, Wired][];
export const wiredChoices = (family: Family): readonly (readonly [ChoiceName, Choice])[] =>
  Object.entries(family.choices) as [ChoiceName, Choice][];

/** The table of meanings that follows from a family, for a model with this many channels. */
export function effectRules(family: Family, channels: number): readonly EffectRule[] {
  const { output, selector, mode, measured, allOutputs, protection } = family;
  /** What is the whole instrument's is its first channel's, however many there are. */
  const reach = ({ shared }: Pick<Wired, 'shared'>): number => (shared === true ? 1 : channels);
  const asked: readonly (Wired | null | undefined)[] = [
    output,
    mode,
    measured,
    selector?.point,
    ...wiredSettings(family).map(([, point]) => point),
    ...wiredChoices(family).map(([, { point }]) => point),
    ...(protection?.trips.map(({ point }) => point) ?? []),
    ...wiredReadings(family).map(([, point]) => point),
  ];
  return [
    ...wiredSettings(family).map(
      ([quantity, point]) =>
        ({
          header: point.header,
          does: 'set',
          quantity,
          unit: quantityUnits[quantity],
          channels: reach(point),
        }) as const,
    ),
    ...(output === null ? [] : [{ header: output.header, does: 'switch', channels } as const]),
    ...(selector === null
      ? []
      : [
          {
            header: selector.point.header,
            does: 'choose',
            choice: 'function',
            words: selector.words,
            onOff: false,
            channels,
          } as const,
        ]),
    ...wiredChoices(family).flatMap(([choice, { point, words, onOff }]): EffectRule[] => {
      const one = { choice, channels: reach(point) } as const;
      const own = words.flatMap(({ word, says }) =>
        says === undefined ? [] : [{ header: says.header, does: 'pick', word, ...one } as const],
      );
      const set = { header: point.header, does: 'choose', words, onOff, ...one } as const;
      return point.set === null ? own : [...own, set];
    }),
    ...(protection === null ? [] : [{ header: protection.clear.header, does: 'clear', channels } as const]),
    ...(allOutputs === null ? [] : [{ header: allOutputs, does: 'switch', channels: 'all' } as const]),
    ...asked.flatMap((point) =>
      point ? [{ header: point.header, does: 'ask', takes: parameterOf(point.get) } as const] : [],
    ),
    ...family.commands.flatMap(({ header, does }) =>
      does === 'unknown' ? [] : [{ header: header.replace(/\?$/, ''), does } as const],
    ),
  ];
}

/** The channel that a query names as its parameter: `CHAN{ch}`, in any case, long or short. */
function parameterOf(get: string | null): RegExp | undefined {
  const word = /\? ([A-Z]+)\{ch\}$/.exec(get ?? '')?.[1];
  return word === undefined ? undefined : new RegExp(`^${word}[A-Z]*\\d{1,2}$`, 'i');
}
