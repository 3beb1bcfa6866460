import { type Command, command, query } from './language/command.ts';
import { boolean, type Decode, limitOf, type NumericRange, numeric, string } from './language/decode.ts';
import { ScpiError } from './language/errors.ts';
import { type MeterFunction, meterFunctions } from './meter-functions.ts';
import type { MeterInstrument } from './meter-instrument.ts';
import { aperture, functionUnits, initialSettings, meterRanges, rangeNamed } from './meter-range.ts';

const none = [] as const;

/** How each function is written in a header, and how it may be spelt in a string. */
const written: Readonly<Record<MeterFunction, string>> = {
  VOLT: 'VOLTage[:DC]',
  'VOLT:AC': 'VOLTage:AC',
  CURR: 'CURRent[:DC]',
  'CURR:AC': 'CURRent:AC',
  RES: 'RESistance',
  FREQ: 'FREQuency',
};

/** `"VOLTage:DC"` and every other way that SCPI lets it be spelt. source: SCPI-99, volume 2, 18.12 (FUNCtion) */
const named: Decode<MeterFunction> = (element) => {
  const spelt = string(element)
    .toUpperCase()
    .replace(/^SENS(E)?:/, '');
  const found = meterFunctions.find((each) => spellings(written[each]).includes(spelt));
  if (found === undefined) throw new ScpiError(-224, spelt);
  return found;
};

function spellings(pattern: string): string[] {
  const words = pattern.replaceAll('[', '').replaceAll(']', '').split(':');
  const needed = pattern.includes('[') ? 1 : words.length;
  const forms = (word: string): string[] => [word.replace(/[a-z]+/g, ''), word.toUpperCase()];
  const joined = (count: number): string[] =>
    words
      .slice(0, count)
      .reduce<string[]>(
        (all, word) =>
          all.length === 0 ? forms(word) : all.flatMap((one) => forms(word).map((two) => `${one}:${two}`)),
        [],
      );
  return [...joined(needed), ...joined(words.length)];
}

/** NR3 with six digits behind the point; infinity and "not a number" are SCPI's numbers for them. source: SCPI-99, volume 1, 7.2.1.4 and 7.2.1.5 */
const shown = (value: number): string => {
  if (Number.isNaN(value)) return '9.91E37';
  if (!Number.isFinite(value)) return '9.9E37';
  const [mantissa = '', power = '+0'] = value.toExponential(6).split('e');
  return `${value < 0 ? '' : '+'}${mantissa}E${power[0]}${power.slice(1).padStart(2, '0')}`;
};

/** Functions that integrate for a time of one's choice. */
const integrating: readonly MeterFunction[] = ['VOLT', 'CURR', 'RES'];

const sizes = (of: MeterFunction): NumericRange => ({
  min: meterRanges[of][0] ?? 0,
  max: meterRanges[of].at(-1) ?? 0,
  initial: initialSettings(of).range,
  perUnit: 1e6,
  unit: functionUnits[of],
});

/** The value to expect, or nothing and DEF for a range that follows the value. A counter expects nothing. */
const expected = (of: MeterFunction): [Decode<number | null>] => [
  (element) => {
    const follows =
      element === undefined || (element.kind === 'word' && /^(DEF(AULT)?|AUTO)$/.test(element.word));
    if (follows) return null;
    if (meterRanges[of].length === 0) throw new ScpiError(-108);
    return numeric({ ...sizes(of), min: 0 })(element);
  },
];

/** source: SCPI-99, volume 2, 3.3 (CONFigure): everything else of the function is as after `*RST` */
function configure(meter: MeterInstrument, of: MeterFunction, size: number | null): void {
  meter.set(of, {
    ...initialSettings(of),
    ...(size !== null && { auto: false, range: rangeNamed(of, size) }),
  });
  meter.choose(of);
}

/** Choosing a range by hand ends following the value. source: SCPI-99, volume 2, 18.19 (RANGe) */
function ranging(meter: MeterInstrument, of: MeterFunction): Command[] {
  const header = `[SENSe:]${written[of]}:RANGe`;
  return [
    command(`${header}[:UPPer]`, [numeric({ ...sizes(of), min: 0 })], ([size]) =>
      meter.set(of, { auto: false, range: rangeNamed(of, size) }),
    ),
    query(`${header}[:UPPer]`, [limitOf(sizes(of))], ([limit]) => shown(limit ?? meter.settings(of).range)),
    command(`${header}:AUTO`, [boolean], ([auto]) => meter.set(of, { auto })),
    query(`${header}:AUTO`, none, () => (meter.settings(of).auto ? '1' : '0')),
  ];
}

const cycles: NumericRange = { min: 0.02, max: 100, initial: 1, perUnit: 1000, unit: '' };

function integration(meter: MeterInstrument, of: MeterFunction): Command[] {
  const header = `[SENSe:]${written[of]}:NPLCycles`;
  return [
    command(header, [numeric(cycles)], ([asked]) => meter.set(of, { cycles: aperture(asked).cycles })),
    query(header, [limitOf(cycles)], ([limit]) => `${limit ?? meter.settings(of).cycles}`),
  ];
}

/** The commands of the simulated meter. source: SCPI-99, volume 2, 3 (measurement instructions) and 18 (SENSe) */
export function meterCommands(meter: MeterInstrument): Command[] {
  return [
    command('[SENSe:]FUNCtion[:ON]', [named], ([chosen]) => meter.choose(chosen)),
    query('[SENSe:]FUNCtion[:ON]', none, () => `"${meter.function}"`),
    ...meterFunctions.flatMap((each) => [
      command(`CONFigure:${written[each]}`, expected(each), ([size]) => configure(meter, each, size)),
      query(`MEASure[:SCALar]:${written[each]}`, expected(each), ([size]) => {
        configure(meter, each, size);
        return shown(meter.measure());
      }),
      ...(meterRanges[each].length === 0 ? [] : ranging(meter, each)),
      ...(integrating.includes(each) ? integration(meter, each) : []),
    ]),
    query('CONFigure', none, () => `"${meter.function}"`),
    command('INITiate[:IMMediate]', none, () => void meter.measure()),
    query('FETCh', none, () => {
      if (meter.last === null) throw new ScpiError(-230);
      return shown(meter.last);
    }),
    query('READ', none, () => shown(meter.measure())),
  ];
}
