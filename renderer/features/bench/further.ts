import type {
  ChannelInfo,
  ChannelState,
  ChoiceName,
  Held,
  HeldWord,
  Point,
} from '#shared/contract/channels.ts';
import { t } from '#shared/language/t.ts';

type Setting = ChannelInfo['settings'][number];
type Choice = ChannelInfo['choices'][number];

/** A setting or a choice beyond the setpoints of the first row. */
export type FurtherItem =
  | { readonly kind: 'setting'; readonly setting: Setting }
  | { readonly kind: 'choice'; readonly choice: Choice };

/** What belongs together on a panel. */
export interface FurtherGroup {
  readonly topic: Topic;
  readonly title: string;
  readonly items: readonly FurtherItem[];
}

/** Where each belongs, in the order in which a person goes through them. */
const topics = {
  acquisition: { title: t`Acquisition`, names: ['acquisition'] },
  vertical: { title: t`Vertical`, names: ['display', 'coupling', 'verticalScale', 'verticalOffset'] },
  horizontal: { title: t`Horizontal`, names: ['timeScale', 'timeOffset'] },
  trigger: { title: t`Trigger`, names: ['triggerSource', 'triggerSlope', 'triggerSweep', 'triggerLevel'] },
  range: {
    title: t`Range and rate`,
    names: [
      'voltageAutoRange',
      'voltageRange',
      'voltageCycles',
      'acVoltageAutoRange',
      'acVoltageRange',
      'currentAutoRange',
      'currentRange',
      'currentCycles',
      'acCurrentAutoRange',
      'acCurrentRange',
      'resistanceAutoRange',
      'resistanceRange',
      'resistanceCycles',
    ],
  },
  shape: { title: t`Shape`, names: ['dutyCycle', 'symmetry'] },
  sweep: { title: t`Sweep`, names: ['sweep', 'sweepStart', 'sweepStop', 'sweepTime'] },
  protection: {
    title: t`Protection`,
    names: ['overVoltageProtection', 'overVoltage', 'overCurrentProtection', 'overCurrent'],
  },
} as const satisfies Record<string, { title: string; names: readonly (Point | ChoiceName)[] }>;
export type Topic = keyof typeof topics;
const topicNames = Object.keys(topics) as readonly Topic[];

/** Every setting and choice that has a place on a panel. */
export const placedNames: ReadonlySet<string> = new Set(topicNames.flatMap((topic) => topics[topic].names));

/**
 * What can be set of a channel, or of the whole instrument (`of`), beyond its first row, as far as it means something now. `word`: what
 * the function selector stands at; null when that is not known.
 */
export function furtherGroups(
  info: ChannelInfo,
  word: string | null,
  of: Setting['of'],
): readonly FurtherGroup[] {
  const means = (each: Pick<Setting, 'of' | 'under'>): boolean =>
    each.of === of && (each.under === null || (word !== null && each.under.includes(word)));
  const named = (name: Point | ChoiceName): FurtherItem[] => {
    const setting = info.settings.find(({ point, rare }) => rare && point === name);
    if (setting !== undefined && means(setting)) return [{ kind: 'setting', setting }];
    const choice = info.choices.find((each) => each.choice === name);
    return choice !== undefined && means(choice) ? [{ kind: 'choice', choice }] : [];
  };
  return topicNames
    .map((topic) => ({ topic, title: topics[topic].title, items: topics[topic].names.flatMap(named) }))
    .filter(({ items }) => items.length > 0);
}

/** What is held of an item; undefined while nothing is known. */
export const heldOf = (item: FurtherItem, state: ChannelState | undefined): Held | HeldWord | undefined =>
  item.kind === 'setting' ? state?.settings[item.setting.point] : state?.choices[item.choice.choice];

/** True of a choice that is on or off. */
export const isSwitch = (item: FurtherItem | undefined): boolean =>
  item?.kind === 'choice' && item.choice.words.every(({ word }) => word === 'ON' || word === 'OFF');
