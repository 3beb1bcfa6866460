import { removeTranscript } from '#main/transports/transcript/file.ts';
import { Recorder } from '#main/transports/transcript/recorder.ts';
import { Fault } from '#shared/faults.ts';
import type { Device } from './device.ts';
import { readBackAll } from './read-back.ts';
import type { Room } from './room.ts';
import { consoleOperator, converse } from './talk.ts';

/** Recordings that are being begun. */
const beginning = new WeakMap<Device, Promise<unknown>>();

/** Begins a transcript of everything on the links of a device; goes on when it is recorded already. Its name. */
export async function startRecording(room: Room, device: Device): Promise<string> {
  if (beginning.has(device)) await begun(device);
  if (device.recording === null || device.recording.fault !== null) {
    const work = begin(room, device).finally(() => beginning.delete(device));
    beginning.set(
      device,
      work.catch(() => undefined),
    );
    await work;
    await introduce(room, device);
  }
  // Somebody may have ended it while it introduced itself.
  return device.recording?.name ?? '';
}

/** Waits until nothing is being begun. */
async function begun(device: Device): Promise<void> {
  for (let work = beginning.get(device); work !== undefined; work = beginning.get(device)) await work;
}

async function begin(room: Room, device: Device): Promise<string> {
  const startedAt = room.now();
  const { name: instrument, address, tap } = device;
  const heading = { framing: tap.framing, address, name: instrument, startedAt };
  const wished = `${stamp(startedAt)}-${slug(device.name)}`;
  const recorder = await Recorder.start(room.where.transcripts, wished, heading, (why) => {
    if (device.tap.ear !== recorder || device.recording === null) return;
    device.tap.ear = null;
    // It stays to be seen until somebody ends it, or begins another.
    device.recording = { ...device.recording, fault: why.message };
    device.changed();
  });
  const { name } = recorder;
  if (device.gone.signal.aborted) {
    await recorder.stop();
    await removeTranscript(room.where.transcripts, name);
    throw new Fault('INSTRUMENT_CLOSED', `${instrument} was taken off the desk.`);
  }
  device.tap.ear = recorder;
  device.recording = { name, since: startedAt, fault: null, stop: () => recorder.stop() };
  device.changed();
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

/**
 * Ends the transcript of a device; resolves with its name when all of it is written, with null where there was none.
 * Rejects with HISTORY_UNWRITABLE when its end could not be written.
 */
export async function stopRecording(device: Device): Promise<string | null> {
  if (beginning.has(device)) await begun(device);
  const { recording } = device;
  if (recording === null) return null;
  device.tap.ear = null;
  device.recording = null;
  device.changed();
  const failure = await recording.stop();
  // One that ended before has been said.
  if (failure !== null && recording.fault === null) throw failure;
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
