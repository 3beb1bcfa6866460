import { type Command, command, query } from './language/command.ts';
import { boolean, integer, limitOf, type NumericRange, numeric } from './language/decode.ts';
import type { Trip } from './limited-source.ts';
import type { SupplyInstrument } from './supply-instrument.ts';
import {
  currentRange,
  type OutputState,
  overCurrentRange,
  overVoltageRange,
  voltageRange,
} from './supply-output.ts';

/** Channels of this model. */
const channelCount = 2;

const numbers = { numbers: [channelCount] };
const none = [] as const;

/**
 * The commands of the simulated supply.
 * source: SCPI-99, volume 2, 19 (SOURce), 15 (OUTPut), 3 (MEASure); volume 4 (power supplies). `APPLy` and `MODE`
 * are this instrument's own.
 */
export function supplyCommands(supply: SupplyInstrument): Command[] {
  return [
    ...level('VOLTage', 'volts', voltageRange, supply),
    ...level('CURRent', 'amps', currentRange, supply),
    ...protection('VOLTage', 'over-voltage', ['overVolts', 'overVoltsOn'], overVoltageRange, supply),
    ...protection('CURRent', 'over-current', ['overAmps', 'overAmpsOn'], overCurrentRange, supply),
    command('OUTPut#:PROTection:CLEar', none, (_values, [channel]) => supply.clear(channel), numbers),
    query('[SOURce#:]MODE', none, (_values, [channel]) => supply.settled(channel).mode, numbers),
    command(
      'OUTPut#[:STATe]',
      [boolean],
      ([on], [channel]) => {
        supply.change(channel, { on });
      },
      numbers,
    ),
    query('OUTPut#[:STATe]', none, (_values, [channel]) => flag(supply.state(channel).on), numbers),
    command('OUTPut:ALL[:STATe]', [boolean], ([on]) => {
      for (let channel = 1; channel <= channelCount; channel++) supply.change(channel, { on });
    }),
    command(
      'APPLy',
      [integer(1, channelCount), numeric(voltageRange), numeric(currentRange)],
      ([channel, volts, amps]) => {
        supply.change(channel, { volts, amps });
      },
    ),
    measure('VOLTage[:DC]', supply, ({ volts }) => volts.toFixed(4)),
    measure('CURRent[:DC]', supply, ({ amps }) => amps.toFixed(4)),
    measure('POWer[:DC]', supply, ({ volts, amps }) => (volts * amps).toFixed(4)),
  ];
}

function level(
  name: string,
  key: keyof Pick<OutputState, 'volts' | 'amps'>,
  range: NumericRange,
  supply: SupplyInstrument,
): Command[] {
  const header = `[SOURce#:]${name}[:LEVel][:IMMediate][:AMPLitude]`;
  return [
    command(
      header,
      [numeric(range)],
      ([value], [channel]) => {
        supply.change(channel, { [key]: value });
      },
      numbers,
    ),
    query(
      header,
      [limitOf(range)],
      ([limit], [channel]) => (limit ?? supply.state(channel)[key]).toFixed(3),
      numbers,
    ),
  ];
}

/** source: SCPI-99, volume 2, SOURce (VOLTage:PROTection, CURRent:PROTection: LEVel, STATe, TRIPped?) and OUTPut (PROTection:CLEar) */
function protection(
  name: string,
  trip: Trip,
  [level, on]: readonly ['overVolts', 'overVoltsOn'] | readonly ['overAmps', 'overAmpsOn'],
  range: NumericRange,
  supply: SupplyInstrument,
): Command[] {
  const header = `[SOURce#:]${name}:PROTection`;
  return [
    command(
      `${header}[:LEVel]`,
      [numeric(range)],
      ([value], [channel]) => supply.change(channel, { [level]: value }),
      numbers,
    ),
    query(
      `${header}[:LEVel]`,
      [limitOf(range)],
      ([limit], [channel]) => (limit ?? supply.state(channel)[level]).toFixed(3),
      numbers,
    ),
    command(
      `${header}:STATe`,
      [boolean],
      ([state], [channel]) => supply.change(channel, { [on]: state }),
      numbers,
    ),
    query(`${header}:STATe`, none, (_values, [channel]) => flag(supply.state(channel)[on]), numbers),
    query(`${header}:TRIPped`, none, (_values, [channel]) => flag(supply.tripped(channel) === trip), numbers),
  ];
}

function measure(
  name: string,
  supply: SupplyInstrument,
  show: (measured: { readonly volts: number; readonly amps: number }) => string,
): Command {
  return query(
    `MEASure#[:SCALar]:${name}`,
    none,
    (_values, [channel]) => noMinusZero(show(supply.settled(channel).measure())),
    numbers,
  );
}

const flag = (on: boolean) => (on ? '1' : '0');
const noMinusZero = (text: string) => (/^-0\.0+$/.test(text) ? text.slice(1) : text);
