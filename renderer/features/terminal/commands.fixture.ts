import type { Understood } from '#shared/contract/program.ts';
import { listed } from './meaning.ts';

const command = (header: string, short: string, does: Understood['does'], parameters = ''): Understood => ({
  header,
  short,
  query: header.endsWith('?'),
  parameters,
  help: `What ${short} is for.`,
  does,
});

/** The kinds of headers that lists have: optional words at both ends, channels, common commands. */
export const commands: readonly Understood[] = [
  command('*IDN?', '*IDN?', 'ask'),
  command('*CLS', '*CLS', 'harmless'),
  command('*RST', '*RST', 'unknown'),
  command('SYSTem:ERRor[:NEXT]?', 'SYST:ERR?', 'ask'),
  command('[SOURce{ch}:]VOLTage[:LEVel][:IMMediate][:AMPLitude]', 'VOLT', 'set', '<volts>'),
  command('[SOURce{ch}:]VOLTage[:LEVel][:IMMediate][:AMPLitude]?', 'VOLT?', 'ask'),
  command('[SOURce{ch}:]CURRent[:LEVel][:IMMediate][:AMPLitude]', 'CURR', 'set', '<amperes>'),
  command('[SOURce{ch}:]VOLTage:PROTection', 'VOLT:PROT', 'set', '<volts>'),
  command('MEASure{ch}[:SCALar]:VOLTage[:DC]?', 'MEAS1:VOLT?', 'ask'),
  command('OUTPut{ch}[:STATe]', 'OUTP1', 'switch', 'ON|OFF'),
];
export const list = listed(commands);
