import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { DomainHandlers } from '#main/bridge/handlers.ts';
import type { Channel } from '#main/instruments/channel.ts';
import { deviceOf } from '#main/instruments/control.ts';
import type { Device } from '#main/instruments/device.ts';
import type { Room } from '#main/instruments/room.ts';
import type { Tally as Figures, tally } from '#shared/contract/tally.ts';
import { Fault } from '#shared/faults.ts';
import { moment } from './moment.ts';
import type { Tally } from './tally.ts';

/** Between two tellings. ms */
const tellingMs = 250;

/** The handlers of `tally`. */
export function tallyHandlers(room: Room): DomainHandlers<typeof tally> {
  return {
    async *now({ id, channel }, { signal }) {
      const device = deviceOf(room, id);
      const ended = AbortSignal.any([signal, device.gone.signal]);
      let told: Figures | null = null;
      while (!ended.aborted) {
        // Looked at anew each time: another model may have been met meanwhile.
        const figures = tallyOf(device, channel).figures(moment(room).steady, device);
        if (!isDeepStrictEqual(figures, told)) {
          told = figures;
          yield figures;
        }
        await delay(tellingMs, undefined, { signal: ended }).catch(() => undefined);
      }
    },

    reset({ id, channel, what }) {
      tallyOf(deviceOf(room, id), channel).reset(what, moment(room));
      return {};
    },

    setReference({ id, channel, quantity, value }) {
      const device = deviceOf(room, id);
      const { readings } = channelOf(device, channel).view(null, null);
      if (value !== null && readings[quantity] === undefined)
        throw new Fault(
          'POINT_UNKNOWN',
          `${device.name} does not measure that now, so nothing is relative.`,
          {
            remedy: 'Try again when a reading is shown.',
          },
        );
      tallyOf(device, channel).compare(value === null ? null : { quantity, value }, device);
      device.changed();
      return {};
    },
  };
}

/** Throws POINT_UNKNOWN. */
function channelOf(device: Device, number: number): Channel {
  const channel = device.channels.get(number);
  if (channel === undefined) throw new Fault('POINT_UNKNOWN', `${device.name} has no channel ${number}.`);
  return channel;
}

const tallyOf = (device: Device, number: number): Tally => device.tallies.of(channelOf(device, number).facts);
