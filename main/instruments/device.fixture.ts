import type { Drive, SupplyDrive } from '#main/drivers/driver.ts';
import type { Effect } from '#main/session/ports.ts';
import type { Envelope } from '#shared/contract/instruments.ts';
import { Device } from './device.ts';

const facts = (channel: number) => ({
  channel,
  label: `Channel ${channel}`,
  voltage: { min: 0, max: 30, resolution: 0.001 },
  current: { min: 0, max: 3, resolution: 0.001 },
});

/** A two-channel supply whose every conversation is one line: what a driver does, without any instrument's dialect. */
export function plainDrive(effects: (text: string) => readonly Effect[] = () => [{ kind: 'none' }]): Drive {
  const supply: SupplyDrive = {
    channels: [facts(1), facts(2)],
    async set(talk, channel, point, value) {
      await talk.tell(`${point} ${channel} ${value}`);
      return await talk.ask(`${point}? ${channel}`, Number);
    },
    readBack: async (talk, channel, point) => await talk.ask(`${point}? ${channel}`, Number),
    output: (talk, channel, on) => talk.tell(`output ${channel} ${on ? 'on' : 'off'}`),
    readOutput: (talk, channel) => talk.ask(`output? ${channel}`, (reply) => reply === '1'),
    async poll(talk, channel) {
      const [on, voltage, current] = await talk.ask(`poll? ${channel}`, (reply) => reply.split(','));
      return {
        on: on === '1',
        mode: null,
        setVoltage: Number(voltage),
        setCurrent: Number(current),
        readings: [],
      };
    },
    nextError: async () => null,
    allOff: ['all off'],
  };
  return { family: 'plain', version: 'plain 1', kind: 'dc-supply', verified: 'manual', effects, supply };
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
  device.channels
    .get(channel)
    ?.readPoll({ on, mode: null, setVoltage: voltage, setCurrent: current, readings: [] }, 1000);
}
