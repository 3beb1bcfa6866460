import type { Controls, Drive } from '#main/drivers/driver.ts';
import type { Effect } from '#main/session/ports.ts';
import type { ChannelInfo, Envelope } from '#shared/contract/channels.ts';
import { Device } from './device.ts';

const plain = { values: null, of: 'channel', under: null, rare: false } as const;
const facts = (channel: number): ChannelInfo => ({
  channel,
  label: `Channel ${channel}`,
  switches: 'output',
  settings: [
    { point: 'voltage', min: 0, max: 30, resolution: 0.001, ...plain },
    { point: 'current', min: 0, max: 3, resolution: 0.001, ...plain },
  ],
  functions: null,
  choices: [],
  trips: [],
  readings: [{ quantity: 'voltage', resolution: 0.001 }],
  envelope: true,
});

/** A two-channel supply whose every conversation is one line: what a driver does, without any instrument's dialect. */
export function plainDrive(effects: (text: string) => readonly Effect[] = () => [{ kind: 'none' }]): Drive {
  const controls: Controls = {
    channels: [facts(1), facts(2)],
    async set(talk, channel, point, value) {
      await talk.tell(`${point} ${channel} ${value}`);
      return await talk.ask(`${point}? ${channel}`, Number);
    },
    choose: async (talk, channel, _, word) => {
      await talk.tell(`function ${channel} ${word}`);
      return word;
    },
    clearTrips: () => Promise.reject(new Error('it has nothing that trips')),
    readTrips: () => Promise.resolve([]),
    readBack: async (talk, channel, point) => await talk.ask(`${point}? ${channel}`, Number),
    output: (talk, channel, on) => talk.tell(`output ${channel} ${on ? 'on' : 'off'}`),
    readOutput: (talk, channel) => talk.ask(`output? ${channel}`, (reply) => reply === '1'),
    async poll(talk, channel) {
      const [on, voltage, current] = await talk.ask(`poll? ${channel}`, (reply) => reply.split(','));
      return {
        on: on === '1',
        mode: null,
        word: null,
        settings: { voltage: Number(voltage), current: Number(current) },
        choices: {},
        trips: null,
        readings: [],
        overload: [],
      };
    },
    hasTraces: false,
    traces: () => Promise.resolve([]),
    nextError: async () => null,
    allOff: ['all off'],
    toLocal: ['local'],
  };
  const about = { family: 'plain', version: 'plain 1', kind: 'dc-supply', verified: 'manual' } as const;
  return { ...about, effects, commands: [], controls };
}

export const identity = { vendor: 'Bench', model: 'Plain', serial: '7', firmware: '1.0' };

/** A device with that drive, which nobody has talked to yet. */
export function plainDevice(
  id = 'a',
  envelopes: ReadonlyMap<number, Envelope> = new Map(),
  drive = plainDrive(),
): Device {
  const device = new Device(
    {
      id,
      name: `Supply ${id}`,
      address: `tcp://127.0.0.1:${id}`,
      simulated: null,
      seen: identity,
      envelopes,
    },
    100,
    () => 1000,
  );
  device.adopt(identity, drive);
  return device;
}

/** Reads one channel back, as if the instrument had said so. */
export function readBack(
  device: Device,
  channel: number,
  on: boolean,
  voltage: number,
  current: number,
): void {
  const poll = {
    on,
    mode: null,
    word: null,
    settings: { voltage, current },
    choices: {},
    trips: null,
    readings: [],
    overload: [],
  };
  device.channels.get(channel)?.readPoll(poll, 1000);
}
