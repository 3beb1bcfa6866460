import type { ChannelPoll } from '#main/drivers/driver.ts';
import type { ChannelInfo } from '#shared/contract/channels.ts';
import { settingOf } from '#shared/contract/channels.ts';
import type { DischargeWish } from '#shared/contract/discharge.ts';
import { Fault } from '#shared/faults.ts';
import { written } from '#main/instruments/envelope.ts';

/** How a channel holds a constant current. */
export interface ConstantCurrent {
  /** The word of the function selector; null where there is no selector. */
  readonly word: string | null;
  /** The smallest step of the current, A. */
  readonly step: number;
}

/** How this channel takes a constant current. Throws POINT_UNKNOWN where it does not, or does not measure what is needed. */
export function constantCurrent(info: ChannelInfo, name: string): ConstantCurrent {
  const setting = settingOf(info, 'current');
  const word = info.functions?.find(({ point }) => point === 'current')?.word ?? null;
  const measures = (quantity: 'voltage' | 'current'): boolean =>
    info.readings.some((each) => each.quantity === quantity);
  if (info.switches !== 'input' || setting === undefined || (info.functions !== null && word === null))
    throw new Fault(
      'POINT_UNKNOWN',
      `${name}, channel ${info.channel}, is no load that takes a constant current. Nothing was sent.`,
      { remedy: 'Choose an electronic load.' },
    );
  if (!measures('voltage') || !measures('current'))
    throw new Fault(
      'POINT_UNKNOWN',
      `${name}, channel ${info.channel}, does not measure voltage and current. Nothing was sent.`,
    );
  return { word, step: setting.resolution };
}

/** Throws RANGE_EXCEEDED for a wish that the channel cannot fulfil. */
export function inRange(info: ChannelInfo, { current, cutOff }: DischargeWish): void {
  for (const [point, value] of [
    ['current', current],
    ['voltage', cutOff],
  ] as const) {
    const setting = settingOf(info, point);
    // A load without constant voltage says nothing of its volts; the cut-off is compared, and not sent.
    if (setting === undefined) continue;
    const least = Math.max(setting.min, setting.resolution);
    if (value >= least && value <= setting.max) continue;
    throw new Fault(
      'RANGE_EXCEEDED',
      `${written(value, point)} is outside ${written(least, point)} to ${written(setting.max, point)}. Nothing was sent.`,
      { details: { value, min: least, max: setting.max } },
    );
  }
}

/** The voltage at an input that is off and that nothing keeps from going on; else throws why not. */
export function voltsBefore(poll: ChannelPoll | null, channel: number, cutOff: number): number {
  const volts = poll?.readings.find((each) => each.channel === channel && each.quantity === 'voltage')?.value;
  if (poll === null || volts === undefined || poll.on === null)
    throw new Fault('DISCHARGE_NOT_MEASURED', 'The voltage at the input is not known. Nothing was sent.');
  if (poll.on) throw new Fault('DISCHARGE_INPUT_ON', 'The input is on. Nothing was sent.');
  if ((poll.trips?.length ?? 0) > 0)
    throw new Fault('SAFETY_TRIPPED', 'A protection of the load has tripped. Nothing was sent.', {
      remedy: 'Clear the protection first.',
    });
  if (volts > cutOff) return volts;
  throw new Fault(
    'DISCHARGE_CUT_OFF',
    `The cut-off of ${written(cutOff, 'voltage')} is not below the ${written(volts, 'voltage')} at the input. Nothing was sent.`,
    { details: { cutOff, volts } },
  );
}
