import type { ChannelPoll } from '#main/drivers/driver.ts';
import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import { enforce } from './enforce.ts';
import { recordBeside } from './record.ts';
import type { Room } from './room.ts';
import { moment } from './tally/moment.ts';
import { consoleOperator, converse, type TalkOptions } from './talk.ts';

const polling: TalkOptions = { lane: 'poll', operator: consoleOperator };

/**
 * Reads one channel. What was found is adopted, and the envelope enforced, unless something was sent meanwhile: then it
 * may be older than what the instrument holds, and null is the answer. Rejects as the session does.
 */
export async function readChannel(
  room: Room,
  device: Device,
  channel: Channel,
  options: TalkOptions = polling,
  rare: 'one' | 'all' = 'one',
): Promise<ChannelPoll | null> {
  const controls = device.drive?.controls;
  if (!controls) return null;
  const { version, forgotten } = device;
  const poll = await controls.poll(converse(device, options), channel.facts.channel, rare);
  if (device.forgotten === forgotten) device.tallies.of(channel.facts).read(poll, moment(room), device);
  if (device.version !== version) {
    // Commands without a pause would otherwise leave an old measurement standing as if it were now.
    if (device.forgotten === forgotten) channel.readMeasured(poll, room.now());
    device.changed();
    return null;
  }
  channel.readPoll(poll, room.now());
  recordChanges(room, device, channel);
  device.untroubled();
  device.changed();
  enforce(room, device, channel);
  return poll;
}

/** Writes down what was changed at the instrument: nobody at the console did it. */
function recordChanges(room: Room, device: Device, channel: Channel): void {
  for (const { what, was, now, at } of channel.takeChanges(room.now())) {
    const { id: instrument, name } = device;
    const detail = { instrument, name, channel: channel.facts.channel, what, was, now };
    const action = 'instruments.changedAtInstrument';
    void recordBeside(room.audit, at, { action, who: 'console', detail, result: 'ok' });
  }
}

/** How often a read-back is begun anew because something was sent meanwhile. */
const tries = 5;

/**
 * Reads every channel until what is known is as new as the last command. An output whose setpoints cannot be read back is
 * switched off when it has an envelope. Never rejects.
 */
export async function readBackAll(room: Room, device: Device, options: TalkOptions = polling): Promise<void> {
  await Promise.all(
    [...device.channels.values()].map(async (channel) => {
      try {
        for (let left = tries; left > 0; left--)
          if ((await readChannel(room, device, channel, options, 'all')) !== null) return;
      } catch (error) {
        device.troubled(error);
      }
      enforce(room, device, channel);
    }),
  );
}
