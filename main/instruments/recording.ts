import { Recorder } from '#main/transports/transcript/recorder.ts';
import type { Device } from './device.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';
import { consoleOperator, converse } from './talk.ts';

/** Begins a transcript of everything on the links of a device; goes on when it is recorded already. Its name. */
export async function startRecording(room: Room, device: Device): Promise<string> {
  const there = device.recording;
  if (there !== null) return there.name;
  const startedAt = room.now();
  const name = `${stamp(startedAt)}-${slug(device.name)}`;
  const { name: instrument, address, tap } = device;
  const recorder = await Recorder.start(
    room.where.transcripts,
    name,
    { framing: tap.framing, address, name: instrument, startedAt },
    (why) => {
      if (device.tap.ear !== recorder) return;
      device.tap.ear = null;
      device.recording = null;
      device.troubled(why);
    },
  );
  // Somebody else, or the end of the device, may have come first.
  if (device.tap.ear !== null || device.gone.signal.aborted) {
    await recorder.stop();
    return device.recording?.name ?? name;
  }
  device.tap.ear = recorder;
  device.recording = { name, since: startedAt, stop: () => recorder.stop() };
  device.changed();
  await introduce(room, device);
  return name;
}

/** What whoever connects to the transcript asks first: who is there, and how it stands. */
async function introduce(room: Room, device: Device): Promise<void> {
  if (!device.greeted || device.local) return;
  try {
    await converse(device, { lane: 'poll', operator: consoleOperator }).ask('*IDN?', () => undefined);
    await readBackAll(room, device);
  } catch (error) {
    device.troubled(error);
  }
}

/** Ends the transcript of a device; resolves with its name when all of it is written, with null where there was none. */
export async function stopRecording(device: Device): Promise<string | null> {
  const { recording } = device;
  if (recording === null) return null;
  device.tap.ear = null;
  device.recording = null;
  device.changed();
  await recording.stop();
  return recording.name;
}

/** `2026-11-25-134005`, in the time of this PC: names sort as they were made. */
function stamp(at: number): string {
  const date = new Date(at);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}-${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
}

/** A name as a part of a file name. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 40) || 'instrument';
