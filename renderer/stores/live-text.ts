import type { SafetyState } from '#shared/contract/safety.ts';
import { t } from '#shared/language/t.ts';

export type LiveOutputs = SafetyState['live'];

/** Outputs of one instrument that are on or unknown. */
export interface LiveGroup {
  readonly instrument: string;
  readonly name: string;
  readonly on: readonly number[];
  readonly unknown: readonly number[];
}

/** By instrument, in the order they came. */
export function groupLive(live: LiveOutputs): readonly LiveGroup[] {
  const groups = new Map<string, { instrument: string; name: string; on: number[]; unknown: number[] }>();
  for (const { instrument, name, channel, state } of live) {
    const group = groups.get(instrument) ?? { instrument, name, on: [], unknown: [] };
    group[state].push(channel);
    groups.set(instrument, group);
  }
  return [...groups.values()];
}

/** `1, 2 and 3`. */
export const listWords = (parts: readonly (string | number)[]): string =>
  parts.length < 2 ? parts.join('') : t`${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
const outputs = (channels: readonly number[]): string =>
  channels.length === 1 ? t`output ${channels[0]}` : t`outputs ${listWords(channels)}`;

/** `outputs 1 and 2 on, output 3 unknown`. */
export const sayGroup = ({ on, unknown }: LiveGroup): string =>
  [on.length > 0 && t`${outputs(on)} on`, unknown.length > 0 && t`${outputs(unknown)} unknown`]
    .filter(Boolean)
    .join(', ');

/** `Supply A: outputs 1 and 2 on. Supply B: output 1 unknown.` Empty when nothing is live. */
export const sayLive = (live: LiveOutputs): string =>
  groupLive(live)
    .map((group) => `${group.name}: ${sayGroup(group)}.`)
    .join(' ');

/** `2 on, 1 unknown`. */
export function countLive(live: LiveOutputs): string {
  const on = live.filter(({ state }) => state === 'on').length;
  const unknown = live.length - on;
  return [on > 0 && t`${on} on`, unknown > 0 && t`${unknown} unknown`].filter(Boolean).join(', ');
}
