import { type KnownCommand, usualCommands } from '#main/drivers/commands.ts';
import { onOff } from '#main/drivers/choices.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { choice, measured, setpoint } from '#main/drivers/point.ts';

const functions = ['VOLTage[:DC]', 'VOLTage:AC', 'CURRent[:DC]', 'CURRent:AC', 'RESistance', 'FREQuency'];

/** A setting of one function: its words on the wire, and under which word of the selector it means something. */
const own = (written: string, word: string, tail: string, short: string) => ({
  header: `[SENSe:]${written}:${tail}`,
  get: `:SENS:${word}:${short}?`,
  set: `:SENS:${word}:${short} {value}`,
  rare: true,
  under: [word],
});
const ranged = (written: string, word: string) => own(written, word, 'RANGe[:UPPer]', 'RANG');
const integrated = (written: string, word: string) => own(written, word, 'NPLCycles', 'NPLC');
const following = (written: string, word: string) => own(written, word, 'RANGe:AUTO', 'RANG:AUTO');

/** The multimeter of the simulated bench, six and a half digits. */
export const simulatedMeter = defineFamily({
  family: 'LabLink simulated meter',
  version: 2,
  kind: 'multimeter',
  verified: 'manual',
  source: 'LabLink Console, the simulated meter: command list',
  vendor: /^LabLink$/,
  models: {
    'SIM-DM1': [
      {
        label: 'Input',
        limits: {
          volts: [0.1, 1000, 0.1, [0.1, 1, 10, 100, 1000]],
          amps: [0.01, 10, 0.01, [0.01, 0.1, 1, 10]],
          ohms: [100, 10_000, 1, [100, 1000, 10_000]],
          cycles: [0.02, 100, 0.01, [0.02, 0.2, 1, 10, 100]],
        },
        resolutions: {
          voltage: 1e-5,
          acVoltage: 1e-5,
          current: 1e-5,
          acCurrent: 1e-5,
          resistance: 1e-3,
          frequency: 1e-3,
        },
      },
    ],
  },
  settings: {
    voltageRange: setpoint('V', { ...ranged('VOLTage[:DC]', 'VOLT'), range: 'volts' }),
    acVoltageRange: setpoint('V', { ...ranged('VOLTage:AC', 'VOLT:AC'), range: 'volts' }),
    currentRange: setpoint('A', { ...ranged('CURRent[:DC]', 'CURR'), range: 'amps' }),
    acCurrentRange: setpoint('A', { ...ranged('CURRent:AC', 'CURR:AC'), range: 'amps' }),
    resistanceRange: setpoint('Ω', { ...ranged('RESistance', 'RES'), range: 'ohms' }),
    voltageCycles: setpoint('PLC', { ...integrated('VOLTage[:DC]', 'VOLT'), range: 'cycles' }),
    currentCycles: setpoint('PLC', { ...integrated('CURRent[:DC]', 'CURR'), range: 'cycles' }),
    resistanceCycles: setpoint('PLC', { ...integrated('RESistance', 'RES'), range: 'cycles' }),
  },
  choices: {
    voltageAutoRange: onOff('Range follows', following('VOLTage[:DC]', 'VOLT')),
    acVoltageAutoRange: onOff('Range follows', following('VOLTage:AC', 'VOLT:AC')),
    currentAutoRange: onOff('Range follows', following('CURRent[:DC]', 'CURR')),
    acCurrentAutoRange: onOff('Range follows', following('CURRent:AC', 'CURR:AC')),
    resistanceAutoRange: onOff('Range follows', following('RESistance', 'RES')),
  },
  protection: null,
  selector: {
    point: choice<string>(['VOLT', 'VOLT:AC', 'CURR', 'CURR:AC', 'RES', 'FREQ'], {
      header: '[SENSe:]FUNCtion[:ON]',
      get: ':SENS:FUNC?',
      set: ':SENS:FUNC {value}',
      quoted: true,
    }),
    words: [
      { word: 'VOLT', label: 'DC voltage', written: 'VOLTage[:DC]', rules: null, measures: 'voltage' },
      { word: 'VOLT:AC', label: 'AC voltage', written: 'VOLTage:AC', rules: null, measures: 'acVoltage' },
      { word: 'CURR', label: 'DC current', written: 'CURRent[:DC]', rules: null, measures: 'current' },
      { word: 'CURR:AC', label: 'AC current', written: 'CURRent:AC', rules: null, measures: 'acCurrent' },
      { word: 'RES', label: 'Resistance', written: 'RESistance', rules: null, measures: 'resistance' },
      { word: 'FREQ', label: 'Frequency', written: 'FREQuency', rules: null, measures: 'frequency' },
    ],
  },
  output: null,
  switches: null,
  mode: null,
  readings: {},
  measured: measured({ header: 'READ', get: ':READ?' }),
  allOutputs: null,
  allOff: [],
  toLocal: [':SYST:LOC'],
  compound: true,
  envelope: false,
  waveform: null,
  commands: [
    ...usualCommands,
    { header: 'FETCh?', does: 'ask', help: 'Answers with the last measurement again.' },
    { header: 'CONFigure?', does: 'ask', help: 'Asks for the function that is chosen.' },
    ...functions.flatMap((written): KnownCommand[] => [
      {
        header: `CONFigure:${written}`,
        does: 'unknown',
        help: 'Chooses this function, with its usual range.',
      },
      { header: `MEASure:${written}?`, does: 'unknown', help: 'Chooses this function and measures once.' },
    ]),
  ],
});
