import type { OutputKeyProps } from '#renderer/ui/OutputKey.tsx';
import {
  type ChannelInfo,
  type ChannelState,
  type HeldOutput,
  type Point,
  settingOf,
} from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { formatFixed } from '#shared/quantity/format.ts';
import { pointLabel, rulingPoint, sayPoint } from './points.ts';

/** What the output key shows for an output as it is held. */
export function keyState(output: HeldOutput | null | undefined): OutputKeyProps['state'] {
  if (output === null || output === undefined || output.state === 'unknown' || output.on === null)
    return 'unknown';
  if (output.state === 'pending') return output.on ? 'turning-on' : 'turning-off';
  return output.on ? 'on' : 'off';
}

/** `Output 2`, `Input`: with its number where there are several. */
export const keyName = (info: ChannelInfo, count: number): string =>
  `${info.switches === 'input' ? 'Input' : 'Output'}${count > 1 ? ` ${info.channel}` : ''}`;

/** The line under it: since when, or what it will do. Setpoints that are not known are not guessed. */
export function keyNote(info: ChannelInfo, state: ChannelState | undefined, now: number): string {
  const output = state?.output ?? null;
  if (state === undefined || output === null) return 'Treat it as live';
  switch (keyState(output)) {
    case 'on': {
      const since = `On for ${formatDuration(now - output.since)}`;
      return state.mode === 'CC' ? `${since}, at its limit` : since;
    }
    case 'off':
      return sayWillDo(info, state);
    case 'unknown':
      if (output.lastSeen === null) return 'Treat it as live';
      return `Treat it as live. Last seen ${output.lastSeen ? 'on' : 'off'}`;
    case 'turning-on':
    case 'turning-off':
      return 'Until read back';
  }
}

const doing: Readonly<Partial<Record<Point, string>>> = { voltage: 'Holds', resistance: 'Is' };

/** What it will do once it is on. */
function sayWillDo(info: ChannelInfo, state: ChannelState): string {
  const say = (point: Point): string | null => {
    const setting = settingOf(info, point);
    const value = state.settings[point]?.value ?? null;
    return setting === undefined || value === null ? null : sayPoint(setting, value);
  };
  if (info.switches === 'input') {
    const ruling = rulingPoint(info, state);
    const said = ruling === null ? null : say(ruling);
    if (ruling === null || said === null) return 'Its setpoint is not known';
    return `${doing[ruling] ?? 'Takes'} ${said}`;
  }
  const limited = settingOf(info, 'voltage') !== undefined && settingOf(info, 'current') !== undefined;
  const parts = info.settings.map(({ point }) => say(point));
  if (parts.includes(null)) return 'Its setpoints are not known';
  if (limited) return `Gives ${say('voltage')}, ${say('current')} at most`;
  const words = info.settings.map(({ point }) => `${say(point)}${point === 'offset' ? ' offset' : ''}`);
  return `Gives ${words.join(', ')}`;
}

/** Which setpoint stands outside the envelope, with the limit; null when none does. Only what rules can do harm. */
function outsideEnvelope(
  kind: InstrumentKind,
  info: ChannelInfo,
  state: ChannelState | undefined,
): string | null {
  const envelope = state?.envelope ?? null;
  if (state === undefined || envelope === null) return null;
  const ruling = rulingPoint(info, state);
  const limits = [
    ['voltage', envelope.maxVoltage, 'V'],
    ['current', envelope.maxCurrent, 'A'],
    ['power', envelope.maxPower, 'W'],
  ] as const;
  for (const [point, max, unit] of limits) {
    const value = state.settings[point]?.value ?? null;
    if (max === null || value === null || value <= max || (ruling !== null && ruling !== point)) continue;
    return `${pointLabel(kind, point)} is over the envelope, ${formatFixed(max, 2)} ${unit}`;
  }
  return null;
}

/** Why an output cannot be turned on; null when it can. Main judges again, and finally. */
export function whyLocked(
  latched: boolean | null,
  channel?: {
    readonly kind: InstrumentKind;
    readonly info: ChannelInfo;
    readonly state?: ChannelState | undefined;
  },
): string | null {
  if (latched === null) return 'The emergency stop is not known';
  if (latched) return 'Reset the emergency stop first';
  return channel === undefined ? null : outsideEnvelope(channel.kind, channel.info, channel.state);
}
