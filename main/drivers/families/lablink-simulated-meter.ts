import { type KnownCommand, usualCommands } from '#main/drivers/commands.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { choice, measured } from '#main/drivers/point.ts';

const functions = ['VOLTage[:DC]', 'VOLTage:AC', 'CURRent[:DC]', 'CURRent:AC', 'RESistance', 'FREQuency'];

/** The multimeter of the simulated bench, six and a half digits. */
export const simulatedMeter = defineFamily({
  family: 'LabLink simulated meter',
  version: 1,
  kind: 'multimeter',
  verified: 'manual',
  source: 'LabLink Console, the simulated meter: command list',
  vendor: /^LabLink$/,
  models: {
    'SIM-DM1': [
      {
        label: 'Input',
        limits: {},
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
  settings: {},
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
