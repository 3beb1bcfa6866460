import type { Call } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Controls } from '#main/drivers/driver.ts';
import type { Operator } from '#main/session/ports.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import { written } from './envelope.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';
import { converse, sentAnyway, type Talk } from './talk.ts';

type Control = Pick<
  DomainHandlers<typeof instruments>,
  'set' | 'choose' | 'output' | 'allOff' | 'clearTrips'
>;

export const person = ({ who }: Call, confirmed = false, withoutEnvelope = false): Operator => ({
  name: who,
  confirmed,
  withoutEnvelope,
});

/** Throws PERMISSION_DENIED for whoever confirms a command of unknown effect and may not. */
export function mayConfirm({ identity }: Call, confirm: boolean): void {
  if (confirm && !identity?.permissions.includes('safety:confirm'))
    throw new Fault(
      'PERMISSION_DENIED',
      'Confirming a command of unknown effect needs a permission that you do not have. Nothing was sent.',
    );
}

/** The device with this id. Throws INSTRUMENT_UNKNOWN. */
export function deviceOf(room: Room, id: string): Device {
  const device = room.devices.get(id);
  if (device === undefined) throw new Fault('INSTRUMENT_UNKNOWN', 'This instrument is not on the desk.');
  return device;
}

/** A device that has been greeted on its present link and is not in local: only such a one is driven. `off`: in local, too. */
export function drivenDevice(room: Room, id: string, off = false): Device {
  const device = deviceOf(room, id);
  if (device.local && !off)
    throw new Fault(
      'INSTRUMENT_LOCAL',
      `${device.name} was given back to its front panel. Nothing was sent.`,
    );
  if (device.greeted) return device;
  const trouble = device.instrument().trouble;
  throw new Fault(
    'INSTRUMENT_UNREACHABLE',
    trouble?.message ?? `${device.name} is not connected yet. Nothing was sent.`,
    {
      ...(trouble && { remedy: trouble.remedy }),
    },
  );
}

/** How it is driven. Throws POINT_UNKNOWN when nothing but SCPI is known of it. */
export function controlsOf(device: Device): Controls {
  const controls = device.drive?.controls;
  if (!controls)
    throw new Fault('POINT_UNKNOWN', `The console has no driver for ${device.name}. Nothing was sent.`, {
      remedy: 'Use the terminal, or its front panel.',
    });
  return controls;
}

/** The channel of this number. Throws POINT_UNKNOWN. */
export function channelOf(device: Device, number: number): Channel {
  const channel = device.channels.get(number);
  if (channel === undefined)
    throw new Fault('POINT_UNKNOWN', `${device.name} has no channel ${number}. Nothing was sent.`);
  return channel;
}

/** Entries that an instrument's error queue holds at the most before it says it overflows; a bound against one that never ends. */
const mostErrors = 64;

/** Empties the error queue: what was in it before a command is not that command's. */
export async function drainErrors(controls: Controls, talk: Talk): Promise<void> {
  for (let left = mostErrors; left > 0; left--) if ((await controls.nextError(talk)) === null) return;
}

/** Rejects with INSTRUMENT_ERROR when the instrument did not accept what was sent. */
export async function checkErrors(
  controls: Controls,
  talk: Talk,
  device: Device,
  what: string,
): Promise<void> {
  const error = await controls.nextError(talk);
  if (error === null) return;
  await drainErrors(controls, talk);
  throw new Fault(
    'INSTRUMENT_ERROR',
    `${device.name} did not accept ${what}. It says: ${error.code}, "${error.text}".`,
    {
      remedy: 'Check the value and the state of the instrument. What is shown is what it holds now.',
      details: { code: error.code, text: error.text },
    },
  );
}

