import type { Call } from '#main/bridge/caller.ts';
import type { DischargeWish } from '#shared/contract/discharge.ts';
import { Fault } from '#shared/faults.ts';
import { channelOf, controlHandlers, controlsOf, drivenDevice, person } from '#main/instruments/control.ts';
import type { Device } from '#main/instruments/device.ts';
import { written } from '#main/instruments/envelope.ts';
import { readChannel } from '#main/instruments/read-back.ts';
import type { Room } from '#main/instruments/room.ts';
import type { Plan } from './course.ts';
import { keepOff } from './keep-off.ts';
import { constantCurrent, inRange, voltsBefore } from './plan.ts';

/** How often the input is read anew because something was sent meanwhile. */
const tries = 5;

/** Where a test is to run, and what may be kept of it before the input goes on. */
export interface Beginning {
  readonly id: string;
  readonly channel: number;
  readonly wish: DischargeWish;
  readonly call: Call;
  /** Called last thing before the input goes on. It rejects when the disk does not take it: then the input stays off. */
  readonly keep: (device: Device) => Promise<void>;
}

/**
 * Constant current selected, set, and the input on and read back on: each by the way that a person's own command goes. Rejects with
 * why not; then the input is off, unless it says SAFETY_OUTPUT_UNKNOWN.
 */
export async function beginDischarge(
  room: Room,
  { id, channel, wish, call, keep }: Beginning,
): Promise<{ readonly device: Device; readonly plan: Plan }> {
  const device = drivenDevice(room, id);
  controlsOf(device);
  const { facts } = channelOf(device, channel);
  const { word, step } = constantCurrent(facts, device.name);
  inRange(facts, wish);
  // The guard would refuse the input alone, after the function and the current were changed.
  if (room.latch.reason !== null)
    throw new Fault('SAFETY_LATCHED', 'The emergency stop is set. The input was not switched on.');
  const startVolts = voltsBefore(await readNow(room, device, channel, call), channel, wish.cutOff);
  const control = controlHandlers(room);
  if (word !== null) await control.choose({ id, channel, word }, call);
  const { readBack: current } = await control.set(
    { id, channel, point: 'current', value: wish.current },
    call,
  );
  if (Math.abs(current - wish.current) > step)
    throw new Fault(
      'INSTRUMENT_ERROR',
      `${device.name} holds ${written(current, 'current')} instead of ${written(wish.current, 'current')}. The input was not switched on.`,
      { remedy: 'Choose a current that the load holds.' },
    );
  await keep(device);
  await switchOn(room, device, channel, call, () => control.output({ id, channel, on: true }, call));
  return { device, plan: { wish, word, current, step, startVolts } };
}

async function readNow(room: Room, device: Device, number: number, call: Call) {
  const options = { lane: 'person', operator: person(call), signal: call.signal } as const;
  for (let left = tries; left > 0; left--) {
    const poll = await readChannel(room, device, channelOf(device, number), options);
    if (poll !== null) return poll;
  }
  return null;
}

/** What does not end with an input that is on ends with one that is off. */
async function switchOn(
  room: Room,
  device: Device,
  number: number,
  call: Call,
  on: () => Promise<{ readonly on: boolean }> | { readonly on: boolean },
): Promise<void> {
  try {
    if ((await on()).on) return;
    throw new Fault('INSTRUMENT_ERROR', `${device.name} did not switch its input on.`);
  } catch (error) {
    if (device.channels.get(number)?.mayBeOn !== true) throw error;
    // Nobody calls it back: it goes on until it is off, whoever has left meanwhile.
    const off = keepOff(room, device, number, {
      operator: person(call),
      signal: device.gone.signal,
    });
    if (await off.first) throw error;
    throw new Fault(
      'SAFETY_OUTPUT_UNKNOWN',
      `${device.name}: the battery test did not begin, and the input was sent off and is not read back off.`,
      { cause: error },
    );
  }
}
