import { type ChannelInfo, settingOf } from '#shared/contract/channels.ts';
import { type DischargeWish, largestAmpHours, longestSeconds } from '#shared/contract/discharge.ts';
import { decimalSign } from '#shared/quantity/decimal-sign.ts';
import { formatDuration } from '#shared/quantity/duration.ts';
import { parseQuantity } from '#shared/quantity/parse.ts';
import { pointSpec } from '#renderer/features/bench/points.ts';
import { say } from '#renderer/ui/number-draft.ts';
import { t } from '#shared/language/t.ts';

/** A battery test as it is typed. */
export interface WishText {
  readonly current: string;
  readonly cutOff: string;
  readonly time: string;
  readonly capacity: string;
}
export const emptyWish: WishText = { current: '', cutOff: '', time: '', capacity: '' };
export type WishProblems = { readonly [K in keyof WishText]?: string };

/** True for a channel that can discharge a battery: it takes a constant current and measures volts and amperes. */
export function canDischarge({ switches, settings, functions, readings }: ChannelInfo): boolean {
  return (
    switches === 'input' &&
    settings.some(({ point }) => point === 'current') &&
    (functions === null || functions.some(({ point }) => point === 'current')) &&
    (['voltage', 'current'] as const).every((each) => readings.some(({ quantity }) => quantity === each))
  );
}

/**
 * Reads what was typed and holds it to the ranges of the channel; main checks again. What is still empty is told by `missing`, and is
 * no mistake yet.
 */
export function readWish(
  text: WishText,
  info: ChannelInfo,
): { readonly wish: DischargeWish | null; readonly problems: WishProblems; readonly missing: string | null } {
  const problems: { -readonly [K in keyof WishProblems]: string } = {};
  const setpoint = (field: 'current' | 'cutOff', point: 'current' | 'voltage'): number | null => {
    if (text[field].trim() === '') return null;
    const setting = settingOf(info, point);
    const spec = setting
      ? { ...pointSpec(setting), min: Math.max(setting.min, setting.resolution) }
      : { unit: 'V', resolution: 0.001, min: 0.001, max: Number.MAX_VALUE };
    const parsed = parseQuantity(text[field], { unit: spec.unit });
    if (!parsed.ok) problems[field] = `${parsed.problem} ${parsed.remedy}`;
    else if (parsed.value > spec.max) problems[field] = t`Over ${say(spec.max, spec)}.`;
    else if (parsed.value < spec.min) problems[field] = t`Under ${say(spec.min, spec)}.`;
    else return parsed.value;
    return null;
  };
  const current = setpoint('current', 'current');
  const cutOff = setpoint('cutOff', 'voltage');
  const maxSeconds = optional(text.time, readTime, (why) => (problems.time = why));
  const maxAmpHours = optional(text.capacity, readCapacity, (why) => (problems.capacity = why));
  const wrong = Object.keys(problems).length > 0;
  const wish =
    current === null || cutOff === null || wrong ? null : { current, cutOff, maxSeconds, maxAmpHours };
  return { wish, problems, missing: sayMissing(text.current.trim() === '', text.cutOff.trim() === '') };
}

function sayMissing(current: boolean, cutOff: boolean): string | null {
  if (current) return cutOff ? t`Type the current and the cut-off first` : t`Type the current first`;
  return cutOff ? t`Type the cut-off first` : null;
}

type Read = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly problem: string };

function optional(text: string, read: (text: string) => Read, wrong: (why: string) => void): number | null {
  if (text.trim() === '') return null;
  const found = read(text);
  if (found.ok) return found.value;
  wrong(found.problem);
  return null;
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/** `90` (minutes), `30 s`, `2 h`, `1.5 d` (with a comma where that is the decimal sign), `1:30` (hours and minutes); in seconds. */
export function readTime(text: string): Read {
  const typed = text.trim();
  const plain = decimalSign() === ',' ? typed.replace(',', '.') : typed;
  const clock = /^(\d{1,4}):([0-5]\d)$/.exec(plain);
  const number = /^(\d+(?:\.\d+)?)\s*(s|min|h|d)?$/.exec(plain);
  const value =
    clock !== null
      ? Number(clock[1]) * 3600 + Number(clock[2]) * 60
      : number !== null
        ? Number(number[1]) * (secondsOf[number[2] ?? 'min'] ?? 60)
        : null;
  if (value === null) return { ok: false, problem: t`Write it like 90 min, 2 h or 1:30.` };
  if (value <= 0) return { ok: false, problem: t`It is longer than nothing. Leave it empty for no limit.` };
  if (value > longestSeconds)
    return { ok: false, problem: t`At most ${formatDuration(longestSeconds * 1000)}.` };
  return { ok: true, value };
}

function readCapacity(text: string): Read {
  const parsed = parseQuantity(text, { unit: 'Ah' });
  if (!parsed.ok) return { ok: false, problem: `${parsed.problem} ${parsed.remedy}` };
  if (parsed.value <= 0)
    return { ok: false, problem: t`It is more than nothing. Leave it empty for no limit.` };
  if (parsed.value > largestAmpHours) return { ok: false, problem: t`At most ${largestAmpHours} Ah.` };
  return parsed;
}
