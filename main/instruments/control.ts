import { asksForReply } from '#main/scpi/program.ts';
import type { Call } from '#main/bridge/caller.ts';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { SupplyDrive } from '#main/drivers/driver.ts';
import type { Operator } from '#main/session/ports.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import { written } from './envelope.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';
import { converse, effectsOf, replyText, sentAnyway, type Talk } from './talk.ts';

type Control = Pick<DomainHandlers<typeof instruments>, 'set' | 'output' | 'allOff' | 'send'>;

const person = ({ who }: Call, confirmed = false): Operator => ({ name: who, confirmed });

/** The device with this id. Throws INSTRUMENT_UNKNOWN. */
export function deviceOf(room: Room, id: string): Device {
  const device = room.devices.get(id);
  if (device === undefined) throw new Fault('INSTRUMENT_UNKNOWN', 'This instrument is not on the desk.');
  return device;
}

/** A device that has been greeted on its present link: only such a one is driven. */
function drivenDevice(room: Room, id: string): Device {
  const device = deviceOf(room, id);
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

function supplyOf(device: Device): SupplyDrive {
  const supply = device.drive?.supply;
  if (!supply)
    throw new Fault(
      'POINT_UNKNOWN',
      `${device.name} is not a supply that the console knows. Nothing was sent.`,
    );
  return supply;
}

function channelOf(device: Device, number: number): Channel {
  const channel = device.channels.get(number);
  if (channel === undefined)
    throw new Fault('POINT_UNKNOWN', `${device.name} has no channel ${number}. Nothing was sent.`);
  return channel;
}

/** Entries that an instrument's error queue holds at the most before it says it overflows; a bound against one that never ends. */
const mostErrors = 64;

/** Empties the error queue: what was in it before a command is not that command's. */
async function drainErrors(supply: SupplyDrive, talk: Talk): Promise<void> {
  for (let left = mostErrors; left > 0; left--) if ((await supply.nextError(talk)) === null) return;
}

/** Rejects with INSTRUMENT_ERROR when the instrument did not accept what was sent. */
async function checkErrors(supply: SupplyDrive, talk: Talk, device: Device, what: string): Promise<void> {
  const error = await supply.nextError(talk);
  if (error === null) return;
  await drainErrors(supply, talk);
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
      const supply = supplyOf(device);
      const channel = channelOf(device, number);
      const talk = converse(device, { lane: 'person', operator: person(call), signal: call.signal });
      await drainErrors(supply, talk);
      const readBack = await supply.set(talk, number, point, value);
      if (talk.version === device.version) channel.readSetpoint(point, readBack, room.now());
      device.changed();
      await checkErrors(supply, talk, device, `${written(value, point)} for channel ${number}`);
      return { readBack };
    },

    async output({ id, channel: number, on: wanted }, call) {
      const device = drivenDevice(room, id);
      const supply = supplyOf(device);
      const channel = channelOf(device, number);
      // An off is not called back when the window that asked for it goes.
      const talk = converse(device, {
        lane: 'person',
        operator: person(call),
        ...(wanted && { signal: call.signal }),
      });
      if (wanted) await drainErrors(supply, talk);
      const sent = supply.output(talk, number, wanted);
      await (wanted ? sent : sentAnyway(sent));
      const on = await supply.readOutput(talk, number);
      if (talk.version === device.version) channel.readOutput(on, room.now());
      device.changed();
      if (on !== wanted) await checkErrors(supply, talk, device, `output ${number} ${wanted ? 'on' : 'off'}`);
      if (on && !wanted) throw stillOn(device, [number]);
      return { on };
    },

    async allOff({ id }, call) {
      const device = drivenDevice(room, id);
      const supply = supplyOf(device);
      const talk = converse(device, { lane: 'person', operator: person(call) });
      await Promise.all(supply.allOff.map((message) => sentAnyway(talk.tell(message))));
      await readBackAll(room, device, { lane: 'person', operator: person(call) });
      const on = [...device.channels].filter(
        ([, { output }]) => output.state !== 'known' || output.on !== false,
      );
      if (on.length > 0)
        throw stillOn(
          device,
          on.map(([number]) => number),
        );
      return {};
    },

    async send({ id, text, confirm }, call) {
      const device = drivenDevice(room, id);
      if (/[^\P{Cc}\t]/u.test(text))
        throw new Fault(
          'INPUT_INVALID',
          'A message is one line without control characters. Nothing was sent.',
        );
      if (confirm && !call.identity?.permissions.includes('safety:confirm'))
        throw new Fault(
          'PERMISSION_DENIED',
          'Confirming a command of unknown effect needs a permission that you do not have. Nothing was sent.',
        );
      const effects = effectsOf(device, text);
      const reply = asksForReply(text);
      const operator = person(call, confirm);
      const answer = await device.session.exchange(text, {
        lane: 'person',
        operator,
        effects,
        reply,
        signal: call.signal,
      });
      // What a command of unknown effect did is read back by the guard.
      if (effects.some(({ kind }) => kind === 'setpoint' || kind === 'output'))
        void readBackAll(room, device);
      const supply = device.drive?.supply;
      if (supply && !reply) {
        const talk = converse(device, { lane: 'person', operator, signal: call.signal });
        await checkErrors(supply, talk, device, 'it');
      }
      return { reply: answer === null ? null : replyText(answer) };
    },
  };
}

const stillOn = (device: Device, channels: readonly number[]): Fault =>
  new Fault(
    'SAFETY_OUTPUT_UNKNOWN',
    `${device.name}: output ${channels.join(', ')} was sent off and is not read back off.`,
  );
