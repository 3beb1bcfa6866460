import { countsPerDivision, middleCount } from './acquisition.ts';
import { type Command, command, query } from './language/command.ts';
import {
  boolean,
  type Decode,
  integer,
  limitOf,
  type NumericRange,
  numeric,
  oneOf,
  optional,
} from './language/decode.ts';
import { ScpiError } from './language/errors.ts';
import type { ScopeInstrument } from './scope-instrument.ts';
import type { Measured } from './scope-measure.ts';
import { screenPicture } from './scope-screen.ts';
import { divisions, type ScopeState } from './scope-state.ts';

const none = [] as const;
const two = { numbers: [2] };
const volts = (min: number, max: number, initial: number): NumericRange =>
  ({ min, max, initial, perUnit: 1e6, unit: 'V' }) as const;
const seconds = (min: number, max: number, initial: number): NumericRange =>
  ({ min, max, initial, perUnit: 1e12, unit: 'S' }) as const;
const ranges = {
  scale: volts(1e-3, 10, 1),
  offset: volts(-100, 100, 0),
  level: volts(-100, 100, 0),
  time: seconds(1e-7, 1, 500e-6),
  timeOffset: seconds(-5, 5, 0),
};

/** `CHANnel1` or `CHANnel2`. */
const channel: Decode<number> = (element) => (oneOf('CHANnel1', 'CHANnel2')(element) === 'CHAN1' ? 1 : 2);

const flag = (on: boolean): string => (on ? '1' : '0');
/** What is not there is SCPI's "not a number". source: SCPI-99, volume 1, 7.2.1.5 */
const nr3 = (value: number | null | undefined): string =>
  value === null || value === undefined
    ? '9.91E37'
    : value
        .toExponential(6)
        .replace(/e([+-])(\d)$/, 'E$10$2')
        .replace('e', 'E');

/** A definite length block. source: IEEE 488.2, 8.7.9 */
const block = (bytes: Uint8Array): string =>
  `#${`${bytes.length}`.length}${bytes.length}${Buffer.from(bytes).toString('latin1')}`;

/** The commands of the simulated scope. source: SCPI-99, volume 1 for their form; the tree is of the kind that bench scopes have. */
export function scopeCommands(scope: ScopeInstrument): Command[] {
  const trigger = (settings: Partial<ScopeState['trigger']>): void =>
    scope.change({ trigger: { ...scope.state.trigger, ...settings } });
  const waveform = (settings: Partial<ScopeState['waveform']>): void =>
    scope.change({ waveform: { ...scope.state.waveform, ...settings } });
  return [
    ...channelCommands(scope),
    command('TIMebase[:MAIN]:SCALe', [numeric(ranges.time)], ([timeScale]) => scope.change({ timeScale })),
    query('TIMebase[:MAIN]:SCALe', [limitOf(ranges.time)], ([limit]) => nr3(limit ?? scope.state.timeScale)),
    command('TIMebase[:MAIN]:OFFSet', [numeric(ranges.timeOffset)], ([timeOffset]) =>
      scope.change({ timeOffset }),
    ),
    query('TIMebase[:MAIN]:OFFSet', none, () => nr3(scope.state.timeOffset)),
    command('TRIGger:EDGE:SOURce', [channel], ([source]) => trigger({ source })),
    query('TRIGger:EDGE:SOURce', none, () => `CHAN${scope.state.trigger.source}`),
    command('TRIGger:EDGE:LEVel', [numeric(ranges.level)], ([level]) => trigger({ level })),
    query('TRIGger:EDGE:LEVel', none, () => nr3(scope.state.trigger.level)),
    command('TRIGger:EDGE:SLOPe', [oneOf('POSitive', 'NEGative')], ([slope]) =>
      trigger({ slope: slope === 'POS' ? 'POS' : 'NEG' }),
    ),
    query('TRIGger:EDGE:SLOPe', none, () => scope.state.trigger.slope),
    command('TRIGger:SWEep', [oneOf('AUTO', 'NORMal', 'SINGle')], ([sweep]) =>
      trigger({ sweep: sweep === 'NORM' || sweep === 'SING' ? sweep : 'AUTO' }),
    ),
    query('TRIGger:SWEep', none, () => scope.state.trigger.sweep),
    query('TRIGger:STATus', none, () => {
      if (scope.state.run === 'stop') return 'STOP';
      const acquisition = scope.acquired();
      if (acquisition === null) return 'WAIT';
      return acquisition.triggered ? 'TD' : 'AUTO';
    }),
    // This instrument's own: TRIGger:STATus? does not tell a single acquisition from a running one that waits.
    query('ACQuire:STATe', none, () => ({ run: 'RUN', stop: 'STOP', single: 'SINGLE' })[scope.runs()]),
    command('RUN', none, () => scope.change({ run: 'run' })),
    command('STOP', none, () => {
      // What is on the screen stays there.
      scope.acquired();
      scope.change({ run: 'stop' });
    }),
    command('SINGle', none, () => scope.change({ run: 'single' })),
    command('AUToscale', none, () => scope.autoscale()),
    ...measureCommands(scope),
    command('WAVeform:SOURce', [channel], ([source]) => waveform({ source })),
    query('WAVeform:SOURce', none, () => `CHAN${scope.state.waveform.source}`),
    command('WAVeform:FORMat', [oneOf('BYTE', 'WORD', 'ASCii')], ([format]) =>
      waveform({ format: format === 'WORD' || format === 'ASC' ? format : 'BYTE' }),
    ),
    query('WAVeform:FORMat', none, () => scope.state.waveform.format),
    command('WAVeform:POINts', [integer(100, 1000)], ([points]) => waveform({ points })),
    query('WAVeform:POINts', none, () => `${scope.state.waveform.points}`),
    query('WAVeform:PREamble', none, () => preamble(scope)),
    query('WAVeform:DATA', none, () => data(scope)),
    query('DISPlay:DATA', none, () => block(screenPicture(scope.acquired()))),
  ];
}

