import { span } from '#main/profiling/span.ts';
import { type Fault, faultShape } from '#shared/faults.ts';
import type { Channel } from './channel.ts';
import type { Device } from './device.ts';
import { outputRefusal } from './envelope.ts';
import { recordBeside } from './record.ts';
import type { Room } from './room.ts';
import { consoleOperator, converse, sentAnyway } from './talk.ts';

/** Before an output that did not go off is told again: every telling is a row in the history. ms */
const againMs = 1000;

const underWay = new WeakSet<Channel>();
/** Channels whose excess is in the audit trail already: a link that hangs is not recorded ten times a second. */
const recorded = new WeakSet<Channel>();

/** Why this channel may not be as it is, or null. */
export function excess(device: Device, channel: Channel): Fault | null {
  const envelope = device.envelopes.get(channel.facts.channel);
  if (envelope === undefined || !channel.mayBeOn) return null;
  const worst = { voltage: channel.worst('voltage'), current: channel.worst('current') };
  return outputRefusal(envelope, worst, channel.facts);
}

/**
 * Switches an output off that may be on outside its envelope, whoever set it so (an instrument's own rounding, a hand on
 * its front panel, a command of unknown effect). Returns at once; a failure is met again at the next poll.
 */
export function enforce(room: Room, device: Device, channel: Channel): void {
  const why = excess(device, channel);
  if (why === null) {
    recorded.delete(channel);
    return;
  }
  if (!device.greeted || device.local || underWay.has(channel)) return;
  underWay.add(channel);
  void span('instruments:enforce', () => switchOff(room, device, channel)).then((result) => {
    if (result === 'ok') underWay.delete(channel);
    else setTimeout(() => underWay.delete(channel), againMs).unref();
    if (recorded.has(channel)) return;
    recorded.add(channel);
    const detail = {
      instrument: device.id,
      name: device.name,
      channel: channel.facts.channel,
      why: why.message,
    };
    void recordBeside(room.audit, room.now(), {
      action: 'safety.envelopeOff',
      who: 'console',
      detail,
      result,
    });
  });
}

/** Wire first, then read back. Answers `ok` or the fault's code; what is wrong shows in the device's state. */
async function switchOff(room: Room, device: Device, channel: Channel): Promise<string> {
  const controls = device.drive?.controls;
  if (!controls) return 'POINT_UNKNOWN';
  const number = channel.facts.channel;
  const talk = converse(device, { lane: 'person', operator: consoleOperator });
  try {
    await sentAnyway(controls.output(talk, number, false));
    const on = await controls.readOutput(talk, number);
    if (talk.version === device.version) channel.readOutput(on, room.now());
    device.changed();
    return on ? 'SAFETY_OUTPUT_UNKNOWN' : 'ok';
  } catch (error) {
    return faultShape(error).code;
  }
}
