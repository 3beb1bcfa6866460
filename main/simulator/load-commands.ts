import { type Command, command, query } from './language/command.ts';
import { boolean, limitOf, type NumericRange, numeric, oneOf } from './language/decode.ts';
import type { LoadInstrument } from './load-instrument.ts';
import { type LoadMode, loadRating } from './load-part.ts';

const none = [] as const;

const ranges: Readonly<Record<LoadMode, NumericRange>> = {
  current: { min: 0, max: loadRating.amps, initial: 0, perUnit: 1000, unit: 'A' },
  voltage: { min: 0, max: loadRating.volts, initial: loadRating.volts, perUnit: 1000, unit: 'V' },
  resistance: { min: 0.1, max: 10_000, initial: 10_000, perUnit: 100, unit: 'OHM' },
  power: { min: 0, max: loadRating.watts, initial: 0, perUnit: 100, unit: 'W' },
};
const names = { current: 'CURRent', voltage: 'VOLTage', resistance: 'RESistance', power: 'POWer' } as const;
const modes = Object.keys(names) as LoadMode[];
const short = (mode: LoadMode): string => names[mode].replace(/[a-z]+/g, '');

/** The commands of the simulated load. source: SCPI-99, volume 2, 10 (INPut), 19 (SOURce), 3 (MEASure); volume 4 (loads) */
export function loadCommands(load: LoadInstrument): Command[] {
  return [
    command('[SOURce:]FUNCtion[:MODE]', [oneOf(...Object.values(names))], ([word]) => {
      const mode = modes.find((each) => short(each) === word);
      if (mode !== undefined) load.change({ mode });
    }),
    query('[SOURce:]FUNCtion[:MODE]', none, () => short(load.state.mode)),
    ...modes.flatMap((mode) => level(load, mode)),
    command('INPut[:STATe]', [boolean], ([on]) => load.change({ on })),
    query('INPut[:STATe]', none, () => (load.state.on ? '1' : '0')),
    measured(load, 'VOLTage', ({ volts }) => volts),
    measured(load, 'CURRent', ({ amps }) => amps),
    measured(load, 'POWer', ({ volts, amps }) => volts * amps),
  ];
}

function level(load: LoadInstrument, mode: LoadMode): Command[] {
  const header = `[SOURce:]${names[mode]}[:LEVel][:IMMediate][:AMPLitude]`;
  const digits = Math.round(Math.log10(ranges[mode].perUnit));
  return [
    command(header, [numeric(ranges[mode])], ([value]) => load.setLevel(mode, value)),
    query(header, [limitOf(ranges[mode])], ([limit]) => (limit ?? load.state.levels[mode]).toFixed(digits)),
  ];
}

const measured = (
  load: LoadInstrument,
  name: string,
  of: (values: { readonly volts: number; readonly amps: number }) => number,
): Command =>
  query(`MEASure[:SCALar]:${name}[:DC]`, none, () =>
    of(load.measure())
      .toFixed(4)
      .replace(/^-(0\.0+)$/, '$1'),
  );
