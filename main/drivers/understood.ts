import { type Quantity, quantityUnits, type Unit } from '#shared/contract/channels.ts';
import type { Understood } from '#shared/contract/program.ts';
import { understood } from './commands.ts';
import type { Family } from './define.ts';
import { fill } from './point.ts';
import { type Wired, wiredChoices, wiredReadings, wiredSettings } from './rules.ts';

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
  overVoltage: 'voltage at which the output trips',
  overCurrent: 'current at which the output trips',
  dutyCycle: 'part of a period in which a square is high',
  symmetry: 'part of a period in which a ramp rises',
  sweepStart: 'frequency at which a sweep starts',
  sweepStop: 'frequency at which a sweep stops',
  sweepTime: 'time that a sweep takes',
  verticalScale: 'volts of one division',
  verticalOffset: 'voltage in the middle of the screen',
  timeScale: 'time of one division',
  timeOffset: 'time from the trigger to the middle of the screen',
  triggerLevel: 'trigger level',
  voltageRange: 'range of DC voltage',
  acVoltageRange: 'range of AC voltage',
  currentRange: 'range of DC current',
  acCurrentRange: 'range of AC current',
  resistanceRange: 'range of resistance',
  voltageCycles: 'integration time of DC voltage',
  currentCycles: 'integration time of DC current',
  resistanceCycles: 'integration time of resistance',
};

/** Units as a sentence has them. */
const unitWords: Readonly<Partial<Record<Unit, string>>> = { PLC: 'cycles of the mains', '%': 'percent' };

/** Every program message of a family, for a person who types them. */
export function understoodBy(family: Family): readonly Understood[] {
  const { output, selector, mode, measured, switches, protection } = family;
  const list: Understood[] = [];
  const ask = (point: Wired | null, help: string): void => {
    if (point?.get) list.push({ ...shape(point, point.get, true), help, does: 'ask' });
  };
  const tell = (point: Wired | null, parameters: string, help: string, does: Understood['does']): void => {
    if (point?.set) list.push({ ...shape(point, point.set, false), parameters, help, does });
  };
  for (const [quantity, point] of wiredSettings(family)) {
    const unit = quantityUnits[quantity];
    const said = unitWords[unit] ?? unit;
    tell(point, `<${unit}>`, `Sets the ${words[quantity]}, in ${said}.`, 'set');
    ask(point, `Asks for the ${words[quantity]} that is set, in ${said}.`);
  }
  tell(output, 'ON|OFF', `Switches the ${switches} on or off.`, 'switch');
  ask(output, `Asks whether the ${switches} is on: 1 or 0.`);
  if (selector !== null) {
    const choices = selector.words.map(({ written }) => written).join('|');
    tell(selector.point, choices, 'Chooses the function.', 'choose');
    ask(selector.point, 'Asks for the function.');
  }
  for (const [, { point, label, words: choosing }] of wiredChoices(family)) {
    const named = choosing.map(({ written }) => written).join('|');
    tell(point, named, `Chooses: ${label}.`, 'choose');
    ask(point, `Asks for what is chosen: ${label}.`);
    for (const { says, label: chosen } of choosing)
      if (says) tell({ header: says.header, get: null, set: says.set }, '', `${label}: ${chosen}.`, 'choose');
  }
  if (protection !== null) {
    const { trips, clear } = protection;
    tell({ ...clear, get: null }, '', 'Clears what has tripped. Outputs stay off.', 'choose');
    for (const { point, label } of trips) ask(point, `Asks whether it has tripped: ${label}. 1 or 0.`);
  }
  ask(mode, 'Asks how it regulates: CV, CC or OFF.');
  ask(measured, 'Measures with the function that is chosen.');
  for (const [quantity, point] of wiredReadings(family))
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
