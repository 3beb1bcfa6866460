import type { ChannelInfo, ChannelState, Held, HeldOutput, Point } from '#shared/contract/channels.ts';
import type { Instrument } from '#shared/contract/instruments.ts';

/** A number that was read back. */
export const held = (value: number | null): Held => ({
  state: value === null ? 'unknown' : 'known',
  value,
  was: null,
  at: 0,
  changedAt: null,
});

/** A channel of a supply with its output on, at 3.3 V and 1.5 A, of which `part` is different. */
export const channelState = (part: Partial<ChannelState> = {}): ChannelState => ({
  channel: 1,
  settings: { voltage: held(3.3), current: held(1.5) },
  function: null,
  choices: {},
  tripped: null,
  output: output('known', true),
  mode: 'CV',
  readings: { voltage: 3.3, current: 0.5, power: 1.65 },
  overload: [],
  at: 10_000,
  reference: null,
  envelope: null,
  ...part,
});

export const output = (
  state: HeldOutput['state'],
  on: boolean | null,
  part: Partial<HeldOutput> = {},
): HeldOutput => ({ state, on, lastSeen: on, since: 1000, changedAt: null, ...part });

const setting = (point: Point, max: number, resolution = 0.001) => ({
  point,
  min: 0,
  max,
  resolution,
  values: null,
  of: 'channel' as const,
  under: null,
  rare: false,
});

/** What a channel of a supply can do. */
export const supplyInfo = (channel: number): ChannelInfo => ({
  channel,
  label: `CH${channel}`,
  switches: 'output',
  settings: [setting('voltage', 32), setting('current', 3)],
  functions: null,
  choices: [],
  trips: [],
  readings: [
    { quantity: 'voltage', resolution: 0.001 },
    { quantity: 'current', resolution: 0.001 },
    { quantity: 'power', resolution: 0.001 },
  ],
  envelope: true,
});

export const loadInfo: ChannelInfo = {
  ...supplyInfo(1),
  label: 'Load',
  switches: 'input',
  settings: [
    setting('current', 30),
    setting('voltage', 80),
    setting('resistance', 7500),
    setting('power', 200),
  ],
  functions: [
    { word: 'CURR', label: 'CC', point: 'current' },
    { word: 'VOLT', label: 'CV', point: 'voltage' },
    { word: 'RES', label: 'CR', point: 'resistance' },
    { word: 'POW', label: 'CP', point: 'power' },
  ],
};

export const meterInfo: ChannelInfo = {
  channel: 1,
  label: 'Input',
  switches: null,
  settings: [],
  functions: [
    { word: 'VOLT', label: 'DC V', point: null },
    { word: 'RES', label: 'Ω', point: null },
  ],
  choices: [],
  trips: [],
  readings: [
    { quantity: 'voltage', resolution: 1e-6 },
    { quantity: 'resistance', resolution: 0.001 },
  ],
  envelope: false,
};

export const generatorInfo: ChannelInfo = {
  channel: 1,
  label: 'Output',
  switches: 'output',
  settings: [
    setting('frequency', 25e6, 1e-6),
    setting('amplitude', 10),
    { ...setting('offset', 5), min: -5 },
  ],
  functions: [
    { word: 'SIN', label: 'Sine', point: null },
    { word: 'SQU', label: 'Square', point: null },
  ],
  choices: [],
  trips: [],
  readings: [],
  envelope: false,
};

/** A supply of two channels that answers. */
export const supply: Instrument = {
  id: 'a',
  name: 'Supply',
  address: 'tcp://127.0.0.1:5025',
  vendor: '',
  model: '',
  serial: '',
  firmware: '',
  driver: '',
  verified: 'manual',
  kind: 'dc-supply',
  simulated: true,
  link: 'ready',
  control: 'remote',
  answeredAt: 1,
  latencyMs: 1,
  service: null,
  recording: null,
  trouble: null,
  channels: [supplyInfo(1), supplyInfo(2)],
};
