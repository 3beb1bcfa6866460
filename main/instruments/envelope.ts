import {
  type ChannelInfo,
  type Envelope,
  type Quantity,
  quantityUnits,
  settingOf,
} from '#shared/contract/channels.ts';
import { Fault } from '#shared/faults.ts';

/** The largest magnitudes that the setpoints may have; null: may be anything. V and A. */
export interface Worst {
  readonly voltage: number | null;
  readonly current: number | null;
}

/** Two computed numbers count as equal within this part of the limit: 0.1 + 0.2 is not over 0.3. */
const rounding = 1e-9;

const over = (value: number, limit: number, slack = 0): boolean => value > limit * (1 + rounding) + slack;

/** A number with its unit, with the digits a person sets it with. */
export function written(value: number, quantity: Quantity): string {
  const digits = quantity === 'current' ? 3 : 2;
  const exact = Number(value.toPrecision(9));
  const fixed = exact.toFixed(digits);
  return `${Number(fixed) === exact ? fixed : String(exact)} ${quantityUnits[quantity]}`.replace(
    '-',
    '\u2212',
  );
}

/** What an envelope limits. */
export type Limited = 'voltage' | 'current';

function limitOf(envelope: Envelope, quantity: Limited | 'power'): number | null {
  if (quantity === 'voltage') return envelope.maxVoltage;
  return quantity === 'current' ? envelope.maxCurrent : envelope.maxPower;
}

const refusal = (
  message: string,
  quantity: string,
  value: number | null,
  limit: number,
  remedy?: string,
): Fault =>
  new Fault('SAFETY_ENVELOPE', message, {
    details: { quantity, value, limit },
    ...(remedy !== undefined && { remedy }),
  });

/**
 * Why a setpoint may not be sent, or null. Power is judged as set voltage times current limit, with the largest value
 * the other of the two may have: what the output can deliver, not what it happens to deliver.
 */
export function setpointRefusal(
  envelope: Envelope,
  point: Limited,
  value: number,
  worst: Worst,
): Fault | null {
  const magnitude = Math.abs(value);
  const limit = limitOf(envelope, point);
  if (limit !== null && over(magnitude, limit)) {
    const message = `${written(value, point)} was not sent. ${envelope.name} allows ${written(limit, point)}.`;
    const remedy = `Set ${written(limit, point)} or less, or have the envelope changed.`;
    return refusal(message, point, value, limit, remedy);
  }
  const { maxPower } = envelope;
  if (maxPower === null) return null;
  const otherPoint = point === 'voltage' ? 'current' : 'voltage';
  const other = worst[otherPoint];
  const said = `${written(value, point)} was not sent. ${envelope.name} allows ${written(maxPower, 'power')}`;
  const otherName = otherPoint === 'current' ? 'current limit' : 'voltage setpoint';
  if (other === null) return refusal(`${said}, and the ${otherName} is not known.`, 'power', null, maxPower);
  if (!over(magnitude * other, maxPower)) return null;
  const power = written(magnitude * other, 'power');
  // Rounded down, so that what is advised is allowed.
  const most = written(Math.floor((maxPower / other) * 1000) / 1000, point);
  return refusal(
    `${said}, and with a ${otherName} of ${written(other, otherPoint)} it makes ${power}.`,
    'power',
    magnitude * other,
    maxPower,
    `Set ${most} or less, or lower the ${otherName} first.`,
  );
}

interface Rise {
  readonly envelope: Envelope;
  /** V in a second. */
  readonly limit: number;
  /** V; null: not known. */
  readonly from: number | null;
  readonly to: number | null;
  /** V that it has risen in the last second. */
  readonly already: number;
}

/** Why a voltage may not rise so far at once, or null. */
export function slewRefusal({ envelope, limit, from, to, already }: Rise): Fault | null {
  const allows = `${envelope.name} allows a rise of ${written(limit, 'voltage')} in a second`;
  if (from === null || to === null)
    return refusal(
      `Nothing was sent. ${allows}, and the voltage setpoint is not known.`,
      'slew',
      null,
      limit,
    );
  if (!over(to - from, limit - already, already * rounding)) return null;
  // Rounded down, so that what is advised is allowed.
  const most = written(Math.floor((from + Math.max(0, limit - already)) * 1000) / 1000, 'voltage');
  return refusal(
    `${written(to, 'voltage')} was not sent. ${allows}; from ${written(from, 'voltage')} it may go to ${most} now.`,
    'slew',
    to - from,
    limit,
    `Set ${most} or less, and go on in steps a second apart.`,
  );
}

/**
 * Why an output with these setpoints may not be on, or null. What was read back may differ from what was allowed by the
 * instrument's rounding: half a step of its resolution is not an excess.
 */
export function outputRefusal(envelope: Envelope, worst: Worst, facts: ChannelInfo): Fault | null {
  const halfStep = (point: Limited): number => (settingOf(facts, point)?.resolution ?? 0) / 2;
  const half = { voltage: halfStep('voltage'), current: halfStep('current') };
  for (const point of ['voltage', 'current'] as const) {
    const limit = limitOf(envelope, point);
    const value = worst[point];
    const name = point === 'voltage' ? 'voltage setpoint' : 'current limit';
    if (limit !== null && value === null)
      return refusal(
        `Output ${facts.channel} may not be on: its ${name} is not known, and ${envelope.name} allows ${written(limit, point)}.`,
        point,
        null,
        limit,
      );
    if (limit !== null && value !== null && over(value, limit, half[point]))
      return refusal(
        `Output ${facts.channel} may not be on: its ${name} is, or may be, ${written(value, point)}. ${envelope.name} allows ${written(limit, point)}.`,
        point,
        value,
        limit,
      );
  }
  const { maxPower } = envelope;
  if (maxPower === null) return null;
  const { voltage, current } = worst;
  if (voltage === null || current === null)
    return refusal(
      `Output ${facts.channel} may not be on: its setpoints are not known, and ${envelope.name} allows ${written(maxPower, 'power')}.`,
      'power',
      null,
      maxPower,
    );
  const slack = voltage * half.current + current * half.voltage;
  if (!over(voltage * current, maxPower, slack)) return null;
  return refusal(
    `Output ${facts.channel} may not be on: ${written(voltage, 'voltage')} and ${written(current, 'current')} make ${written(voltage * current, 'power')}. ${envelope.name} allows ${written(maxPower, 'power')}.`,
    'power',
    voltage * current,
    maxPower,
  );
}
