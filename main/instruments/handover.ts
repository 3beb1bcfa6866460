import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { instruments } from '#shared/contract/instruments.ts';
import { Fault } from '#shared/faults.ts';
import { controlsOf, deviceOf, drivenDevice, person } from './control.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';
import { converse } from './talk.ts';

/** Giving an instrument back to its front panel, and taking it again. */
export function handoverHandlers(room: Room): Pick<DomainHandlers<typeof instruments>, 'release' | 'take'> {
  return {
    async release({ id }, call) {
      const device = drivenDevice(room, id);
      const { toLocal } = controlsOf(device);
      if (toLocal.length === 0)
        throw new Fault(
          'POINT_UNKNOWN',
          `The driver of ${device.name} knows no command that gives it back to its front panel.`,
          { remedy: 'Press Local at the instrument.' },
        );
      const talk = converse(device, { lane: 'person', operator: person(call), signal: call.signal });
      // Before the command: a poll that is queued behind it would take the instrument back.
      device.local = true;
      try {
        for (const message of toLocal) await talk.tell(message);
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
