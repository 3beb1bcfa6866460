import { type KnownCommand, usualCommands } from '#main/drivers/commands.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { reading } from '#main/drivers/point.ts';

const channel = (label: string) =>
  ({ label, limits: {}, resolutions: { peakToPeak: 0.001, voltage: 0.001, frequency: 0.1 } }) as const;

const ask = (header: string, help: string, parameters = ''): KnownCommand => ({
  header,
  does: 'ask',
  help,
  parameters,
});
const tell = (header: string, parameters: string, help: string): KnownCommand => ({
  header,
  does: 'harmless',
  parameters,
  help,
});

/** The oscilloscope of the simulated bench, two channels. Nothing it is told can energise anything. */
export const simulatedScope = defineFamily({
  family: 'LabLink simulated scope',
  version: 1,
  kind: 'oscilloscope',
  verified: 'manual',
  source: 'LabLink Console, the simulated scope: command list',
  vendor: /^LabLink$/,
  models: { 'SIM-DS2': [channel('CH1'), channel('CH2')] },
  settings: {},
  selector: null,
  output: null,
  switches: null,
  mode: null,
  readings: {
    peakToPeak: reading('V', { header: 'MEASure:VPP', get: ':MEAS:VPP? CHAN{ch}' }),
    voltage: reading('V', { header: 'MEASure:VAVerage', get: ':MEAS:VAV? CHAN{ch}' }),
    frequency: reading('Hz', { header: 'MEASure:FREQuency', get: ':MEAS:FREQ? CHAN{ch}' }),
  },
  measured: null,
  allOutputs: null,
  allOff: [],
  toLocal: [':SYST:LOC'],
  compound: true,
  envelope: false,
  commands: [
    ...usualCommands,
    tell('RUN', '', 'Acquires again and again.'),
    tell('STOP', '', 'Keeps the last acquisition.'),
    tell('SINGle', '', 'Acquires once, at the next trigger.'),
    tell('AUToscale', '', 'Chooses scales that show what is there.'),
    tell('CHANnel{ch}:SCALe', '<V>', 'Sets volts a division.'),
    ask('CHANnel{ch}:SCALe?', 'Asks for volts a division.'),
    tell('CHANnel{ch}:OFFSet', '<V>', 'Sets the voltage in the middle of the screen.'),
    tell('CHANnel{ch}:COUPling', 'DC|AC', 'Sets the coupling of a channel.'),
    tell('TIMebase[:MAIN]:SCALe', '<s>', 'Sets seconds a division.'),
    ask('TIMebase[:MAIN]:SCALe?', 'Asks for seconds a division.'),
    tell('TRIGger:EDGE:SOURce', 'CHANnel1|CHANnel2', 'Sets what it triggers on.'),
    tell('TRIGger:EDGE:LEVel', '<V>', 'Sets the trigger level.'),
    tell('WAVeform:SOURce', 'CHANnel1|CHANnel2', 'Sets the channel that is read.'),
    tell('WAVeform:FORMat', 'BYTE|WORD|ASCii', 'Sets how samples are sent.'),
    tell('WAVeform:POINts', '<n>', 'Sets how many samples are sent.'),
    ask('WAVeform:PREamble?', 'Asks for what turns samples into volts and seconds: ten numbers.'),
    ask('WAVeform:DATA?', 'Reads the samples, as a block.'),
    ask('DISPlay:DATA?', 'Reads a picture of the screen, as a PNG block.'),
  ],
});
