import { choice, flag, reading, setpoint } from '#main/drivers/point.ts';
import { defineSupply } from '#main/drivers/define.ts';

const channel = (label: string) =>
  ({
    label,
    limits: { voltage: [0, 32, 0.001], current: [0, 3, 0.001] },
  }) as const;

/** The supply of the simulated bench. Its `verified` is earned: it is written by the same hands as the simulator's list. */
export const simulatedSupply = defineSupply({
  family: 'LabLink simulated supply',
  version: 1,
  kind: 'dc-supply',
  verified: 'manual',
  source: 'LabLink Console, the simulated supply: command list',
  vendor: /^LabLink$/,
  models: { 'SIM-PS2': [channel('CH1'), channel('CH2')] },
  points: {
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
    output: flag({ header: 'OUTPut{ch}[:STATe]', get: ':OUTP{ch}:STAT?', set: ':OUTP{ch}:STAT {value}' }),
    mode: choice(['CV', 'CC', 'OFF'], { header: '[SOURce{ch}:]MODE', get: ':SOUR{ch}:MODE?' }),
    measuredVoltage: reading('V', { header: 'MEASure{ch}[:SCALar]:VOLTage[:DC]', get: ':MEAS{ch}:VOLT?' }),
    measuredCurrent: reading('A', { header: 'MEASure{ch}[:SCALar]:CURRent[:DC]', get: ':MEAS{ch}:CURR?' }),
    measuredPower: reading('W', { header: 'MEASure{ch}[:SCALar]:POWer[:DC]', get: ':MEAS{ch}:POW?' }),
  },
  allOutputs: 'OUTPut:ALL',
  allOff: [':OUTP:ALL OFF'],
  compound: true,
  harmless: ['*CLS', '*ESE', '*OPC', '*SRE', '*WAI', '*SAV', 'SYSTem:LOCal', 'SYSTem:REMote'],
  queries: [
    '*IDN',
    '*ESE',
    '*ESR',
    '*OPC',
    '*SRE',
    '*STB',
    'OUTPut:ALL',
    'SYSTem:ERRor[:NEXT]',
    'SYSTem:VERSion',
  ],
});
