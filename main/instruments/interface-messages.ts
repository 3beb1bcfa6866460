import type { DomainHandlers } from '#main/bridge/handlers.ts';
import { interfaceMessages } from '#main/session/bus.ts';
import type { BusAction, instruments } from '#shared/contract/instruments.ts';
import { deviceOf, drivenDevice, mayConfirm, person } from './control.ts';
import type { Device } from './device.ts';
import type { Room } from './room.ts';
import { replyText, type TalkOptions } from './talk.ts';

/** Sends an interface message through the session of a device, held to guard and journal like every other. */
export async function sendOnBus(
  device: Device,
  action: BusAction,
  { lane, operator, signal }: Pick<TalkOptions, 'lane' | 'operator' | 'signal'>,
): Promise<number | null> {
  const { text, effects } = interfaceMessages[action];
  const answer = await device.session.exchange(text, {
    lane,
    operator,
    effects,
    reply: false,
    bus: action,
    ...(signal && { signal }),
  });
  if (action === 'status') {
    device.service = null;
    device.changed();
  }
  return answer === null ? null : Number(replyText(answer));
}

/** Device clear, trigger, serial poll, local and remote. */
export function busHandlers(room: Room): Pick<DomainHandlers<typeof instruments>, 'bus'> {
  return {
    async bus({ id, action, confirm }, call) {
      mayConfirm(call, confirm);
      // The front panel can be given back while the instrument is in local already.
      const device = action === 'local' ? deviceOf(room, id) : drivenDevice(room, id);
      const statusByte = await sendOnBus(device, action, {
        lane: 'person',
        operator: person(call, confirm),
        signal: call.signal,
      });
      return { statusByte };
    },
  };
}