function channelCommands(scope: ScopeInstrument): Command[] {
  const of = (number: number | undefined) => {
    const found = scope.state.channels[(number ?? 1) - 1];
    if (found === undefined) throw new ScpiError(-114);
    return found;
  };
  const set = (number: number | undefined, settings: Parameters<ScopeInstrument['changeChannel']>[1]): void =>
    scope.changeChannel(number ?? 1, settings);
  return [
    command('CHANnel#:DISPlay', [boolean], ([display], [number]) => set(number, { display }), two),
    query('CHANnel#:DISPlay', none, (_, [number]) => flag(of(number).display), two),
    command('CHANnel#:SCALe', [numeric(ranges.scale)], ([scale], [number]) => set(number, { scale }), two),
    query(
      'CHANnel#:SCALe',
      [limitOf(ranges.scale)],
      ([limit], [number]) => nr3(limit ?? of(number).scale),
      two,
    ),
    command(
      'CHANnel#:OFFSet',
      [numeric(ranges.offset)],
      ([offset], [number]) => set(number, { offset }),
      two,
    ),
    query('CHANnel#:OFFSet', none, (_, [number]) => nr3(of(number).offset), two),
    command(
      'CHANnel#:COUPling',
      [oneOf('DC', 'AC')],
      ([coupling], [number]) => set(number, { coupling: coupling === 'AC' ? 'AC' : 'DC' }),
      two,
    ),
    query('CHANnel#:COUPling', none, (_, [number]) => of(number).coupling, two),
    command('CHANnel#:PROBe', [integer(1, 1000)], ([probe], [number]) => set(number, { probe }), two),
    query('CHANnel#:PROBe', none, (_, [number]) => `${of(number).probe}`, two),
  ];
}

function measureCommands(scope: ScopeInstrument): Command[] {
  const what: Readonly<Record<string, keyof Measured>> = {
    VPP: 'peakToPeak',
    VMAX: 'max',
    VMIN: 'min',
    VAVerage: 'average',
    VRMS: 'rms',
    FREQuency: 'frequency',
    PERiod: 'period',
  };
  return Object.entries(what).map(([name, key]) =>
    query(`MEASure:${name}`, [optional(channel, null)], ([given]) =>
      nr3(scope.measured(given ?? scope.state.waveform.source)?.[key]),
    ),
  );
}

/** Every n-th sample of what is read, so that there are as many as were asked for. */
function thinned<T extends Uint8Array | Float64Array>(all: T, points: number): T {
  return all.filter(
    (_: number, at: number) =>
      Math.floor((at * points) / all.length) !== Math.floor(((at - 1) * points) / all.length),
  ) as T;
}

function preamble(scope: ScopeInstrument): string {
  const { waveform } = scope.state;
  const acquisition = scope.acquired();
  const channelOf = (acquisition?.channels ?? scope.state.channels)[waveform.source - 1];
  if (channelOf === undefined) throw new ScpiError(-230);
  const format = { BYTE: 0, WORD: 1, ASC: 2 }[waveform.format];
  const unit = waveform.format === 'WORD' ? 256 : 1;
  const span = scope.state.timeScale * divisions.across;
  const seconds = acquisition ? acquisition.interval * (acquisition.counts[0]?.length ?? 0) : span;
  const interval = seconds / waveform.points;
  const step = channelOf.scale / countsPerDivision / unit;
  return [
    format,
    0,
    acquisition ? waveform.points : 0,
    1,
    nr3(interval),
    nr3(acquisition?.origin ?? scope.state.timeOffset - span / 2),
    0,
    nr3(step),
    nr3(channelOf.offset),
    middleCount * unit,
  ].join(',');
}

function data(scope: ScopeInstrument): string {
  const { source, format, points } = scope.state.waveform;
  const acquisition = scope.acquired();
  const counts = acquisition?.counts[source - 1];
  // As scopes do that are asked before their first trigger: a block without samples.
  if (counts === undefined) return format === 'ASC' ? '' : block(new Uint8Array());
  if (format === 'ASC') return [...thinned(scope.trace(source), points)].map(nr3).join(',');
  const bytes = thinned(counts, points);
  if (format === 'BYTE') return block(bytes);
  const words = Buffer.alloc(2 * bytes.length);
  for (const [at, count] of bytes.entries()) words.writeUInt16BE(count * 256, 2 * at);
  return block(words);
}
