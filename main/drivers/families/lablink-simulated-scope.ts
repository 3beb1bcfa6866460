import { type KnownCommand, usualCommands } from '#main/drivers/commands.ts';
import { command, onOff, picks, word } from '#main/drivers/choices.ts';
import { defineFamily } from '#main/drivers/define.ts';
import { reading, setpoint } from '#main/drivers/point.ts';

const channel = (label: string) =>
  ({
    label,
    limits: {
      scale: [0.001, 10, 1e-6],
      offset: [-100, 100, 1e-6],
      level: [-100, 100, 1e-6],
      time: [1e-7, 1, 1e-12],
      timeOffset: [-5, 5, 1e-12],
    },
    resolutions: { peakToPeak: 0.001, voltage: 0.001, frequency: 0.1 },
  }) as const;

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
  version: 2,
  kind: 'oscilloscope',
  verified: 'manual',
  source: 'LabLink Console, the simulated scope: command list',
  vendor: /^LabLink$/,
  models: { 'SIM-DS2': [channel('CH1'), channel('CH2')] },
  settings: {
    verticalScale: setpoint('V', {
      header: 'CHANnel{ch}:SCALe',
      get: ':CHAN{ch}:SCAL?',
      set: ':CHAN{ch}:SCAL {value}',
      range: 'scale',
      rare: true,
    }),
    verticalOffset: setpoint('V', {
      header: 'CHANnel{ch}:OFFSet',
      get: ':CHAN{ch}:OFFS?',
      set: ':CHAN{ch}:OFFS {value}',
      range: 'offset',
      rare: true,
    }),
    timeScale: setpoint('s', {
      header: 'TIMebase[:MAIN]:SCALe',
      get: ':TIM:SCAL?',
      set: ':TIM:SCAL {value}',
      range: 'time',
      rare: true,
      shared: true,
    }),
    timeOffset: setpoint('s', {
      header: 'TIMebase[:MAIN]:OFFSet',
      get: ':TIM:OFFS?',
      set: ':TIM:OFFS {value}',
      range: 'timeOffset',
      rare: true,
      shared: true,
    }),
    triggerLevel: setpoint('V', {
      header: 'TRIGger:EDGE:LEVel',
      get: ':TRIG:EDGE:LEV?',
      set: ':TRIG:EDGE:LEV {value}',
      range: 'level',
      rare: true,
      shared: true,
    }),
  },
  selector: null,
  choices: {
    display: onOff('Shown', {
      header: 'CHANnel{ch}:DISPlay',
      get: ':CHAN{ch}:DISP?',
      set: ':CHAN{ch}:DISP {value}',
    }),
    coupling: picks('Coupling', [word('DC', 'DC'), word('AC', 'AC')], {
      header: 'CHANnel{ch}:COUPling',
      get: ':CHAN{ch}:COUP?',
      set: ':CHAN{ch}:COUP {value}',
    }),
    triggerSource: picks(
      'Trigger source',
      [word('CHAN1', 'CH1', 'CHANnel1'), word('CHAN2', 'CH2', 'CHANnel2')],
      {
        header: 'TRIGger:EDGE:SOURce',
        get: ':TRIG:EDGE:SOUR?',
        set: ':TRIG:EDGE:SOUR {value}',
        shared: true,
      },
    ),
    triggerSlope: picks('Slope', [word('POS', 'Rising', 'POSitive'), word('NEG', 'Falling', 'NEGative')], {
      header: 'TRIGger:EDGE:SLOPe',
      get: ':TRIG:EDGE:SLOP?',
      set: ':TRIG:EDGE:SLOP {value}',
      shared: true,
    }),
    triggerSweep: picks(
      'Trigger mode',
      [word('AUTO', 'Auto'), word('NORM', 'Normal', 'NORMal'), word('SING', 'Single', 'SINGle')],
      { header: 'TRIGger:SWEep', get: ':TRIG:SWE?', set: ':TRIG:SWE {value}', shared: true },
    ),
    acquisition: {
      ...picks(
        'Acquisition',
        [
          command('RUN', 'Run', 'RUN', ':RUN'),
          command('STOP', 'Stop', 'STOP', ':STOP'),
          command('SINGLE', 'Single', 'SINGle', ':SING'),
        ],
        { header: 'ACQuire:STATe', get: ':ACQ:STAT?', set: null, shared: true, rare: false },
      ),
      moves: true,
    },
  },
  protection: null,
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
  waveform: {
    ask: ':WAV:SOUR CHAN{ch};:WAV:FORM BYTE;:WAV:PRE?;:TRIG:STAT?;:WAV:DATA?',
    origin: 'volts',
    states: { TD: 'triggered', AUTO: 'free', WAIT: 'waiting', STOP: 'stopped' },
  },
  commands: [
    ...usualCommands,
    {
      header: 'AUToscale',
      does: 'unknown',
      help: 'Chooses scales and a trigger that show what is there.',
    },
    tell('CHANnel{ch}:PROBe', '<1 to 1000>', 'Sets what the probe divides by.'),
    ask('CHANnel{ch}:PROBe?', 'Asks for what the probe divides by.'),
    ask('TRIGger:STATus?', 'Asks whether it has triggered: TD, AUTO, WAIT or STOP.'),
    tell('WAVeform:SOURce', 'CHANnel1|CHANnel2', 'Sets the channel that is read.'),
    tell('WAVeform:FORMat', 'BYTE|WORD|ASCii', 'Sets how samples are sent.'),
    tell('WAVeform:POINts', '<n>', 'Sets how many samples are sent.'),
    ask('WAVeform:PREamble?', 'Asks for what turns samples into volts and seconds: ten numbers.'),
    ask('WAVeform:DATA?', 'Reads the samples, as a block.'),
    ask('DISPlay:DATA?', 'Reads a picture of the screen, as a PNG block.'),
  ],
});
