import { chooseDrive } from '#main/drivers/choose.ts';
import { genericScpi } from '#main/drivers/families/generic-scpi.ts';
import { parseIdentity } from '#main/drivers/identity.ts';
import type { Identity } from '#main/drivers/driver.ts';
import type { Session } from '#main/session/session.ts';
import { Fault } from '#shared/faults.ts';
import type { Device } from './device.ts';
import { enforce } from './enforce.ts';
import type { Room } from './room.ts';
import { consoleOperator, converse, noEffect, replyText } from './talk.ts';

const called = ({ vendor, model, serial }: Identity): string =>
  `${vendor} ${model}${serial === '' ? '' : `, serial ${serial}`}`.trim();

const sameUnit = (a: Identity, b: Identity): boolean =>
  a.vendor === b.vendor && a.model === b.model && a.serial === b.serial;

const isReplay = ({ address }: { readonly address: string }): boolean => address.startsWith('replay://');

/** The instrument at an address has to be the one that was there, and on the desk once. */
function recognise(room: Room, device: Device, identity: Identity): void {
  const known = device.identity;
  if (known !== null && !sameUnit(known, identity))
    throw new Fault(
      'INSTRUMENT_CHANGED',
      `Another instrument answers at ${device.address}: ${called(identity)}, not ${called(known)}. It is not driven.`,
    );
  // Without a serial number nobody can tell two of a kind apart; a recorded session is none of them.
  if (identity.serial === '' || isReplay(device)) return;
  for (const other of room.devices.values())
    if (other !== device && !isReplay(other) && other.identity !== null && sameUnit(other.identity, identity))
      throw new Fault(
        'INSTRUMENT_EXISTS',
        `${called(identity)} is on the desk already, as ${other.name}, at ${other.address}.`,
      );
  // Also one that is remembered and not connected to: its envelopes hold at that place alone.
  for (const entry of room.bench.bench.instruments)
    if (entry.id !== device.id && !isReplay(entry) && entry.seen !== null && sameUnit(entry.seen, identity))
      throw new Fault(
        'INSTRUMENT_EXISTS',
        `${called(identity)} is on the desk already, as ${entry.name}, at ${entry.address}.`,
      );
}

/** Who answers. Rejects with INSTRUMENT_REPLY when that is not certain. */
async function identify(device: Device, session: Session, signal: AbortSignal): Promise<Identity> {
  const ask = async (): Promise<string> => {
    const effects = noEffect;
    const options = { lane: 'poll', operator: consoleOperator, effects, reply: true, signal } as const;
    return replyText(await session.exchange('*IDN?', options));
  };
  const reply = await ask();
  const identity = parseIdentity(reply);
  // Nobody was met here before, so nothing else would tell a banner, or a line that nobody asked for, from a name.
  if (device.identity === null && (await ask()) !== reply)
    throw new Fault(
      'INSTRUMENT_REPLY',
      `${device.address} gave two different answers when it was asked twice who it is.`,
      { remedy: 'Try again. If it goes on, see whether it sends lines by itself, and switch that off.' },
    );
  return identity;
}

/**
 * What happens after every (re)connection, before anybody else is served: who is there, and how does it stand? With the
 * emergency stop latched, its outputs are sent off before anything is read. Rejects when it is not the right instrument,
 * or does not answer like one; then the session gives the link up and tries again.
 */
export async function greet(
  room: Room,
  device: Device,
  session: Session,
  signal: AbortSignal,
): Promise<void> {
  device.lost();
  try {
    const identity = await identify(device, session, signal);
    recognise(room, device, identity);
    device.adopt(identity, chooseDrive(identity));
    const controls = device.drive?.controls;
    if (controls) {
      const latched = room.latch.reason !== null && controls.allOff.length > 0;
      if (latched) {
        const write = session.emergency(controls.allOff, consoleOperator, room.timing.stop);
        device.sentOutput('all', false);
        await write;
      }
      const talk = converse(device, { session, lane: 'poll', operator: consoleOperator, signal });
      // One that was given back to its front panel is not read: on many models that would take it back.
      if (device.local) for (const message of controls.toLocal) await talk.tell(message);
      else
        try {
          for (const [number, channel] of device.channels) {
            const { version } = device;
            const poll = await controls.poll(talk, number, 'all');
            if (version === device.version) channel.readPoll(poll, room.now());
          }
        } catch (error) {
          if (!(isReplay(device) && error instanceof Fault && error.code === 'LINK_LACKS')) throw error;
          // A stretch of the history has what people asked and no polls: it answers in the terminal, and has no panel.
          device.adopt(identity, genericScpi);
        }
      if (latched) room.latchedGreeting(device, device.liveOutputs().length === 0);
    }
    device.greetFault = null;
    device.untroubled();
    device.greeted = true;
    device.changed();
    for (const channel of device.channels.values()) enforce(room, device, channel);
  } catch (error) {
    device.greetFault = error;
    device.lost();
    throw error;
  }
}
