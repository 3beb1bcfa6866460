import type { ChannelState, ChoiceName } from '#shared/contract/channels.ts';
import type { InstrumentKind } from '#shared/contract/instruments.ts';
import { unknownNumber } from '#shared/quantity/format.ts';
import { type FurtherGroup, type FurtherItem, heldOf, isSwitch } from './further.ts';
import { pointLabel, sayPoint } from './points.ts';
import { t } from '#shared/language/t.ts';

/** One thing that a group says while it is closed. `quiet`: it is off. */
export interface FurtherFact {
  readonly label: string;
  readonly value: string;
  readonly quiet: boolean;
}

/** Where a panel calls a switch otherwise than the driver: as its own name beside the number that it switches. */
const switchNames: Readonly<Partial<Record<ChoiceName, string>>> = {
  overVoltageProtection: 'OVP',
  overCurrentProtection: 'OCP',
};

/** What an item is called. */
export const itemLabel = (kind: InstrumentKind, item: FurtherItem): string =>
  item.kind === 'setting'
    ? pointLabel(kind, item.setting.point)
    : (switchNames[item.choice.choice] ?? item.choice.label);

const wordOf = (item: FurtherItem, state: ChannelState | undefined): string | null => {
  const held = heldOf(item, state);
  return item.kind !== 'choice' || held === undefined || held.state === 'unknown'
    ? null
    : String(held.value ?? '') || null;
};

/** What an item stands at, in words; dashes when that is not known. */
function itemValue(item: FurtherItem, state: ChannelState | undefined): string {
  if (item.kind === 'setting') {
    const held = state?.settings[item.setting.point];
    return sayPoint(item.setting, held === undefined || held.state === 'unknown' ? null : held.value);
  }
  const word = wordOf(item, state);
  if (word === null) return unknownNumber;
  return item.choice.words.find((each) => each.word === word)?.label ?? word;
}

/**
 * The facts of a group. A switch speaks for the number after it: a protection that is off has no level, a range that follows says so.
 */
export function furtherFacts(
  kind: InstrumentKind,
  { topic, items }: FurtherGroup,
  state: ChannelState | undefined,
): readonly FurtherFact[] {
  const facts: FurtherFact[] = [];
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!;
    const next = items[at + 1];
    const fact = { label: itemLabel(kind, item), value: itemValue(item, state), quiet: false };
    if (!isSwitch(item)) {
      facts.push(fact);
      continue;
    }
    const word = wordOf(item, state);
    if (topic === 'sweep' && word === 'OFF') return [{ ...fact, quiet: true }];
    if (next?.kind !== 'setting' || topic === 'sweep') {
      facts.push({ ...fact, quiet: word === 'OFF' });
      continue;
    }
    at++;
    const value = itemValue(next, state);
    if (topic === 'range')
      facts.push({
        label: itemLabel(kind, next),
        value: word === 'ON' ? t`auto, ${value}` : value,
        quiet: false,
      });
    else if (word === 'OFF') facts.push({ ...fact, value: t`off`, quiet: true });
    else facts.push({ ...fact, value: word === null ? unknownNumber : value });
  }
  return facts;
}
