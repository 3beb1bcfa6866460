import { usualCommands } from '#main/drivers/commands.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { onOff } from '#main/drivers/choices.ts';
import { choice, flag, reading, setpoint } from '#main/drivers/point.ts';

const channel = (label: string) =>
  ({
    label,
    limits: {
      voltage: [0, 32, 0.001],
      current: [0, 3, 0.001],
      overVoltage: [0.1, 35.2, 0.001],
      overCurrent: [0.01, 3.3, 0.001],
    },
    resolutions: { voltage: 0.001, current: 0.001, power: 0.001 },
  }) as const;

/** The supply of the simulated bench. Its `verified` is earned: it is written by the same hands as the simulator's list. */
export const simulatedSupply = defineFamily({
  family: 'LabLink simulated supply',
  version: 2,
  kind: 'dc-supply',
  verified: 'manual',
  source: 'LabLink Console, the simulated supply: command list',
  vendor: /^LabLink$/,
  models: { 'SIM-PS2': [channel('CH1'), channel('CH2')] },
  settings: {
    voltage: setpoint('V', {
      header: '[SOURce{ch}:]VOLTage[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR{ch}:VOLT?',
      set: ':SOUR{ch}:VOLT {value}',
      range: 'voltage',
    }),
    current: setpoint('A', {
      header: '[SOURce{ch}:]CURRent[:LEVel][:IMMediate][:AMPLitude]',
      get: ':SOUR{ch}:CURR?',
      set: ':SOUR{ch}:CURR {value}',
      range: 'current',
    }),
    overVoltage: setpoint('V', {
      header: '[SOURce{ch}:]VOLTage:PROTection[:LEVel]',
      get: ':SOUR{ch}:VOLT:PROT?',
      set: ':SOUR{ch}:VOLT:PROT {value}',
      range: 'overVoltage',
      rare: true,
    }),
    overCurrent: setpoint('A', {
      header: '[SOURce{ch}:]CURRent:PROTection[:LEVel]',
      get: ':SOUR{ch}:CURR:PROT?',
      set: ':SOUR{ch}:CURR:PROT {value}',
      range: 'overCurrent',
      rare: true,
    }),
  },
  selector: null,
  choices: {
    overVoltageProtection: onOff('Over-voltage protection', {
      header: '[SOURce{ch}:]VOLTage:PROTection:STATe',
      get: ':SOUR{ch}:VOLT:PROT:STAT?',
      set: ':SOUR{ch}:VOLT:PROT:STAT {value}',
    }),
    overCurrentProtection: onOff('Over-current protection', {
      header: '[SOURce{ch}:]CURRent:PROTection:STATe',
      get: ':SOUR{ch}:CURR:PROT:STAT?',
      set: ':SOUR{ch}:CURR:PROT:STAT {value}',
    }),
  },
  protection: {
    trips: [
      {
        trip: 'overVoltage',
        label: 'Over-voltage',
        point: flag({
          header: '[SOURce{ch}:]VOLTage:PROTection:TRIPped',
          get: ':SOUR{ch}:VOLT:PROT:TRIP?',
        }),
      },
      {
        trip: 'overCurrent',
        label: 'Over-current',
        point: flag({
          header: '[SOURce{ch}:]CURRent:PROTection:TRIPped',
          get: ':SOUR{ch}:CURR:PROT:TRIP?',
        }),
      },
    ],
    clear: { header: 'OUTPut{ch}:PROTection:CLEar', set: ':OUTP{ch}:PROT:CLE' },
  },
  output: flag({ header: 'OUTPut{ch}[:STATe]', get: ':OUTP{ch}:STAT?', set: ':OUTP{ch}:STAT {value}' }),
  switches: 'output',
  mode: choice(['CV', 'CC', 'OFF'], { header: '[SOURce{ch}:]MODE', get: ':SOUR{ch}:MODE?' }),
  readings: {
    voltage: reading('V', { header: 'MEASure{ch}[:SCALar]:VOLTage[:DC]', get: ':MEAS{ch}:VOLT?' }),
    current: reading('A', { header: 'MEASure{ch}[:SCALar]:CURRent[:DC]', get: ':MEAS{ch}:CURR?' }),
    power: reading('W', { header: 'MEASure{ch}[:SCALar]:POWer[:DC]', get: ':MEAS{ch}:POW?' }),
  },
  measured: null,
  allOutputs: 'OUTPut:ALL',
  allOff: [':OUTP:ALL OFF'],
  toLocal: [':SYST:LOC'],
  compound: true,
  envelope: true,
  waveform: null,
  commands: [
    ...usualCommands,
    { header: 'OUTPut:ALL?', does: 'ask', help: 'Asks whether every output is on.' },
    {
      header: 'APPLy',
      does: 'unknown',
      parameters: '<channel>,<volts>,<amperes>',
      help: 'Sets voltage and current of one channel at once.',
    },
  ],
});
