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
import { firstSettings, pointLabel, rulingPoint, sayPoint } from './points.ts';
import { t } from '#shared/language/t.ts';

/** What the output key shows for an output as it is held. */
export function keyState(output: HeldOutput | null | undefined): OutputKeyProps['state'] {
  if (output === null || output === undefined || output.state === 'unknown' || output.on === null)
    return 'unknown';
  if (output.state === 'pending') return output.on ? 'turning-on' : 'turning-off';
  return output.on ? 'on' : 'off';
}

/** `Output 2`, `Input`: with its number where there are several. */
export const keyName = (info: ChannelInfo, count: number): string =>
  `${info.switches === 'input' ? t`Input` : t`Output`}${count > 1 ? ` ${info.channel}` : ''}`;

/** What is switched, and how it is: `output turning on`. */
export const keyWords: Readonly<
  Record<'input' | 'output', Readonly<Record<OutputKeyProps['state'], string>>>
> = {
  input: {
    on: t`input on`,
    off: t`input off`,
    'turning-on': t`input turning on`,
    'turning-off': t`input turning off`,
    unknown: t`input unknown`,
  },
  output: {
    on: t`output on`,
    off: t`output off`,
    'turning-on': t`output turning on`,
    'turning-off': t`output turning off`,
    unknown: t`output unknown`,
  },
};

/** `Treat its outputs as live`: of an instrument that switches something, and is not read. */
export function sayTreatAsLive(channels: readonly Pick<ChannelInfo, 'switches'>[]): string {
  const switched = channels.filter(({ switches }) => switches !== null);
  const several = switched.length > 1;
  return switched.some(({ switches }) => switches === 'input')
    ? several
      ? t`Treat its inputs as live`
      : t`Treat its input as live`
    : several
      ? t`Treat its outputs as live`
      : t`Treat its output as live`;
}

/** The line under it: since when, or what it will do. Setpoints that are not known are not guessed. */
export function keyNote(info: ChannelInfo, state: ChannelState | undefined, now: number): string {
  const output = state?.output ?? null;
  if (state === undefined || output === null) return t`Treat it as live`;
  switch (keyState(output)) {
    case 'on': {
      const since = formatDuration(now - output.since);
      return state.mode === 'CC' ? t`On for ${since}, at its limit` : t`On for ${since}`;
    }
    case 'off':
      return sayWillDo(info, state);
    case 'unknown':
      if (output.lastSeen === null) return t`Treat it as live`;
      return output.lastSeen ? t`Treat it as live. Last seen on` : t`Treat it as live. Last seen off`;
    case 'turning-on':
    case 'turning-off':
      return t`Until read back`;
  }
}

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
    if (ruling === null || said === null) return t`Its setpoint is not known`;
    if (ruling === 'voltage') return t`Holds ${said}`;
    return ruling === 'resistance' ? t`Is ${said}` : t`Takes ${said}`;
  }
  const limited = settingOf(info, 'voltage') !== undefined && settingOf(info, 'current') !== undefined;
  const parts = firstSettings(info).map(({ point }) => say(point));
  if (parts.includes(null)) return t`Its setpoints are not known`;
  if (limited) return t`Gives ${say('voltage')}, ${say('current')} at most`;
  const words = firstSettings(info).map(({ point }) =>
    point === 'offset' ? t`${say(point)} offset` : say(point),
  );
  return t`Gives ${words.join(', ')}`;
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
    return t`${pointLabel(kind, point)} is over the envelope, ${formatFixed(max, 2)} ${unit}`;
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
  if (latched === null) return t`The emergency stop is not known`;
  if (latched) return t`Reset the emergency stop first`;
  return channel === undefined ? null : outsideEnvelope(channel.kind, channel.info, channel.state);
}
