import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import { deviceOf, drivenDevice, person } from './control.ts';
import type { Device } from './device.ts';
import { sendOnBus } from './interface-messages.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';
import { converse, type TalkOptions } from './talk.ts';

/** Giving an instrument back to its front panel, and taking it again. */
export function handoverHandlers(room: Room): Pick<DomainHandlers<typeof instruments>, 'release' | 'take'> {
  return {
    async release({ id }, call) {
      const device = drivenDevice(room, id);
      const toLocal = device.drive?.controls?.toLocal ?? [];
      const how = { lane: 'person', operator: person(call), signal: call.signal } as const;
      const talk = converse(device, how);
      // At its front panel nobody would watch a battery.
      await room.endTests(device, 'released');
      // Before the command: a poll that is queued behind it would take the instrument back.
      device.local = true;
      try {
        if (toLocal.length === 0) await giveBack(device, how);
        else for (const message of toLocal) await talk.tell(message);
      } catch (error) {
        device.local = false;
        throw error;
      }
      device.forget();
      return {};
    },

    async take({ id }) {
      const device = deviceOf(room, id);
      if (!device.local) return {};
      device.local = false;
      device.changed();
      if (device.greeted) await readBackAll(room, device);
      return {};
    },
  };
}

/** By the link, where the driver knows no command for it. */
async function giveBack(device: Device, how: TalkOptions): Promise<void> {
  try {
    await sendOnBus(device, 'local', how);
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'LINK_LACKS')) throw error;
    throw new Fault(
      'POINT_UNKNOWN',
      `Neither the driver of ${device.name} nor its link knows a way to give it back to its front panel.`,
      { remedy: 'Press Local at the instrument.' },
    );
  }
}
