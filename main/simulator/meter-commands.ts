import { type Command, command, query } from './language/command.ts';
import { type Decode, string } from './language/decode.ts';
import { ScpiError } from './language/errors.ts';
import { type MeterFunction, meterFunctions } from './meter-functions.ts';
import type { MeterInstrument } from './meter-instrument.ts';

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

/** NR3 with six digits behind the point; infinity is SCPI's number for it. source: SCPI-99, volume 1, 7.2.1.4 */
const shown = (value: number): string => {
  if (!Number.isFinite(value)) return '9.9E37';
  const [mantissa = '', power = '+0'] = value.toExponential(6).split('e');
  return `${value < 0 ? '' : '+'}${mantissa}E${power[0]}${power.slice(1).padStart(2, '0')}`;
};

/** The commands of the simulated meter. source: SCPI-99, volume 2, 3 (measurement instructions) and 18 (SENSe) */
export function meterCommands(meter: MeterInstrument): Command[] {
  return [
    command('[SENSe:]FUNCtion[:ON]', [named], ([chosen]) => meter.choose(chosen)),
    query('[SENSe:]FUNCtion[:ON]', none, () => `"${meter.function}"`),
    ...meterFunctions.flatMap((each) => [
      command(`CONFigure:${written[each]}`, none, () => meter.choose(each)),
      query(`MEASure:${written[each]}`, none, () => {
        meter.choose(each);
        return shown(meter.measure());
      }),
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
