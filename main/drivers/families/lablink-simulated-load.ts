import { usualCommands } from '#main/drivers/commands.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { choice, flag, reading, setpoint } from '#main/drivers/point.ts';

/** The electronic load of the simulated bench: 60 V, 30 A, 150 W. */
export const simulatedLoad = defineFamily({
  family: 'LabLink simulated load',
  version: 1,
  kind: 'dc-load',
  verified: 'manual',
  source: 'LabLink Console, the simulated load: command list',
  vendor: /^LabLink$/,
  models: {
    'SIM-EL1': [
      {
        label: 'Input',
        limits: {
          current: [0, 30, 0.001],
          voltage: [0, 60, 0.001],
          resistance: [0.1, 10_000, 0.01],
          power: [0, 150, 0.01],
        },
        resolutions: { voltage: 0.001, current: 0.001, power: 0.001 },
      },
    ],
  },
  settings: {
    current: setpoint('A', {
      header: '[SOURce:]CURRent[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR:CURR?',
      set: ':SOUR:CURR {value}',
      range: 'current',
    }),
    voltage: setpoint('V', {
      header: '[SOURce:]VOLTage[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR:VOLT?',
      set: ':SOUR:VOLT {value}',
      range: 'voltage',
    }),
    resistance: setpoint('Ω', {
      header: '[SOURce:]RESistance[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR:RES?',
      set: ':SOUR:RES {value}',
      range: 'resistance',
    }),
    power: setpoint('W', {
      header: '[SOURce:]POWer[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR:POW?',
      set: ':SOUR:POW {value}',
      range: 'power',
    }),
  },
  selector: {
    point: choice<string>(['CURR', 'VOLT', 'RES', 'POW'], {
      header: '[SOURce:]FUNCtion[:MODE]',
      get: ':SOUR:FUNC?',
      set: ':SOUR:FUNC {value}',
    }),
    words: [
      { word: 'CURR', label: 'Constant current', written: 'CURRent', rules: 'current', measures: null },
      { word: 'VOLT', label: 'Constant voltage', written: 'VOLTage', rules: 'voltage', measures: null },
      {
        word: 'RES',
        label: 'Constant resistance',
        written: 'RESistance',
        rules: 'resistance',
        measures: null,
      },
      { word: 'POW', label: 'Constant power', written: 'POWer', rules: 'power', measures: null },
    ],
  },
  choices: {},
  protection: null,
  output: flag({ header: 'INPut[:STATe]', get: ':INP:STAT?', set: ':INP:STAT {value}' }),
  switches: 'input',
  mode: null,
  readings: {
    voltage: reading('V', { header: 'MEASure[:SCALar]:VOLTage[:DC]', get: ':MEAS:VOLT?' }),
    current: reading('A', { header: 'MEASure[:SCALar]:CURRent[:DC]', get: ':MEAS:CURR?' }),
    power: reading('W', { header: 'MEASure[:SCALar]:POWer[:DC]', get: ':MEAS:POW?' }),
  },
  measured: null,
  allOutputs: null,
  allOff: [':INP:STAT OFF'],
  toLocal: [':SYST:LOC'],
  compound: true,
  envelope: false,
  waveform: null,
  commands: usualCommands,
});
