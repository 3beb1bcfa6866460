import { usualCommands } from '#main/drivers/commands.ts';
import { onOff } from '#main/drivers/choices.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { choice, flag, setpoint } from '#main/drivers/point.ts';

const shape = (word: string, label: string, written: string) =>
  ({ word, label, written, rules: null, measures: null }) as const;

/** Shapes that can sweep. */
const periodic = ['SIN', 'SQU', 'RAMP'] as const;

/** The function generator of the simulated bench. Amplitudes are peak to peak. */
export const simulatedGenerator = defineFamily({
  family: 'LabLink simulated generator',
  version: 2,
  kind: 'function-generator',
  verified: 'manual',
  source: 'LabLink Console, the simulated generator: command list',
  vendor: /^LabLink$/,
  models: {
    'SIM-FG1': [
      {
        label: 'Output',
        limits: {
          frequency: [0.001, 5e6, 0.001],
          amplitude: [0.002, 20, 0.001],
          offset: [-10, 10, 0.001],
          duty: [1, 99, 0.1],
          symmetry: [0, 100, 0.1],
          sweepTime: [0.001, 500, 0.001],
        },
        resolutions: {},
      },
    ],
  },
  settings: {
    frequency: setpoint('Hz', {
      header: '[SOURce:]FREQuency[:CW]',
      get: ':SOUR:FREQ?',
      set: ':SOUR:FREQ {value}',
      range: 'frequency',
    }),
    amplitude: setpoint('V', {
      header: '[SOURce:]VOLTage[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR:VOLT?',
      set: ':SOUR:VOLT {value}',
      range: 'amplitude',
    }),
    offset: setpoint('V', {
      header: '[SOURce:]VOLTage[:LEVel][:IMMediate]:OFFSet',
      get: ':SOUR:VOLT:OFFS?',
      set: ':SOUR:VOLT:OFFS {value}',
      range: 'offset',
    }),
    dutyCycle: setpoint('%', {
      header: '[SOURce:]FUNCtion:SQUare:DCYCle',
      get: ':SOUR:FUNC:SQU:DCYC?',
      set: ':SOUR:FUNC:SQU:DCYC {value}',
      range: 'duty',
      rare: true,
      under: ['SQU'],
    }),
    symmetry: setpoint('%', {
      header: '[SOURce:]FUNCtion:RAMP:SYMMetry',
      get: ':SOUR:FUNC:RAMP:SYMM?',
      set: ':SOUR:FUNC:RAMP:SYMM {value}',
      range: 'symmetry',
      rare: true,
      under: ['RAMP'],
    }),
    sweepStart: setpoint('Hz', {
      header: '[SOURce:]FREQuency:STARt',
      get: ':SOUR:FREQ:STAR?',
      set: ':SOUR:FREQ:STAR {value}',
      range: 'frequency',
      rare: true,
      under: periodic,
    }),
    sweepStop: setpoint('Hz', {
      header: '[SOURce:]FREQuency:STOP',
      get: ':SOUR:FREQ:STOP?',
      set: ':SOUR:FREQ:STOP {value}',
      range: 'frequency',
      rare: true,
      under: periodic,
    }),
    sweepTime: setpoint('s', {
      header: '[SOURce:]SWEep:TIME',
      get: ':SOUR:SWE:TIME?',
      set: ':SOUR:SWE:TIME {value}',
      range: 'sweepTime',
      rare: true,
      under: periodic,
    }),
  },
  choices: {
    sweep: onOff('Sweep', {
      header: '[SOURce:]SWEep:STATe',
      get: ':SOUR:SWE:STAT?',
      set: ':SOUR:SWE:STAT {value}',
      under: periodic,
    }),
  },
  protection: null,
  selector: {
    point: choice<string>(['SIN', 'SQU', 'RAMP', 'PULS', 'NOIS', 'DC'], {
      header: '[SOURce:]FUNCtion[:SHAPe]',
      get: ':SOUR:FUNC?',
      set: ':SOUR:FUNC {value}',
    }),
    words: [
      shape('SIN', 'Sine', 'SINusoid'),
      shape('SQU', 'Square', 'SQUare'),
      shape('RAMP', 'Ramp', 'RAMP'),
      shape('PULS', 'Pulse', 'PULSe'),
      shape('NOIS', 'Noise', 'NOISe'),
      shape('DC', 'DC', 'DC'),
    ],
  },
  output: flag({ header: 'OUTPut[:STATe]', get: ':OUTP:STAT?', set: ':OUTP:STAT {value}' }),
  switches: 'output',
  mode: null,
  readings: {},
  measured: null,
  allOutputs: null,
  allOff: [':OUTP:STAT OFF'],
  toLocal: [':SYST:LOC'],
  compound: true,
  envelope: false,
  waveform: null,
  commands: [
    ...usualCommands,
    { header: 'OUTPut:LOAD?', does: 'ask', help: 'Asks for the load that the amplitude is meant for, in Ω.' },
    {
      header: 'OUTPut:LOAD',
      does: 'unknown',
      parameters: '<Ω>|INFinity',
      help: 'Tells it the load it drives.',
    },
    {
      header: 'APPLy:SINusoid',
      does: 'unknown',
      parameters: '<Hz>,<Vpp>,<V>',
      help: 'Sets shape, frequency, amplitude and offset, and switches the output on.',
    },
    { header: 'APPLy?', does: 'ask', help: 'Asks for shape, frequency, amplitude and offset.' },
  ],
});
