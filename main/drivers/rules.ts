import { type Point, type Quantity, quantityUnits, type Unit } from '#shared/contract/channels.ts';
import type { Understood } from '#shared/contract/program.ts';
import { understood } from './commands.ts';
import type { Family } from './define.ts';
import type { EffectRule } from './effects.ts';
import { fill, type Point as WirePoint } from './point.ts';

type Wired = Pick<WirePoint<never, Unit | null, string>, 'header' | 'get' | 'set'>;

const settingsOf = (family: Family): readonly (readonly [Point, Wired])[] =>
  Object.entries(family.settings) as [Point, Wired][];
const readingsOf = (family: Family): readonly (readonly [Quantity, Wired])[] =>
  Object.entries(family.readings) as [Quantity, Wired][];

/** The table of meanings that follows from a family, for a model with this many channels. */
export function effectRules(family: Family, channels: number): readonly EffectRule[] {
  const { output, selector, mode, measured, allOutputs } = family;
  const asked: readonly (Wired | null | undefined)[] = [
    output,
    mode,
    measured,
    selector?.point,
    ...settingsOf(family).map(([, point]) => point),
    ...readingsOf(family).map(([, point]) => point),
  ];
  return [
    ...settingsOf(family).map(
      ([quantity, { header }]) =>
        ({ header, does: 'set', quantity, unit: quantityUnits[quantity], channels }) as const,
    ),
    ...(output === null ? [] : [{ header: output.header, does: 'switch', channels } as const]),
    ...(selector === null
      ? []
      : [{ header: selector.point.header, does: 'choose', words: selector.words, channels } as const]),
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

const words: Readonly<Record<Quantity, string>> = {
  voltage: 'voltage',
  current: 'current',
  power: 'power',
  resistance: 'resistance',
  frequency: 'frequency',
  amplitude: 'amplitude, peak to peak',
  offset: 'offset',
  acVoltage: 'AC voltage',
  acCurrent: 'AC current',
  peakToPeak: 'voltage, peak to peak',
};

/** Every program message of a family, for a person who types them. */
export function understoodBy(family: Family): readonly Understood[] {
  const { output, selector, mode, measured, switches } = family;
  const list: Understood[] = [];
  const ask = (point: Wired | null, help: string): void => {
    if (point?.get) list.push({ ...shape(point, point.get, true), help, does: 'ask' });
  };
  const tell = (point: Wired | null, parameters: string, help: string, does: Understood['does']): void => {
    if (point?.set) list.push({ ...shape(point, point.set, false), parameters, help, does });
  };
  for (const [quantity, point] of settingsOf(family)) {
    const unit = quantityUnits[quantity];
    tell(point, `<${unit}>`, `Sets the ${words[quantity]}, in ${unit}.`, 'set');
    ask(point, `Asks for the ${words[quantity]} that is set, in ${unit}.`);
  }
  tell(output, 'ON|OFF', `Switches the ${switches} on or off.`, 'switch');
  ask(output, `Asks whether the ${switches} is on: 1 or 0.`);
  if (selector !== null) {
    const choices = selector.words.map(({ written }) => written).join('|');
    tell(selector.point, choices, 'Chooses the function.', 'choose');
    ask(selector.point, 'Asks for the function.');
  }
  ask(mode, 'Asks how it regulates: CV, CC or OFF.');
  ask(measured, 'Measures with the function that is chosen.');
  for (const [quantity, point] of readingsOf(family))
    ask(point, `Measures the ${words[quantity]}, in ${quantityUnits[quantity]}.`);
  if (family.allOutputs !== null)
    list.push({
      ...understood({ header: family.allOutputs, does: 'harmless', parameters: 'ON|OFF', help: '' }),
      help: `Switches every ${switches} on or off.`,
      does: 'switch',
    });
  return [...list, ...family.commands.map(understood)];
}

/** A template as it is typed for channel 1: the header, and what stands behind it (`CHAN1`). */
function shape({ header }: Wired, template: string, query: boolean) {
  const [short = '', parameters = ''] = fill(template, 1, '').trim().split(' ');
  return { header: `${header}${query ? '?' : ''}`, short: short.replace(/^:/, ''), query, parameters };
}
