import type { GeneratorInstrument, GeneratorState } from './generator-instrument.ts';
import { peakVolts } from './generator-part.ts';
import { type Command, command, query } from './language/command.ts';
import {
  boolean,
  type Decode,
  limitOf,
  type NumericRange,
  numeric,
  oneOf,
  optional,
} from './language/decode.ts';
import { ScpiError } from './language/errors.ts';
import { type Shape, shapes } from './wave.ts';

const none = [] as const;
/** Digits behind the point of a setting: 5 MHz in steps of 1 mHz has ten digits. */
const settingDigits = 9;
const frequency: NumericRange = { min: 0.001, max: 5e6, initial: 1000, perUnit: 1000, unit: 'HZ' };
const duty: NumericRange = { min: 1, max: 99, initial: 50, perUnit: 10, unit: 'PCT' };
const symmetry: NumericRange = { min: 0, max: 100, initial: 100, perUnit: 10, unit: 'PCT' };
const sweepTime: NumericRange = { min: 0.001, max: 500, initial: 1, perUnit: 1000, unit: 'S' };
const load: NumericRange = { min: 1, max: 10_000, initial: 50, perUnit: 1, unit: 'OHM' };

const shapeWords = ['SINusoid', 'SQUare', 'RAMP', 'PULSe', 'NOISe', 'DC'];
const shape: Decode<Shape> = (element) => {
  const word = oneOf(...shapeWords)(element);
  return shapes.find((each) => each === word) ?? 'SIN';
};

/**
 * The commands of the simulated generator.
 * source: SCPI-99, volume 2, 19 (SOURce: FUNCtion 19.9, FREQuency 19.8, VOLTage 19.23, SWEep), 15 (OUTPut), 2 (APPLy follows its idea)
 */
export function generatorCommands(generator: GeneratorInstrument): Command[] {
  /** What of the source's peak arrives in the load that was told, in whole millivolts. */
  const peak = (): number => Math.floor(peakVolts * generator.arrives * 1000 + 1e-6) / 1000;
  const amplitude: NumericRange = {
    min: 0.002,
    perUnit: 1000,
    unit: 'V',
    get max() {
      return 2 * peak();
    },
    get initial() {
      return Math.min(1, 2 * peak());
    },
  };
  const offset: NumericRange = {
    initial: 0,
    perUnit: 1000,
    unit: 'V',
    get min() {
      return -peak();
    },
    get max() {
      return peak();
    },
  };
  return [
    command('[SOURce:]FUNCtion[:SHAPe]', [shape], ([chosen]) => generator.change({ shape: chosen })),
    query('[SOURce:]FUNCtion[:SHAPe]', none, () => generator.state.shape),
    ...setting(generator, '[SOURce:]FREQuency[:CW]', 'frequency', frequency),
    ...setting(generator, '[SOURce:]VOLTage[:LEVel][:IMMediate][:AMPLitude]', 'amplitude', amplitude),
    ...setting(generator, '[SOURce:]VOLTage[:LEVel][:IMMediate]:OFFSet', 'offset', offset),
    ...setting(generator, '[SOURce:]FUNCtion:SQUare:DCYCle', 'duty', duty),
    ...setting(generator, '[SOURce:]FUNCtion:RAMP:SYMMetry', 'symmetry', symmetry),
    ...setting(generator, '[SOURce:]FREQuency:STARt', 'sweepStart', { ...frequency, initial: 100 }),
    ...setting(generator, '[SOURce:]FREQuency:STOP', 'sweepStop', frequency),
    ...setting(generator, '[SOURce:]SWEep:TIME', 'sweepTime', sweepTime),
    command('[SOURce:]SWEep:STATe', [boolean], ([sweeps]) => generator.change({ sweeps })),
    query('[SOURce:]SWEep:STATe', none, () => (generator.state.sweeps ? '1' : '0')),
    command('OUTPut[:STATe]', [boolean], ([on]) => generator.change({ on })),
    query('OUTPut[:STATe]', none, () => (generator.state.on ? '1' : '0')),
    command('OUTPut:LOAD', [ohmsOrInfinity], ([ohms]) => generator.change({ load: ohms })),
    query('OUTPut:LOAD', none, () =>
      Number.isFinite(generator.state.load) ? `${generator.state.load}` : '9.9E37',
    ),
    ...shapeWords.map((word) =>
      command(
        `APPLy:${word}`,
        [
          optional(numeric(frequency), undefined),
          optional(numeric(amplitude), undefined),
          optional(numeric(offset), undefined),
        ],
        ([hertz, volts, centre]) => {
          const chosen = shapes.find((each) => word.startsWith(each)) ?? 'SIN';
          const given = {
            ...(hertz !== undefined && { frequency: hertz }),
            ...(volts !== undefined && { amplitude: volts }),
            ...(centre !== undefined && { offset: centre }),
          };
          generator.change({ shape: chosen, ...given, on: true });
        },
      ),
    ),
    query('APPLy', none, () => {
      const { shape: now, frequency: hertz, amplitude: volts, offset: centre } = generator.state;
      return `"${now} ${exponent(hertz, 6)},${exponent(volts, 3)},${exponent(centre, 3)}"`;
    }),
  ];
}

/** Written with a sign and two digits of exponent, as NR3. source: IEEE 488.2, 8.7.4 */
const exponent = (value: number, digits: number): string => {
  const [mantissa = '', power = '+0'] = value.toExponential(digits).split('e');
  return `${value < 0 ? '' : '+'}${mantissa}E${power[0]}${power.slice(1).padStart(2, '0')}`;
};

function setting(
  generator: GeneratorInstrument,
  header: string,
  key: keyof Pick<
    GeneratorState,
    'frequency' | 'amplitude' | 'offset' | 'duty' | 'symmetry' | 'sweepStart' | 'sweepStop' | 'sweepTime'
  >,
  range: NumericRange,
): Command[] {
  return [
    command(header, [numeric(range)], ([value]) => generator.change({ [key]: value })),
    query(header, [limitOf(range)], ([limit]) => exponent(limit ?? generator.state[key], settingDigits)),
  ];
}

const ohmsOrInfinity: Decode<number> = (element) => {
  if (element?.kind === 'word' && /^INF(INITY)?$/.test(element.word)) return Number.POSITIVE_INFINITY;
  const ohms = numeric(load)(element);
  if (!Number.isFinite(ohms)) throw new ScpiError(-222);
  return ohms;
};
