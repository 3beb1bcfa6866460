import { dischargeEndWords } from '#shared/discharge/words.ts';
import type { DischargeRun } from '#shared/contract/discharge.ts';
import type { Device } from '#main/instruments/device.ts';
import { recordBeside } from '#main/instruments/record.ts';
import type { Room } from '#main/instruments/room.ts';

/** Rounded to what a person can use; readings themselves are in the history whole. */
const rounded = (value: number | null, digits = 6): number | null =>
  value === null ? null : Number(value.toPrecision(digits));

/** Writes the result of a test to the history, for whoever looks for it there. True when it is on the disk. */
export function recordEnd(room: Room, device: Device, channel: number, run: DischargeRun): Promise<boolean> {
  const { wish, end } = run;
  const detail = {
    instrument: device.id,
    name: device.name,
    channel,
    why: end === null ? '' : dischargeEndWords[end.reason],
    reason: end?.reason ?? null,
    input: run.input,
    ampHours: rounded(run.ampHours),
    wattHours: rounded(run.wattHours),
    seconds: rounded(run.elapsedMs / 1000),
    unknownSeconds: rounded(run.gapMs / 1000),
    startVolts: rounded(run.startVolts),
    endVolts: rounded(run.endVolts),
    current: wish.current,
    cutOff: wish.cutOff,
    maxSeconds: wish.maxSeconds,
    maxAmpHours: wish.maxAmpHours,
    startedAt: run.startedAt,
    startedBy: run.by,
  };
  const result = run.input === 'off' ? 'ok' : 'SAFETY_OUTPUT_UNKNOWN';
  return recordBeside(room.audit, room.now(), { action: 'discharge.ended', who: 'console', detail, result });
}

/** Writes that an input which was not known to be off after a test was read back off. */
export function recordOff(room: Room, device: Device, channel: number): Promise<boolean> {
  const detail = { instrument: device.id, name: device.name, channel };
  return recordBeside(room.audit, room.now(), {
    action: 'discharge.inputOff',
    who: 'console',
    detail,
    result: 'ok',
  });
}