/** The handlers that drive an instrument for a person. */
export function controlHandlers(room: Room): Control {
  return {
    async set({ id, channel: number, point, value }, call) {
      const device = drivenDevice(room, id);
      const controls = controlsOf(device);
      const channel = channelOf(device, number);
      const talk = converse(device, { lane: 'person', operator: person(call), signal: call.signal });
      await drainErrors(controls, talk);
      const readBack = await controls.set(talk, number, point, value);
      if (talk.version === device.version) channel.readSetpoint(point, readBack, room.now());
      device.changed();
      await checkErrors(controls, talk, device, `${written(value, point)} for channel ${number}`);
      return { readBack };
    },

    async choose({ id, channel: number, choice: given, word }, call) {
      const choice = given ?? 'function';
      const device = drivenDevice(room, id);
      const controls = controlsOf(device);
      const channel = channelOf(device, number);
      const talk = converse(device, { lane: 'person', operator: person(call), signal: call.signal });
      await drainErrors(controls, talk);
      const readBack = await controls.choose(talk, number, choice, word);
      if (talk.version === device.version)
        if (choice === 'function') channel.readWord(readBack, room.now());
        else channel.readChoice(choice, readBack, room.now());
      device.changed();
      const what = choice === 'function' ? 'the function' : choice;
      await checkErrors(controls, talk, device, `${what} ${word} for channel ${number}`);
      return { readBack };
    },

    async output({ id, channel: number, on: wanted, withoutEnvelope = false }, call) {
      const device = drivenDevice(room, id, !wanted);
      const controls = controlsOf(device);
      const channel = channelOf(device, number);
      // An off is not called back when the window that asked for it goes.
      const talk = converse(device, {
        lane: 'person',
        operator: person(call, false, withoutEnvelope),
        ...(wanted && { signal: call.signal }),
      });
      if (wanted) await drainErrors(controls, talk);
      const sent = controls.output(talk, number, wanted);
      await (wanted ? sent : sentAnyway(sent));
      const on = await controls.readOutput(talk, number);
      if (talk.version === device.version) channel.readOutput(on, room.now());
      device.changed();
      if (on !== wanted)
        await checkErrors(controls, talk, device, `output ${number} ${wanted ? 'on' : 'off'}`);
      if (on && !wanted) throw stillOn(device, [number]);
      return { on };
    },

    async clearTrips({ id, channel: number }, call) {
      const device = drivenDevice(room, id);
      const controls = controlsOf(device);
      const channel = channelOf(device, number);
      if (channel.facts.trips.length === 0)
        throw new Fault('POINT_UNKNOWN', `${device.name} has nothing that trips. Nothing was sent.`);
      const talk = converse(device, { lane: 'person', operator: person(call) });
      const readOutput = async (): Promise<boolean> => {
        const on = await controls.readOutput(talk, number);
        if (talk.version === device.version) channel.readOutput(on, room.now());
        device.changed();
        return on;
      };
      // Off and read back off before it is cleared; and what comes on by that goes off again.
      await sentAnyway(controls.output(talk, number, false));
      if (await readOutput()) throw stillOn(device, [number]);
      await drainErrors(controls, talk);
      let on: boolean;
      try {
        await controls.clearTrips(talk, number);
      } finally {
        on = await readOutput();
        if (on) {
          await sentAnyway(controls.output(talk, number, false));
          on = await readOutput();
        }
      }
      if (on) throw stillOn(device, [number]);
      const trips = await controls.readTrips(talk, number);
      if (talk.version === device.version) channel.readTrips(trips, room.now());
      device.changed();
      await checkErrors(controls, talk, device, `the protection of channel ${number} cleared`);
      return { trips: [...trips] };
    },

    async allOff({ id }, call) {
      const device = drivenDevice(room, id, true);
      const controls = controlsOf(device);
      const talk = converse(device, { lane: 'person', operator: person(call) });
      await Promise.all(controls.allOff.map((message) => sentAnyway(talk.tell(message))));
      await readBackAll(room, device, { lane: 'person', operator: person(call) });
      const on = [...device.channels].filter(
        ([, { output }]) => output !== null && (output.state !== 'known' || output.on !== false),
      );
      if (on.length > 0)
        throw stillOn(
          device,
          on.map(([number]) => number),
        );
      return {};
    },
  };
}

const stillOn = (device: Device, channels: readonly number[]): Fault =>
  new Fault(
    'SAFETY_OUTPUT_UNKNOWN',
    `${device.name}: output ${channels.join(', ')} was sent off and is not read back off.`,
  );
